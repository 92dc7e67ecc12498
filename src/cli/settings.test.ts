import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../domain/fault.ts';
import { readSettings } from './settings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerable-settings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(content: string): Promise<string> {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.json`);
  await writeFile(path, content);
  return path;
}

async function faultOf(environment: Record<string, string>): Promise<Fault> {
  return readSettings(environment, folder).then(
    () => expect.fail('the settings were taken'),
    (error: Fault) => error,
  );
}

test('with nothing set there is a port, a data folder and no database elsewhere', async () => {
  expect(await readSettings({}, folder)).toEqual({
    dataFolder: join(folder, 'data'),
    port: 4127,
    host: '127.0.0.1',
    databaseUrl: null,
    databaseConnections: 12,
    preparedStatements: true,
    key: null,
    publicAddress: null,
    trustedProxies: [],
    privateHosts: [],
    workers: 3,
    logLevel: 'warn',
  });
});

test('the environment goes before the file', async () => {
  const file = await written('{"PORT": 9000, "LOG_LEVEL": "warn", "DATABASE_PREPARED": false}');
  const settings = await readSettings({ ANSWERABLE_SETTINGS: file, PORT: '9001' }, folder);
  expect(settings).toMatchObject({ port: 9001, logLevel: 'warn', preparedStatements: false });
});

test('every fault is told at once', async () => {
  const file = await written('{"PROT": 1, "DATABASE_PREPARED": "perhaps"}');
  const fault = await faultOf({
    ANSWERABLE_SETTINGS: file,
    PORT: '70000',
    DATABASE_URL: 'mysql://x',
    ANSWERABLE_KEY: 'short',
    ANSWERABLE_URL: 'desk',
    LOG_LEVEL: 'loud',
  });
  expect(fault.code).toBe('settings_invalid');
  for (const name of [
    'PROT',
    'DATABASE_PREPARED',
    'PORT',
    'DATABASE_URL',
    'ANSWERABLE_KEY',
    'ANSWERABLE_URL',
    'LOG_LEVEL',
  ]) {
    expect(fault.sentence).toContain(name);
  }
  expect(fault.sentence).not.toContain('short');
});

test('a settings file that was named must be there and be JSON', async () => {
  expect((await faultOf({ ANSWERABLE_SETTINGS: 'nowhere.json' })).sentence).toContain('nowhere.json');
  expect((await faultOf({ ANSWERABLE_SETTINGS: await written('{') })).sentence).toContain('is not JSON');
});

test('an empty value is no value', async () => {
  expect(await readSettings({ PORT: '', DATABASE_URL: '' }, folder)).toMatchObject({
    port: 4127,
    databaseUrl: null,
  });
});
