import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

test('nor does one that fails', async () => {
  const script =
    "const { startBenchDatabase } = await import('./bench/support/database.ts'); console.log((await startBenchDatabase()).folder); process.stdin.once('data', () => { throw new Error('a fault of the bench'); });";
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  const [said] = await once(child.stdout, 'data');
  const cluster = join(String(said).trim(), 'cluster');
  const processes = processesIn(cluster);
  expect(processes.length).toBeGreaterThan(0);
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  child.stdin.write('now\n');
  expect(await exit).toEqual([1, null]);
  expect(told).toContain('a fault of the bench');
  expect(processes.filter((pid) => startOf(pid) !== null)).toEqual([]);
});

test('a desk to measure on is filled, with the tables as they are now', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-desk-'));
  const child = spawn(process.execPath, ['bench/seed.ts', '3000', '600', folder], {
    cwd: root,
    stdio: 'inherit',
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
  const seeded = JSON.parse(readFileSync(join(folder, 'seeded.json'), 'utf8'));
  expect(seeded).toMatchObject({ posts: 3000, cases: 600 });
  rmSync(folder, { recursive: true });
});
