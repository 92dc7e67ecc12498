/** The guide to several machines as it is printed: a primary that dies with a synchronous standby beside it. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../src/database/embedded.ts';
import { programRole } from '../../src/database/roles.ts';
import { socketFolderOf } from '../../src/database/socketFolder.ts';
import { command } from '../factories/command.ts';
import { type Desk, openDesk, patience } from '../factories/deskOverHttp.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import { folderOfDatabases } from '../roomInMemory.ts';

const folder = mkdtempSync(join(folderOfDatabases(), 'answerable-failover-'));
const [first, second] = [join(folder, 'one'), join(folder, 'two')];
let primary: EmbeddedDatabase;
let standby: EmbeddedDatabase;
let address: MovingAddress;
let program: Answerable;
let desk: Desk;

beforeAll(async () => {
  primary = await startEmbeddedDatabase({ folder: first });
  await primary.stop();
  cpSync(join(first, 'cluster'), join(second, 'cluster'), { recursive: true, preserveTimestamps: true });
  writeFileSync(join(second, 'cluster', 'standby.signal'), '');
  primary = await startEmbeddedDatabase({ folder: first, settings: { max_wal_senders: 2 } });
  standby = await startEmbeddedDatabase({
    folder: second,
    settings: { primary_conninfo: `host=${socketFolderOf(first)} user=postgres application_name=two` },
  });
  await asSuperuser(primary, `alter system set synchronous_standby_names = 'two'`);
  await asSuperuser(primary, 'select pg_reload_conf()');
  await vi.waitFor(async () => {
    const followers = await asSuperuser(primary, 'select sync_state from pg_stat_replication');
    expect(followers).toEqual([{ sync_state: 'sync' }]);
  }, patience);
  address = await movingAddress(first);
  program = await startAnswerable({ databaseUrl: address.url });
  desk = await openDesk(program);
});
afterAll(async () => {
  await program?.close();
  await address?.close();
  // The one that follows goes first: its primary waits for what it did not yet take.
  await standby?.stop();
  await primary?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('when the primary dies and its standby takes over, nothing acknowledged is lost and the desk goes on', async () => {
  const { institutions } = await desk.ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  const letters = new AbortController();
  const logged = logLetters(institutions[0]?.id ?? '', letters.signal);
  await desk.caseWith('Letter 1,');
  await pause(2_000);

  process.kill(postmasterOf(first), 'SIGKILL');
  address.cut();
  await expect.poll(async () => (await fetch(`${program.address()}/health`)).status).toBe(503);
  await asSuperuser(standby, 'select pg_promote()');
  address.leadTo(second);
  await expect.poll(async () => (await fetch(`${program.address()}/health`)).status).toBe(200);
  await pause(2_000);
  letters.abort();

  const { acknowledged, refusals } = await logged;
  expect(refusals.length).toBeGreaterThan(0);
  expect(refusals.filter((one) => !one.includes('"code":"database_unreachable"'))).toEqual([]);
  await vi.waitFor(async () => {
    const posts = await program.query<{ text: string }>("select text from post where text like 'Letter %'");
    const texts = posts.map((one) => one.text);
    expect(acknowledged.filter((text) => !texts.includes(text))).toEqual([]);
    expect(new Set(texts).size).toBe(texts.length);
  }, patience);
  await desk.caseWith(acknowledged.at(-1) ?? '');
  expect(await program.query('select pg_is_in_recovery() as follows')).toEqual([{ follows: false }]);
});

test('the doctor calls it a fault when the address leads to a standby', async () => {
  const third = join(folder, 'three');
  await standby.stop();
  cpSync(join(second, 'cluster'), join(third, 'cluster'), { recursive: true, preserveTimestamps: true });
  writeFileSync(join(third, 'cluster', 'standby.signal'), '');
  const follower = await startEmbeddedDatabase({ folder: third });
  try {
    address.leadTo(third);
    const settings = { DATABASE_URL: address.url, ANSWERABLE_DATA: program.folder };
    const { out } = await command(settings, ['doctor']).ended;
    expect(out).toContain('standby');
  } finally {
    await follower.stop();
  }
});

interface MovingAddress {
  url: string;
  /** Whoever is connected is cut off and whoever comes is refused. */
  cut(): void;
  leadTo(folder: string): void;
  close(): Promise<void>;
}

/** One address that leads to whoever writes now, as a virtual address or a pooler does. */
async function movingAddress(begin: string): Promise<MovingAddress> {
  let socket: string | null = join(socketFolderOf(begin), '.s.PGSQL.5432');
  const open = new Set<Socket>();
  const server: Server = createServer((from) => {
    if (socket === null) return void from.destroy();
    const to = connect(socket);
    for (const [one, other] of [[from, to] as const, [to, from] as const]) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const cut = () => {
    socket = null;
    for (const one of open) one.destroy();
  };
  return {
    url: `postgresql://${programRole}@127.0.0.1:${port}/${programRole}?sslmode=disable`,
    cut,
    leadTo(next) {
      cut();
      socket = join(socketFolderOf(next), '.s.PGSQL.5432');
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const postmasterOf = (data: string): number =>
  Number(readFileSync(join(data, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

async function asSuperuser<Row extends pg.QueryResultRow>(
  database: EmbeddedDatabase,
  statement: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Logs letters without a pause; answers the texts of all that the desk took, and what it said of the others. */
async function logLetters(institutionId: string, signal: AbortSignal) {
  const acknowledged: string[] = [];
  const refusals: string[] = [];
  for (let number = 1; !signal.aborted; number++) {
    const text = `Letter ${number}, about the water.`;
    const letter = {
      id: randomUUID(),
      kind: 'letter',
      institutionId,
      receivedAt: new Date().toISOString(),
      text,
    };
    try {
      await desk.ask('POST', '/api/by-hand', letter);
      acknowledged.push(text);
    } catch (error) {
      refusals.push(String(error));
    }
    await pause(20);
  }
  return { acknowledged, refusals };
}
