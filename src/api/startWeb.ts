/** The role `web`: the API, the live updates and the console on one address. */
import type { FastifyBaseLogger } from 'fastify';
import { Fault } from '../domain/fault.ts';
import { silences } from '../insight/silences.ts';
import type { ApiDeps, Routes } from './deps.ts';
import type { DeskDeps } from './deskDeps.ts';
import { openLiveFeed } from './liveFeed.ts';
import { openPresence } from './presence.ts';
import { deskRoutes } from './routes/desk.ts';
import { buildServer } from './server.ts';

export interface Web {
  /** Where it answers, e.g. "http://127.0.0.1:4127". */
  address: string;
  close(): Promise<void>;
}

/** Listens; `more` are routes that others hand in (the public pages). Throws Fault `port_taken`. */
export async function startWeb(
  deps: Omit<ApiDeps, 'silences'>,
  at: { host: string; port: number },
  more: readonly Routes<DeskDeps>[] = [],
): Promise<Web> {
  const live = openLiveFeed(deps, (reason) => deps.log.warn({ reason: String(reason) }, 'live_feed_failed'));
  const presence = openPresence(deps.storage, deps.now);
  const all = { ...deps, live, presence, silences: (id: number) => silences(deps.storage, id, deps.now()) };
  const app = buildServer(all, [...deskRoutes, ...more]);
  try {
    const address = await app.listen(at);
    return {
      address,
      close: async () => {
        live.close();
        presence.close();
        await app.close();
      },
    };
  } catch (error) {
    live.close();
    presence.close();
    await closeQuietly(app, deps.log);
    throw portFault(error, at);
  }
}

async function closeQuietly(app: { close(): Promise<void> }, log: FastifyBaseLogger): Promise<void> {
  try {
    await app.close();
  } catch (error) {
    log.warn({ reason: String(error) }, 'close_failed');
  }
}

function portFault(error: unknown, at: { host: string; port: number }): unknown {
  const code = (error as { code?: unknown }).code;
  if (code === 'EADDRINUSE') {
    return new Fault(
      'port_taken',
      `Port ${at.port} is taken by another program. Stop that one, or choose another with PORT=${at.port + 1}.`,
      { cause: error },
    );
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return new Fault(
      'port_taken',
      `The address ${at.host}:${at.port} cannot be used here. Choose another with HOST and PORT.`,
      { cause: error },
    );
  }
  return error;
}
