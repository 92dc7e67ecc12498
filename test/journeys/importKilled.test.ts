/** The import command as a program: killed at random moments, beside a running server, and on an empty data folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openStorage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createTestDatabase } from '../createTestDatabase.ts';
import { compiled, programFile } from '../factories/program.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerable-killed-'));
});
afterEach(async () => {
  for (const child of running) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Program {
  child: ChildProcess;
  ended: Promise<{ code: number | null; out: string; err: string }>;
  /** Resolves once standard error says so. */
  says(text: string): Promise<void>;
}

function answerable(settings: Record<string, string>, ...words: string[]): Program {
  const environment = { ...compiled, PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'error', ...settings };
  const child = spawn(process.execPath, [programFile, ...words], { cwd: root, env: environment });
  running.add(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  const ended = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return { code: code as number | null, out, err };
  });
  const says = async (text: string) => {
    while (!err.includes(text)) {
      if (child.exitCode !== null) throw new Error(`it ended without saying "${text}": ${err}`);
      await pause(20);
    }
  };
  return { child, ended, says };
}

async function archiveOf(rows: number, threads: number): Promise<string> {
  const path = join(folder, `${rows}.ndjson`);
  const lines = Array.from({ length: rows }, (_, at) =>
    JSON.stringify({
      id: `p${at}`,
      conversation: `t${at % threads}`,
      institution: 'Umoja Water',
      inbound: at < threads || at % 3 !== 0,
      author: at < threads || at % 3 !== 0 ? `author ${at % threads}` : 'UmojaWater',
      at: new Date(Date.UTC(2030, 2, 1) + at * 1_000).toISOString(),
      inReplyTo: at < threads ? null : `p${at % threads}`,
      text: `Invented words about the water line, number ${at}.`,
    }),
  );
  lines.splice(rows / 2, 0, 'this line is no row');
  await writeFile(path, lines.join('\n'));
  return path;
}

/** Who holds a lane. */
async function holders(url: string): Promise<string[]> {
  const storage = openStorage({ url, connections: 1 });
  const held = await storage.pool.query<{ leased_by: string }>(
    'select leased_by from inbox_lane where leased_by is not null',
  );
  await storage.close();
  return held.rows.map((row) => row.leased_by);
}

/** Waits until an import that was started just now holds a lane, or has ended. A slow machine takes seconds to start a program. */
async function underWay(url: string, ended: Promise<unknown>): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over && (await holders(url)).length === 0) await pause(20);
}

test('an import killed at random moments loses nothing and doubles nothing', async () => {
  const database = await createTestDatabase();
  await migrate(database.url, () => undefined);
  const settings = { DATABASE_URL: database.url, ANSWERABLE_DATA: folder };
  const path = await archiveOf(30_000, 7_000);
  let kills = 0;
  const leased: string[] = [];
  for (let end: number | null = null; end !== 0; ) {
    const program = answerable(settings, 'import', path);
    if (kills < 5) {
      await underWay(database.url, program.ended);
      await Promise.race([pause(Math.random() * 1_200), program.ended]);
      if (program.child.kill('SIGKILL')) kills += 1;
      await program.ended;
      leased.push(...(await holders(database.url)));
    }
    end = (await program.ended).code;
  }
  const storage = openStorage({ url: database.url });
  // Named as the program's own: whoever starts next sees that it is dead and frees it.
  expect(leased.filter((holder) => !/\/import\/\d+$/.test(holder))).toEqual([]);
  expect(leased.length).toBeGreaterThan(0);
  const facts = await storage.pool.query(`select
    (select count(*) from post) as posts, (select count(*) from conversation) as conversations, (select count(*) from care_case) as cases,
    (select count(*) from raw_item) as raw, (select count(*) from inbox_item) as waiting, (select count(*) from set_aside_item) as aside,
    (select count(*) from post where conversation_id is null) as unplaced, (select count(*) from organisation) as organisations`);
  await storage.close();
  await database.drop();
  expect(kills).toBeGreaterThan(0);
  expect(facts.rows[0]).toEqual({
    posts: 30_000,
    conversations: 7_000,
    cases: 7_000,
    raw: 30_001,
    waiting: 0,
    aside: 1,
    unplaced: 0,
    organisations: 1,
  });
});

test('import and report work on an empty data folder, and beside a program that runs on it', async () => {
  const settings = { ANSWERABLE_DATA: join(folder, 'data') };
  const path = await archiveOf(300, 100);
  const empty = await answerable(settings, 'report', 'responses', '--json').ended;
  expect({ code: empty.code, report: JSON.parse(empty.out) }).toEqual({ code: 0, report: [] });

  const first = await answerable(settings, 'import', path, '--organisation', 'Umoja').ended;
  expect(first).toMatchObject({ code: 0, out: '' });
  expect(first.err).toContain('300 posts are new, 0 were known, 1 cannot be read');
  expect(first.err).toContain('line 151: The line is not JSON.');

  const worker = answerable(settings, 'work');
  await worker.says('The database is ready.');
  const again = await answerable(settings, 'import', path).ended;
  expect(again.err).toContain('This very file was imported before');
  const report = await answerable(settings, 'report', 'responses', '--by', 'thread', '--json').ended;
  expect(JSON.parse(report.out)).toEqual([
    { institution: 'Umoja Water', conversations: 100, answered: 66, medianMinutes: expect.any(Number) },
  ]);
  expect(worker.child.exitCode).toBeNull();
});
