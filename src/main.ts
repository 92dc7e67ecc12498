/** Reads the settings, hands every command what it needs, starts. */
import { pino } from 'pino';
import { makeLog } from './api/log.ts';
import type { AskedOutside } from './channels/channel.ts';
import { buildChannels } from './channels/networks.ts';
import type { Context } from './cli/command.ts';
import { openDatabase } from './cli/openDatabase.ts';
import { runCli } from './cli/run.ts';
import { readSettings, type Settings } from './cli/settings.ts';

const now = () => new Date();

const stopping = new AbortController();
let askedToStop = 0;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    // One Ctrl-C may arrive twice: the terminal gives it to everybody in front, and npm passes its own on.
    const again = stopping.signal.aborted && performance.now() - askedToStop > 1_000;
    if (again) process.exit(130);
    if (!stopping.signal.aborted) askedToStop = performance.now();
    stopping.abort();
  });
}

/** Loaded where something is asked: most commands ask nobody. */
const guarded =
  (privateHosts: readonly string[]): AskedOutside =>
  async (address, ask) => {
    const { askOutside } = await import('./outside/guardedRequest.ts');
    return askOutside(privateHosts)(address, ask);
  };

const out = (text: string) => process.stdout.write(text);
const err = (text: string) => process.stderr.write(text);

async function makeContext(): Promise<Context> {
  return contextWith(await readSettings(process.env, process.cwd()));
}

function contextWith(settings: Settings): Context {
  const logger = makeLog(settings.logLevel, pino.destination(2));
  const log = (event: string, particulars: Record<string, string | number>) =>
    logger.warn(particulars, event);
  const channels = buildChannels({ fetch, now, log, askOutside: guarded(settings.privateHosts) });
  const tell = (sentence: string) => err(`${sentence}\n`);
  const context: Context = {
    settings,
    out,
    err,
    terminal: process.stderr.isTTY === true,
    now,
    signal: stopping.signal,
    log,
    channels,
    openDatabase: () => openDatabase(settings, tell),
    // Loaded where something runs until it is stopped: a command that is done in a moment starts in a third of the time without.
    run: async (roles, also) => {
      const { runRoles } = await import('./roles.ts');
      await runRoles(context, logger, roles, also ?? null);
    },
    with: contextWith,
  };
  return context;
}

process.exitCode = await runCli(process.argv.slice(2), { out, err }, makeContext);
