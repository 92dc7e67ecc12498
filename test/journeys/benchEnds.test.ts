import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { processesIn, startOf } from '../../src/database/processes.ts';

const root = join(import.meta.dirname, '../..');

test('a bench that is told to end leaves no database running', async () => {
  const script =
    "const { startBenchDatabase } = await import('./bench/support/database.ts'); console.log((await startBenchDatabase()).folder); setInterval(() => 0, 1000);";
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const [said] = await once(child.stdout, 'data');
  const cluster = join(String(said).trim(), 'cluster');
  const processes = processesIn(cluster);
  expect(processes.length).toBeGreaterThan(0);
  child.kill('SIGTERM');
  expect(await exit).toEqual([130, null]);
  expect(processes.filter((pid) => startOf(pid) !== null)).toEqual([]);
  expect(existsSync(cluster)).toBe(false);
});
