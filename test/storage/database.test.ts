import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { embeddedBinaries } from '../../src/database/binaries.ts';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../src/database/embedded.ts';
import type { DatabaseEvent } from '../../src/database/event.ts';
import { processesIn } from '../../src/database/processes.ts';
import { chooseRunAs } from '../../src/database/runAs.ts';
import { makeSocketFolder } from '../../src/database/socketFolder.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { folderOfDatabases } from '../roomInMemory.ts';
import { startProgram } from './startProgram.ts';

let parent = '';
let folder = '';
let running: EmbeddedDatabase[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(folderOfDatabases(), 'answerable-faults-'));
  chmodSync(parent, 0o755);
  folder = join(parent, 'database');
});

afterEach(async () => {
  await Promise.all(running.map((database) => database.stop()));
  running = [];
  const cluster = join(folder, 'cluster');
  if (existsSync(cluster)) for (const pid of processesIn(cluster)) process.kill(pid, 'SIGKILL');
  rmSync(parent, { recursive: true, force: true });
});

async function start(onProgress?: (event: DatabaseEvent) => void): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({ folder, ...(onProgress ? { onProgress } : {}) });
  running.push(database);
  return database;
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // the server is killed below some of these; the query fails as well
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function postmaster(): number {
  return Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

describe('a new data folder', () => {
  test('gets a database that the program owns without being a superuser', async () => {
    const { url } = await start();
    const [row] = await ask(
      url,
      `select current_user as role, rolsuper as super, rolcreaterole as creates, current_setting('data_checksums') as checksums,
        current_setting('server_encoding') as encoding, current_setting('listen_addresses') as addresses,
        current_setting('fsync') || current_setting('synchronous_commit') as durable
       from pg_roles where rolname = current_user`,
    );
    expect(row).toEqual({
      role: 'answerable',
      super: false,
      creates: true,
      checksums: 'on',
      encoding: 'UTF8',
      addresses: '',
      durable: 'onon',
    });
  });

  test('takes eight databases that are migrated at once: the roles of the whole server are made by one of them', async () => {
    const { url, superuserUrl } = await start();
    const names = Array.from({ length: 8 }, (_, at) => `beside_${at}`);
    for (const name of names) await ask(superuserUrl, `create database ${name} owner answerable`);
    await Promise.all(
      names.map((name) => migrate(url.replace('/answerable?', `/${name}?`), () => undefined)),
    );
    const [row] = await ask(
      url,
      "select pg_has_role('answerable', 'answerable_tenant', 'set') as may from pg_roles where rolname = 'answerable_tenant'",
    );
    expect(row).toEqual({ may: true });
  });

  test('keeps what was written when it is started again', async () => {
    const first = await start();
    await ask(first.url, 'create table kept (id int); insert into kept values (7)');
    await first.stop();
    expect(await first.ended).toBeNull();
    expect(processesIn(join(folder, 'cluster'))).toEqual([]);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await ask(second.url, 'select id from kept')).toEqual([{ id: 7 }]);
  });

  test('may have a path that is too long for a socket', async () => {
    folder = join(parent, 'x'.repeat(120), 'database');
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('that was left half made is made anew', async () => {
    mkdirSync(join(folder, 'cluster.making'), { recursive: true });
    writeFileSync(join(folder, 'cluster.making', 'PG_VERSION'), '18\n');
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('below a folder that others may not enter works too', async () => {
    chmodSync(parent, 0o700); // as root: nobody, whom the server usually runs as, cannot enter it
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('that cannot be written is told in one sentence', async () => {
    writeFileSync(folder, 'a file');
    await expect(start()).rejects.toMatchObject({
      code: 'settings_invalid',
      sentence: expect.stringContaining(folder),
    });
  });

  test('on a full disk is told in one sentence and leaves nothing half made', async () => {
    mkdirSync(folder);
    const mount = `mount -t tmpfs -o size=12m small "${folder}" && exec "$@"`;
    const before = [
      'unshare',
      '--mount',
      ...(process.getuid?.() === 0 ? [] : ['-r']),
      'sh',
      '-c',
      mount,
      'sh',
    ];
    const program = await startProgram(folder, before);
    expect(program.outcome).toMatchObject({
      code: 'disk_full',
      sentence: expect.stringContaining('is full'),
    });
    await program.end();
  });
});

describe('a program that was killed', () => {
  test('leaves the server running, and the next one takes it over with all its data', async () => {
    const killed = await startProgram(folder);
    await ask(killed.outcome.url ?? '', 'create table kept (id int); insert into kept values (7)');
    const server = postmaster();
    await killed.kill();
    const next = await start();
    expect(next.adopted).toBe(true);
    expect(postmaster()).toBe(server);
    expect(await ask(next.url, 'select id from kept')).toEqual([{ id: 7 }]);
  });

  test('and whose server is killed later, after it was taken over, gets a new server', async () => {
    const killed = await startProgram(folder);
    await killed.kill();
    const ready = Promise.withResolvers<void>();
    let readies = 0;
    const next = await start(({ step }) => {
      if (step === 'ready') readies += 1;
      if (readies === 2) ready.resolve();
    });
    process.kill(postmaster(), 'SIGKILL');
    await ready.promise;
    expect(await ask(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a statement of a program that is gone', () => {
  test('ends', async () => {
    const { url } = await start();
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    const asked = client.query('select pg_sleep(300)').catch(() => 'gone');
    const running = () =>
      ask(url, "select from pg_stat_activity where state = 'active' and query like '%sleep(300)'");
    await expect.poll(async () => (await running()).length, { timeout: 30_000 }).toBe(1);
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    expect(await asked).toBe('gone');
    await expect.poll(async () => (await running()).length, { timeout: 30_000 }).toBe(0);
  }, 60_000);
});

describe('a second program on the same folder', () => {
  test('is refused while the first one lives, and the first one does not notice', async () => {
    const first = await start();
    const second = await startProgram(folder);
    expect(second.outcome).toMatchObject({
      code: 'database_in_use',
      sentence: expect.stringContaining(`process ${process.pid}`),
    });
    await second.end();
    expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('wins alone when ten start in the same moment', async () => {
    await (await start()).stop();
    const attempts = await Promise.allSettled(Array.from({ length: 10 }, () => start()));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('takes a lock over whose pid belongs to a stranger by now', async () => {
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'program.lock'),
      JSON.stringify({ pid: process.ppid, start: 'another boot/1' }),
    );
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test("is not held up by a server's note nor by its socket's lock that name a stranger", async () => {
    await (await start()).stop();
    // Of the server's own identity: Postgres takes the lock of a process that it may not signal for a stale one.
    const way = chooseRunAs(folder, embeddedBinaries().postgres);
    const stranger = spawn('sleep', ['600'], { ...way.identity, cwd: '/', stdio: 'ignore' });
    const note = [stranger.pid, join(folder, 'cluster'), '1', '5432', '', '', '', 'ready', ''].join('\n');
    // The lock of the socket names it too, as after a kill -9 whose zombie nobody has fetched yet.
    const socketFolder = makeSocketFolder(folder, way);
    writeFileSync(join(socketFolder, '.s.PGSQL.5432.lock'), note);
    writeFileSync(join(folder, 'cluster', 'postmaster.pid'), note);
    const { adopted } = await start();
    expect(adopted).toBe(false);
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
    await once(stranger, 'exit');
  });
});

describe('a server that dies', () => {
  test('is started again, and nothing that was acknowledged is lost', async () => {
    const steps: string[] = [];
    const { url } = await start(({ step }) => steps.push(step));
    await ask(url, 'create table kept (id int primary key)');
    const acknowledged: number[] = [];
    for (let kill = 0; kill < 3; kill += 1) {
      const target = acknowledged.length + 200;
      await insertUntil(url, acknowledged, target, () => process.kill(postmaster(), 'SIGKILL'));
    }
    await insertUntil(url, acknowledged, acknowledged.length + 10);
    const found = new Set((await ask<{ id: number }>(url, 'select id from kept')).map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThanOrEqual(610);
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    expect(steps.filter((step) => step === 'died')).toHaveLength(3);
  });

  test('five times in a row is given up with the place of its log', async () => {
    const { ended } = await start();
    writeFileSync(join(folder, 'cluster', 'global', 'pg_control'), 'broken');
    process.kill(postmaster(), 'SIGKILL');
    expect(await ended).toMatchObject({
      code: 'database_keeps_dying',
      sentence: expect.stringContaining(join(folder, 'postgres.log')),
    });
  });
});

let nextId = 0;

/** Inserts single rows, reconnecting as needed, until `target` are acknowledged; kills in the middle of one. */
async function insertUntil(
  url: string,
  acknowledged: number[],
  target: number,
  kill?: () => void,
): Promise<void> {
  while (acknowledged.length < target) {
    try {
      await insertOn(url, acknowledged, target);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20)); // dead or still recovering: the next round asks again
    }
  }
  if (!kill) return;
  const last = insertOn(url, acknowledged, target + 1_000_000).catch(() => undefined); // ends by the kill
  setTimeout(kill, 100);
  await last;
}

async function insertOn(url: string, acknowledged: number[], target: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // the query that is under way fails as well
  await client.connect();
  try {
    while (acknowledged.length < target) {
      const id = nextId++;
      await client.query('insert into kept values ($1)', [id]);
      acknowledged.push(id);
    }
  } finally {
    await client.end();
  }
}
