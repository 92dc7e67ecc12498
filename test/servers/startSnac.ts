/**
 * Two servers of snac on loopback, for one test: one where the house lives, one where a customer does. They reach each other by real federation, through a proxy of ours that knows
 * both names: mentions need a name without a port, and so neither port 80 nor a line in the system's own list of hosts is touched.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { snacMissing as missingHere, snacProgram } from './installSnac.mjs';

export interface SnacPerson {
  /** Whole name: `care@house.test`. */
  name: string;
  server: string;
  token: string;
  /** Writes by the server's own API; answers what it gave. */
  write(what: { status: string; visibility?: string; in_reply_to_id?: string }): Promise<SnacStatus>;
  edit(id: string, status: string): Promise<void>;
  /** Everything that this person was told of, newest first. */
  told(): Promise<SnacStatus[]>;
  /** Everything that this person wrote, newest first. */
  written(): Promise<SnacStatus[]>;
}

export interface SnacStatus {
  id: string;
  uri: string;
  content: string;
  /** As it was typed: this server shows it. */
  text: string;
  visibility: string;
  spoiler_text: string;
  in_reply_to_id: string | null;
}

export interface Snac {
  house: SnacPerson;
  amina: SnacPerson;
  stop(): Promise<void>;
}

/** Why the servers cannot be started here; null when they can. */
export function snacMissing(): string | null {
  return missingHere();
}

/** Starts both. Null when the program is not there; with CI=true that throws instead. */
export async function startSnac(): Promise<Snac | null> {
  const missing = snacMissing();
  if (missing !== null) {
    if (process.env.CI === 'true') throw new Error(missing);
    process.stderr.write(`Left out: ${missing}\n`);
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'snac-'));
  const ports = new Map([
    ['house.test', await freePort()],
    ['people.test', await freePort()],
  ]);
  const between = await startBetween(ports);
  const children = new Set<ChildProcess>();
  try {
    const [house, amina] = await Promise.all([
      live(folder, 'house.test', 'care', ports, between.port, children),
      live(folder, 'people.test', 'amina', ports, between.port, children),
    ]);
    return { house, amina, stop: () => end(children, between, folder) };
  } catch (error) {
    await end(children, between, folder);
    throw error;
  }
}

/** Somebody on a server of their own. */
async function live(
  folder: string,
  domain: string,
  name: string,
  ports: ReadonlyMap<string, number>,
  between: number,
  children: Set<ChildProcess>,
): Promise<SnacPerson> {
  const data = join(folder, domain);
  const port = ports.get(domain) ?? 0;
  say(['init', data], `127.0.0.1\n${port}\n${domain}\n\n\n`);
  const settings = join(data, 'server.json');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('"https"', '"http"'));
  const password = /User password is (\S+)/.exec(say(['adduser', data, name], `${name}\n\n\n`))?.[1] ?? '';
  const child = spawn(snacProgram, ['httpd', data], {
    stdio: ['ignore', 'ignore', process.env.SHOW_SERVERS ? 'inherit' : 'ignore'],
    env: { ...process.env, http_proxy: `http://127.0.0.1:${between}`, no_proxy: '', NO_PROXY: '' },
  });
  children.add(child);
  const server = `http://127.0.0.1:${port}`;
  const token = await tokenFor(server, name, password);
  return personAt(server, `${name}@${domain}`, token);
}

function say(args: string[], input: string): string {
  const done = spawnSync(snacProgram, args, { input, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`snac ${args[0]}: ${done.stderr}`);
  return `${done.stdout}${done.stderr}`;
}

/** Signs in as its own form does, as soon as it listens. */
async function tokenFor(server: string, login: string, passwd: string): Promise<string> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(50)) {
    const body = new URLSearchParams({ login, passwd, redir: '', cid: '', state: '' });
    const answer = await fetch(`${server}/oauth/x-snac-get-token`, { method: 'POST', body }).catch(
      () => null,
    );
    const token = answer?.ok ? /\b[0-9a-f]{32}\b/.exec(await answer.text())?.[0] : undefined;
    if (token !== undefined) return token;
  }
  throw new Error(`nobody signs ${login} in at ${server}`);
}

function personAt(server: string, name: string, token: string): SnacPerson {
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${server}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    name,
    server,
    token,
    write: (what) => ask('POST', 'statuses', what),
    edit: async (id, status) => void (await ask('PUT', `statuses/${id}`, { status })),
    told: async () =>
      (await ask<{ status?: SnacStatus }[]>('GET', 'notifications?limit=40')).flatMap(
        ({ status }) => status ?? [],
      ),
    async written() {
      const { id } = await ask<{ id: string }>('GET', 'accounts/verify_credentials');
      const found: SnacStatus[] = [];
      for (let below = ''; ; ) {
        const page = await ask<SnacStatus[]>('GET', `accounts/${id}/statuses?limit=40${below}`);
        found.push(...page.filter((one) => !found.some((other) => other.id === one.id)));
        const last = page.at(-1)?.id;
        if (last === undefined || below === `&max_id=${last}` || page.length < 40) return found;
        below = `&max_id=${last}`;
      }
    },
  };
}

interface Between {
  port: number;
  close(): void;
}

/** Hands on what one server sends to another by name. */
async function startBetween(ports: ReadonlyMap<string, number>): Promise<Between> {
  const server = createServer((asked, answered) => {
    const address = new URL(asked.url ?? '/', 'http://nowhere.invalid');
    const port = ports.get(address.hostname);
    if (port === undefined) return void answered.writeHead(502).end();
    const { method, headers } = asked;
    const path = `${address.pathname}${address.search}`;
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      answered.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(answered);
    });
    onward.on('error', () => answered.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function end(children: ReadonlySet<ChildProcess>, between: Between, folder: string): Promise<void> {
  await Promise.all(
    [...children].map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }),
  );
  between.close();
  rmSync(folder, { recursive: true, force: true });
}
