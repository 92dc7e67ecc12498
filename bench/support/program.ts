/** The program as `npm start` runs it, in a process of its own on a seeded folder, and somebody who is signed in there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { processesIn } from '../../src/database/processes.ts';
import { cpuOf, endWithSignals } from './database.ts';

export const root = join(import.meta.dirname, '../..');

const builder = (await import('../../bin/build-program.mjs' as string)) as { programFile(): string };
/** What is measured is what `npm start` runs: put together by bin/bench.mjs, before. */
export const programFile = builder.programFile();
const runner = (await import('../../bin/setup/runProgram.mjs' as string)) as { nodeFlags: string[] };

export interface Program {
  address: string;
  pid: number;
  /** CPU seconds so far of the program without its database, and of the database. */
  cpu(): { program: number; database: number };
  databaseProcesses(): number[];
  stop(): Promise<void>;
}

/** Starts it on any free port; ready when it says its address. */
export async function startProgram(folder: string, port = 0): Promise<Program> {
  const child = spawn(process.execPath, [...runner.nodeFlags, programFile], {
    env: { ...process.env, ANSWERABLE_DATA: folder, PORT: String(port), LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await said(child, /ready at (\S+)/);
  const pid = child.pid ?? 0;
  const databaseProcesses = () => processesIn(join(folder, 'database/cluster'));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.on('exit', () => resolve());
      child.kill('SIGTERM');
    });
  endWithSignals(stop);
  return {
    address,
    pid,
    databaseProcesses,
    cpu: () => ({
      program: cpuOf(pid),
      database: databaseProcesses().reduce((sum, each) => sum + cpuOf(each), 0),
    }),
    stop,
  };
}

/** Waits until a process says something; answers the first group. */
export function said(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    child.stdout?.setEncoding('utf8');
    child.stdout?.on('data', (text: string) => {
      heard += text;
      const found = wanted.exec(heard)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on('exit', (code) =>
      reject(new Error(`the process ended with ${code} before it was ready: ${heard}`)),
    );
  });
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** From the first byte sent to the last byte read. */
  milliseconds: number;
}

/** One request over a kept connection. */
export function ask(
  address: string,
  path: string,
  options: { cookie?: string; body?: unknown; method?: string } = {},
): Promise<Answer> {
  const { cookie, body } = options;
  const headers: Record<string, string> = {};
  if (cookie !== undefined) headers.cookie = cookie;
  if (body !== undefined) Object.assign(headers, { 'content-type': 'application/json', origin: address });
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const method = options.method ?? (body === undefined ? 'GET' : 'POST');
    const asked = request(`${address}${path}`, { agent, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          milliseconds: performance.now() - began,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Signs in with a password; answers the cookies as the next request sends them. */
export async function signIn(address: string, who: { email: string; password: string }): Promise<string> {
  const { email, password } = who;
  const answer = await ask(address, '/api/auth/sign-in/email', { body: { email, password } });
  if (answer.status !== 200) throw new Error(`not let in: ${answer.status} ${answer.text}`);
  return (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
}

/** How long each of `count` requests of an address took, in milliseconds. Throws when one is not answered with 200. */
export async function times(
  address: string,
  paths: readonly string[],
  options: { cookie?: string; count: number },
): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < options.count; i++) {
    const path = paths[i % paths.length] ?? '/';
    const answer = await ask(address, path, options.cookie === undefined ? {} : { cookie: options.cookie });
    if (answer.status !== 200)
      throw new Error(`${path} answered ${answer.status}: ${answer.text.slice(0, 200)}`);
    taken.push(answer.milliseconds);
  }
  return taken;
}

/** The reference of the same run: an empty Fastify route in a process of its own, asked the same way. Milliseconds. */
export async function emptyRouteTimes(count: number): Promise<number[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'emptyRoute.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const address = await said(child, /at (\S+)/);
    await times(address, ['/'], { count: 50 });
    return await times(address, ['/'], { count });
  } finally {
    child.stdin?.end();
  }
}
