/** Archives come in whole, once, and go on from where they were killed. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { archive } from '../../src/channels/archive/index.ts';
import { buildChannels } from '../../src/channels/networks.ts';
import type { ResponseSummary } from '../../src/domain/responseTime.ts';
import { responseTimes } from '../../src/insight/responseTimes.ts';
import { type ImportProgress, type ImportResult, importArchive } from '../../src/listening/importArchive.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { listImports, makeBareOrganisation } from '../../src/storage/imports.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';

const dataSet = resolve(process.env.ANSWERABLE_SETS ?? '../shared/data', 'care-conversations/posts.ndjson');
const hasDataSet = existsSync(dataSet);
if (!hasDataSet) process.stderr.write(`LEFT OUT: ${dataSet} is absent: the checks on the real archive.\n`);

let database: TestDatabase;
let storage: Storage;
let folder: string;
let organisationId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, () => undefined);
  storage = openStorage({ url: database.url });
  folder = await mkdtemp(join(tmpdir(), 'answerable-import-'));
});
afterAll(async () => {
  await storage.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  organisationId = await storage.asSystem((tx) => makeBareOrganisation(tx, 'Invented desk', new Date()));
});

const tools = { fetch, now: () => new Date(), log: () => undefined };
const theArchive = archive(tools);

interface Told {
  lines: number[];
  phases: Set<string>;
}

async function imported(
  path: string,
  options: { onProgress?: (progress: ImportProgress) => void; told?: Told; signal?: AbortSignal } = {},
): Promise<ImportResult> {
  const deps = {
    storage,
    channels: { ...buildChannels(tools), archive: theArchive, bluesky: theArchive },
    now: tools.now,
    log: tools.log,
  };
  return importArchive(deps, {
    organisationId,
    file: { path, name: 'posts' },
    workers: 2,
    onProgress: (progress) => {
      options.told?.phases.add(progress.phase);
      options.onProgress?.(progress);
    },
    onUnreadable: ({ line }) => options.told?.lines.push(line),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

async function counted(): Promise<Record<string, number>> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const count = async (
      table: 'post' | 'conversation' | 'care_case' | 'raw_item' | 'set_aside_item' | 'inbox_item',
    ) =>
      Number(
        (
          await tx
            .selectFrom(table)
            .select((e) => e.fn.countAll().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      );
    const threads = await tx
      .selectFrom('post')
      .select('thread')
      .where('deleted_at', 'is', null)
      .distinct()
      .execute();
    const unplaced = await tx
      .selectFrom('post')
      .select('id')
      .where('conversation_id', 'is', null)
      .where('deleted_at', 'is', null)
      .execute();
    return {
      posts: await count('post'),
      threads: threads.length,
      conversations: await count('conversation'),
      cases: await count('care_case'),
      raw: await count('raw_item'),
      setAside: await count('set_aside_item'),
      waiting: await count('inbox_item'),
      unplaced: unplaced.length,
    };
  });
}

interface Row {
  id: string;
  conversation: string;
  institution?: string;
  inbound?: boolean;
  author?: string;
  at?: string;
  inReplyTo?: string | null;
  text?: string;
  deleted?: string;
}

async function fileOf(name: string, rows: readonly (Row | string)[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(
    path,
    `${rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')}\n`,
  );
  return path;
}

const asked = (id: string, conversation: string, minute: number, more: Partial<Row> = {}): Row => ({
  id,
  conversation,
  institution: 'Umoja Water',
  inbound: true,
  author: `author of ${conversation}`,
  at: new Date(Date.UTC(2030, 2, 1, 6, minute)).toISOString(),
  inReplyTo: null,
  text: 'A week without water.',
  ...more,
});
const answered = (
  id: string,
  to: string,
  conversation: string,
  minute: number,
  more: Partial<Row> = {},
): Row =>
  asked(id, conversation, minute, {
    inbound: false,
    author: 'UmojaWater',
    inReplyTo: to,
    text: 'We come today.',
    ...more,
  });

/** The figures straight from a file's rows, by other means than the product's. */
function expectedFrom(rows: readonly Row[]): ResponseSummary[] {
  const threads = Map.groupBy(rows, (row) => row.conversation);
  const lists = new Map<string, (number | null)[]>();
  for (const posts of threads.values()) {
    const sorted = posts.toSorted((a, b) => Date.parse(a.at ?? '') - Date.parse(b.at ?? ''));
    const first = sorted.find((post) => post.inbound);
    if (first === undefined) continue;
    const begun = Date.parse(first.at ?? '');
    const answer = sorted.find((post) => !post.inbound && Date.parse(post.at ?? '') > begun);
    const list = lists.get(first.institution ?? '') ?? [];
    list.push(answer === undefined ? null : (Date.parse(answer.at ?? '') - begun) / 60_000);
    lists.set(first.institution ?? '', list);
  }
  return [...lists.keys()].sort().map((institution) => {
    const all = lists.get(institution) ?? [];
    const minutes = all.filter((value) => value !== null).sort((a, b) => a - b);
    const n = minutes.length;
    const middle = ((minutes[Math.floor((n - 1) / 2)] ?? 0) + (minutes[Math.ceil((n - 1) / 2)] ?? 0)) / 2;
    return {
      institution,
      conversations: all.length,
      answered: n,
      medianMinutes: n === 0 ? null : Number(middle.toFixed(1)),
    };
  });
}

describe.runIf(hasDataSet)('the real archive', () => {
  test('it is imported twice and nothing is doubled', async () => {
    const told: Told = { lines: [], phases: new Set() };
    expect(await imported(dataSet, { told })).toMatchObject({
      read: 1211,
      fresh: 1211,
      doubles: 0,
      unreadable: 0,
    });
    const once = await counted();
    expect(once).toMatchObject({
      posts: 1211,
      threads: 525,
      conversations: 544,
      raw: 1211,
      waiting: 0,
      unplaced: 0,
    });
    expect([...told.phases]).toEqual(['checking', 'reading', 'taking']);
    expect(await imported(dataSet)).toMatchObject({ read: 0, fresh: 0, importedBefore: expect.any(Date) });
    expect(await counted()).toEqual(once);
  });

  test('its rows in another file are known again', async () => {
    const text = await readFile(dataSet, 'utf8');
    await imported(dataSet);
    const again = join(folder, 'again.ndjson');
    await writeFile(again, `\n${text}`);
    expect(await imported(again)).toMatchObject({
      read: 1211,
      fresh: 0,
      doubles: 1211,
      importedBefore: null,
    });
    expect(await counted()).toMatchObject({ posts: 1211, threads: 525, conversations: 544 });
  });

  test('the response times of every institution are those that the file itself gives', async () => {
    await imported(dataSet);
    const rows = (await readFile(dataSet, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expect(await responseTimes(storage, organisationId, 'thread')).toEqual(expectedFrom(rows));
  });
});

test('unanswered threads, threads of two authors, late and deleted rows are measured rightly', async () => {
  const rows = [
    answered('late-answer', 'late', 'late', 25),
    asked('late', 'late', 5), // stands behind its answer in the file
    asked('silent', 'silent', 0),
    asked('two-a', 'two', 0, { author: 'amina' }),
    asked('two-b', 'two', 10, { author: 'baraka', inReplyTo: 'two-a' }),
    answered('two-b-answer', 'two-b', 'two', 12),
    answered('two-a-answer', 'two-a', 'two', 40),
    asked('instant', 'instant', 7),
    answered('instant-answer', 'instant', 'instant', 7), // not strictly later
    asked('kept', 'mixed', 3, { institution: 'Amani Power' }),
    answered('taken-back', 'kept', 'mixed', 4, { institution: 'Amani Power' }),
    answered('stands', 'kept', 'mixed', 33, { institution: 'Amani Power' }),
    { id: 'taken-back', conversation: 'mixed', deleted: '2030-03-02T00:00:00Z' },
  ];
  await imported(await fileOf('own.ndjson', rows));
  expect(await responseTimes(storage, organisationId, 'thread')).toEqual([
    { institution: 'Amani Power', conversations: 1, answered: 1, medianMinutes: 30 },
    { institution: 'Umoja Water', conversations: 4, answered: 2, medianMinutes: 16 },
  ]);
  expect(await responseTimes(storage, organisationId, 'conversation')).toEqual([
    { institution: 'Amani Power', conversations: 1, answered: 1, medianMinutes: 30 },
    { institution: 'Umoja Water', conversations: 5, answered: 3, medianMinutes: 20 },
  ]);
  expect(await counted()).toMatchObject({ threads: 5, conversations: 6, unplaced: 0 });
});

test('rows that cannot be read are told with their lines, kept with their place, and cost no other row', async () => {
  const told: Told = { lines: [], phases: new Set() };
  const rows = [
    asked('a', 't', 1),
    '{"id": "b", ',
    asked('c', 't', 2),
    '',
    asked('d', 't', 3, { at: 'yesterday' }),
  ];
  const result = await imported(await fileOf('broken.ndjson', rows), { told });
  expect(result).toMatchObject({ read: 4, fresh: 2, unreadable: 2 });
  expect(told.lines).toEqual([2, 5]);
  const kept = await storage.inOrganisation(organisationId, (tx) =>
    tx
      .selectFrom('set_aside_item as s')
      .innerJoin('raw_item as r', 'r.id', 's.raw_id')
      .select(['s.position', 's.reason', 'r.payload'])
      .orderBy('s.raw_id')
      .execute(),
  );
  expect(kept.map(({ position }) => position)).toEqual(['line 2 of posts', 'line 5 of posts']);
  expect(JSON.parse(kept[0]?.payload ?? '')).toBe('{"id": "b", ');
});

test('a CSV file comes in like its NDJSON twin', async () => {
  const path = join(folder, 'twin.csv');
  await writeFile(
    path,
    [
      'id,conversation,institution,inbound,author,at,inReplyTo,text',
      'a,t,Umoja Water,true,neema,2030-03-01T06:39:00Z,,"Dry, ""again"".\nSince Monday."',
      'b,t,Umoja Water,false,UmojaWater,2030-03-01T06:49:00Z,a,We come.',
      'c,t,too few',
    ].join('\r\n'),
  );
  expect(await imported(path)).toMatchObject({ read: 3, fresh: 2, unreadable: 1 });
  expect(await responseTimes(storage, organisationId, 'thread')).toEqual([
    { institution: 'Umoja Water', conversations: 1, answered: 1, medianMinutes: 10 },
  ]);
});

test('an import that ends half-way goes on where it stopped', async () => {
  const rows = Array.from({ length: 9_000 }, (_, at) => asked(`p${at}`, `t${at % 3_000}`, at % 50));
  const path = await fileOf('long.ndjson', [...rows.slice(0, 4_500), 'no row', ...rows.slice(4_500)]);
  const ending = new AbortController();
  const half = imported(path, {
    signal: ending.signal,
    onProgress: ({ rows: read }) => read >= 4_000 && ending.abort(),
  });
  await expect(half).rejects.toThrow();
  const told: Told = { lines: [], phases: new Set() };
  expect(await imported(path, { told })).toMatchObject({ read: 5_001, unreadable: 1 });
  expect(told.lines).toEqual([4_501]);
  expect(await counted()).toMatchObject({
    posts: 9_000,
    raw: 9_001,
    setAside: 1,
    waiting: 0,
    threads: 3_000,
  });
  const [record] = await storage.inOrganisation(organisationId, (tx) => listImports(tx, organisationId, 5));
  expect(record).toMatchObject({ readLines: 9_001, unreadableLines: 1, finishedAt: expect.any(Date) });
  expect(record?.readBytes).toBe(record?.bytes);
});

test('two imports of one file at once take it in once', async () => {
  const rows = Array.from({ length: 6_000 }, (_, at) => asked(`p${at}`, `t${at}`, at % 50));
  const path = await fileOf('both.ndjson', rows);
  const both = await Promise.allSettled([imported(path), imported(path)]);
  expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await counted()).toMatchObject({ posts: 6_000, raw: 6_000, waiting: 0 });
});

test('a file that is none is refused with one sentence', async () => {
  await expect(imported(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'archive_unreadable' });
  await expect(imported(folder)).rejects.toMatchObject({ code: 'archive_unreadable' });
  const wrong = await fileOf('wrong.csv', ['name,age', 'x,3']);
  await expect(imported(wrong)).rejects.toMatchObject({ sentence: expect.stringContaining('missing: id') });
});
