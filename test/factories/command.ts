/** `npx answerable ...` as a process that a test speaks to, waits for and kills. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compiled, programFile } from './program.ts';

const root = join(import.meta.dirname, '../..');

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

export interface Command {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Everything on standard error so far. */
  said(): string;
}

/** Nothing that a test started outlives it. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts it with these settings and nothing of the test's own environment. `shell`: words before the command, such as a limit. */
export function command(settings: Record<string, string>, words: readonly string[], shell = ''): Command {
  const env = { ...compiled, PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'error', ...settings };
  const whole = [process.execPath, programFile, ...words];
  const [first = '', ...rest] = shell === '' ? whole : ['sh', '-c', `${shell} exec "$@"`, 'sh', ...whole];
  const child = spawn(first, rest, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    return { code: code as number | null, out, err };
  });
  return { child, ended, said: () => err };
}
