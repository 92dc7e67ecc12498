import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BlueskyAccount, createAccount } from './bluesky/account.ts';

const here = import.meta.dirname;

export interface BlueskyAddresses {
  /** Where the product talks to the server: a proxy that can misbehave. */
  pds: string;
  /** The server itself, for the test's own hands. */
  pdsDirect: string;
  plc: string;
  /** Null when started without Postgres. */
  appview: string | null;
  jetstream: string;
  chat: { did: string; url: string };
}

export interface Fault {
  kind: 'limited' | 'fails' | 'unavailable' | 'garbage' | 'hangs' | 'cut_before' | 'cut_after' | 'slow';
  /** How many requests it strikes; once when left out. */
  times?: number;
  /** Part of the method's name; every request when left out. */
  method?: string;
  resetInSeconds?: number;
  /** `limited` answers with Retry-After instead of the network's own headers. */
  retryAfterOnly?: boolean;
  milliseconds?: number;
}

export interface Call {
  verb: string;
  method: string;
  at: number;
  fault: Fault['kind'] | null;
}

export interface BlueskyControl {
  setFaults(faults: Fault[]): Promise<void>;
  /** Every request that came through the proxy. */
  calls(): Promise<Call[]>;
  /** Cuts all firehose and Jetstream connections. */
  cutStreams(): Promise<void>;
  refuseStreams(refuse: boolean): Promise<void>;
  /** This author takes messages from nobody. */
  closeMessages(did: string): Promise<void>;
  /** What was reported to the service that moderates. */
  reports(): Promise<{ reasonType: string; reason: string; subject: { did?: string }; reportedBy: string }[]>;
}

export interface Bluesky extends BlueskyAddresses {
  control: BlueskyControl;
  /** `handle` without the domain, letters and digits. */
  createAccount(wanted: { handle: string }): Promise<BlueskyAccount>;
  stop(): Promise<void>;
}

/** Why the servers cannot be started here; null when they can. */
export function blueskyMissing(): string | null {
  if (existsSync(join(here, 'node_modules', '.installed'))) return null;
  return 'The test servers are not installed: run `node test/servers/install.mjs`.';
}

/**
 * Starts the network. With `postgresUrl` the whole of it, without only directory and personal data server (half a second
 * faster, no notifications). Null when the servers are not installed; with CI=true that throws instead.
 */
export async function startBluesky(
  options: { postgresUrl?: string; rateLimits?: boolean } = {},
): Promise<Bluesky | null> {
  const missing = blueskyMissing();
  if (missing !== null) {
    if (process.env.CI === 'true') throw new Error(missing);
    process.stderr.write(`Left out: ${missing}\n`);
    return null;
  }
  const args = [join(here, 'bluesky.mjs')];
  if (options.postgresUrl !== undefined) args.push('--postgres', options.postgresUrl);
  if (options.rateLimits) args.push('--rate-limits');
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { control, ...addresses } = await firstLine(child);
  return {
    ...addresses,
    control: controlAt(control),
    createAccount: (wanted) => createAccount(addresses, wanted.handle),
    stop: () => stop(child),
  };
}

function firstLine(child: ChildProcess): Promise<BlueskyAddresses & { control: string }> {
  return new Promise((resolve, reject) => {
    let out = '';
    let complaints = '';
    child.stderr?.on('data', (chunk) => {
      complaints = (complaints + chunk).slice(-4000);
      if (process.env.SHOW_SERVERS) process.stderr.write(chunk);
    });
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      const end = out.indexOf('\n');
      if (end >= 0) resolve(JSON.parse(out.slice(0, end)));
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      reject(new Error(`The Bluesky test server ended with ${code}: ${complaints}`)),
    );
  });
}

function controlAt(address: string): BlueskyControl {
  const ask = async (name: string, body: unknown = {}): Promise<unknown> => {
    const answer = await fetch(`${address}/${name}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`control ${name}: ${await answer.text()}`);
    return answer.json();
  };
  const tell = async (name: string, body: unknown = {}): Promise<void> => {
    await ask(name, body);
  };
  return {
    setFaults: (faults) => tell('setFaults', { faults }),
    calls: async () => (await ask('calls')) as Call[],
    cutStreams: () => tell('cutStreams'),
    refuseStreams: (refuse) => tell('refuseStreams', { refuse }),
    closeMessages: (did) => tell('closeMessages', { did }),
    reports: async () => (await ask('reports')) as Awaited<ReturnType<BlueskyControl['reports']>>,
  };
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.stdin?.end();
  });
}
