/** Starts Kannel from a test, with an operator that we play behind it and a proxy before it that misbehaves on demand. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { kannelMissing as missingHere } from './installKannel.mjs';
import { password, statusPassword, username } from './kannelNames.ts';
import { type Smsc, startSmsc } from './smsc.ts';

export interface Kannel {
  smsc: Smsc;
  /** Everything to be typed into the connect form for a number of ours. */
  typedFor(number: string): Record<string, string>;
  /** The next message is answered with 503 and these seconds. */
  limitNext(seconds: number): void;
  /** The next message is taken, and the line cut before its answer. */
  cutNext(): void;
  stop(): Promise<void>;
}

/** Why it cannot be started here; null when it can. */
export const kannelMissing = (): string | null => missingHere();

/** `getUrl`: where Kannel hands incoming messages to; null for nowhere. */
export async function startKannel(getUrl: string | null): Promise<Kannel> {
  const smsc = await startSmsc();
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'kannel.ts'), String(smsc.port), getUrl ?? '-'],
    { stdio: ['pipe', 'pipe', process.env.SHOW_SERVERS ? 'inherit' : 'pipe'] },
  );
  const ports = await firstLine(child);
  const proxy = await startProxy(ports.sendsms);
  return {
    smsc,
    typedFor: (number) => ({
      provider: 'kannel',
      number,
      prefix: '250',
      username,
      password,
      address: `http://127.0.0.1:${proxy.port}/cgi-bin/sendsms`,
      status: `http://127.0.0.1:${ports.admin}/status.txt`,
      statusPassword,
    }),
    limitNext: (seconds) => proxy.next({ kind: 'limit', seconds }),
    cutNext: () => proxy.next({ kind: 'cut' }),
    async stop() {
      await proxy.close();
      await stop(child);
      await smsc.close();
    },
  };
}

type Fault = { kind: 'limit'; seconds: number } | { kind: 'cut' };

async function startProxy(target: number) {
  let fault: Fault | null = null;
  const server = createServer((request, response) => {
    const now = fault;
    fault = null;
    if (now?.kind === 'limit') {
      response
        .writeHead(503, { 'retry-after': String(now.seconds) })
        .end('Temporal failure, try again later.');
      return;
    }
    void passOn(`http://127.0.0.1:${target}${request.url}`, response, now?.kind === 'cut');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    next: (one: Fault) => {
      fault = one;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function passOn(address: string, response: ServerResponse, cuts: boolean): Promise<void> {
  const answer = await fetch(address);
  const body = await answer.text();
  if (cuts) response.destroy();
  else response.writeHead(answer.status, { 'content-type': 'text/html' }).end(body);
}

function firstLine(child: ChildProcess): Promise<{ admin: number; box: number; sendsms: number }> {
  return new Promise((resolve, reject) => {
    let out = '';
    let complaints = '';
    child.stderr?.on('data', (chunk) => {
      complaints = (complaints + chunk).slice(-4000);
    });
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      const end = out.indexOf('\n');
      if (end >= 0) resolve(JSON.parse(out.slice(0, end)));
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`Kannel ended with ${code}: ${complaints}`)));
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.stdin?.end();
  });
}
