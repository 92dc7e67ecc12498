import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { processesIn } from '../../src/database/processes.ts';
import { programFile } from '../factories/program.ts';
import { folderOfDatabases } from '../roomInMemory.ts';
import { run } from './checkout.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Starts the real program on a data folder of its own, stops it as `stop` says, and counts what is left running. */
async function leftAfter(
  stop: (group: number) => void,
): Promise<{ code: number | string | null; left: number[] }> {
  const data = mkdtempSync(join(folderOfDatabases(), 'answerable-stop-'));
  const cluster = join(data, 'database', 'cluster');
  const started = run(repository, [process.execPath, programFile], {
    ANSWERABLE_DATA: data,
    PORT: '0',
    DATABASE_URL: '',
  });
  try {
    await started.says('Ctrl-C stops everything');
    stop(started.child.pid ?? 0);
    return { code: await started.ended, left: processesIn(cluster) };
  } finally {
    if (started.child.exitCode === null) started.child.kill('SIGKILL');
    if (existsSync(cluster)) for (const pid of processesIn(cluster)) process.kill(pid, 'SIGKILL');
    rmSync(data, { recursive: true, force: true });
  }
}

test('one Ctrl-C that npm passes on a second time stops the database as well', async () => {
  const result = await leftAfter((pid) => {
    process.kill(pid, 'SIGINT');
    setTimeout(() => process.kill(pid, 'SIGINT'), 20);
  });
  expect(result).toEqual({ code: 0, left: [] });
});

test('a terminal that is closed stops the program and its database', async () => {
  const result = await leftAfter((pid) => process.kill(pid, 'SIGHUP'));
  expect(result).toEqual({ code: 0, left: [] });
});
