import { mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { restoreLinks } from '../../src/database/binaries.ts';
import { checkDatabase, connectOrStart } from '../../src/database/connect.ts';
import { startEmbeddedDatabase } from '../../src/database/embedded.ts';
import { folderOfDatabases } from '../roomInMemory.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  describe('an address in DATABASE_URL', () => {
    test('of a database that fits is used, and stopping does not stop it', async () => {
      const found = await connectOrStart({ databaseUrl: database().url, folder: '/nowhere' });
      expect(found).toMatchObject({ url: database().url, embedded: null });
      await found.stop();
      await checkDatabase(database().url);
    });

    test('with a database that is not there says so', async () => {
      const url = database().url.replace(/\/test_[0-9a-f]+/, '/elsewhere');
      await expect(checkDatabase(url)).rejects.toMatchObject({
        code: 'database_missing',
        sentence: expect.stringContaining('"elsewhere"'),
      });
    });

    test('with a role that is not there says so', async () => {
      const url = database().url.replace('//answerable@', '//stranger@');
      await expect(checkDatabase(url)).rejects.toMatchObject({
        code: 'database_refused',
        sentence: expect.stringContaining('"stranger"'),
      });
    });

    test('of a server that is too old says which one is needed', async () => {
      await expect(checkDatabase(database().url, 99)).rejects.toMatchObject({
        code: 'database_too_old',
        sentence: expect.stringMatching(/is Postgres 1\d; Answerable needs 99 or newer/),
      });
    });
  });
});

test('a wrong password is refused in a sentence that does not hold it', async () => {
  const folder = mkdtempSync(join(folderOfDatabases(), 'answerable-password-'));
  const server = await startEmbeddedDatabase({ folder });
  try {
    const admin = new pg.Client({ connectionString: server.superuserUrl });
    await admin.connect();
    await admin.query("create role keeper login password 'right'");
    const access = 'local all keeper scram-sha-256\nlocal all all trust\n';
    writeFileSync(join(folder, 'cluster', 'pg_hba.conf'), access);
    await admin.query('select pg_reload_conf()');
    await admin.end();
    const url = server.url.replace('//answerable@', '//keeper:not-so-secret@');
    const refusal = await checkDatabase(url).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'database_refused' });
    expect(String(refusal)).not.toContain('not-so-secret');
    await checkDatabase(url.replace('not-so-secret', 'right'));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

test('an address where nobody listens is told in one sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  await new Promise((resolve) => taken.close(resolve));
  await expect(checkDatabase(`postgresql://a:b@127.0.0.1:${port}/c`)).rejects.toMatchObject({
    code: 'database_unreachable',
    sentence: `The database at 127.0.0.1:${port} cannot be reached. Is it running? Check DATABASE_URL.`,
  });
});

test.each(['mysql://a:b@host/c', 'not an address', 'postgresql://[broken'])(
  '%s is not taken for the address of a Postgres',
  async (url) => {
    await expect(checkDatabase(url)).rejects.toMatchObject({ code: 'settings_invalid' });
  },
);

test('library links that are missing or wrong are made, however often', () => {
  const root = mkdtempSync(join(tmpdir(), 'answerable-links-'));
  const native = join(root, 'native');
  mkdirSync(join(native, 'lib'), { recursive: true });
  const list = ['libx.so', 'libx.so.1'].map((name) => ({
    source: 'native/lib/libx.so.1.2',
    target: `native/lib/${name}`,
  }));
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(list));
  symlinkSync('libx.so.0', join(native, 'lib', 'libx.so.1'));
  restoreLinks(native);
  restoreLinks(native);
  expect(list.map(({ target }) => readlinkSync(join(root, target)))).toEqual(['libx.so.1.2', 'libx.so.1.2']);
  rmSync(root, { recursive: true });
});
