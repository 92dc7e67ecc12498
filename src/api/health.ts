/** What /health and /metrics say, and the console's line about it: one truth from one place. */

import type { z } from 'zod';
import { isRunning, neededRoles } from '../domain/roles.ts';
import { silences } from '../insight/silences.ts';
import type { Storage } from '../storage/database.ts';
import { waitingItems } from '../storage/inbox.ts';
import { runningRoles } from '../storage/listening.ts';
import { houseIds } from '../storage/organisations.ts';
import type { Health } from './contract.ts';

export interface Condition extends z.infer<typeof Health> {
  waiting: number;
}

/** Looks at everything once. Never throws: a database that is away is what it says. */
export async function condition(storage: Storage, now: Date): Promise<Condition> {
  if (!(await storage.answers())) {
    const sentences = [
      'The database does not answer. What networks send waits there; nothing is lost. Start the database again.',
    ];
    return { status: 'down', database: false, roles: [], silentAccounts: 0, sentences, waiting: 0 };
  }
  const running = await runningRoles(storage.system);
  const roles = neededRoles.map((role) => ({
    role,
    running: running.some((one) => one.role === role && isRunning(one.beatAt, now)),
  }));
  const sentences = roles.filter((one) => !one.running).map((one) => roleSentences[one.role]);
  let silentAccounts = 0;
  for (const organisationId of await houseIds(storage.system)) {
    silentAccounts += (await silences(storage, organisationId, now)).size;
  }
  if (silentAccounts > 0)
    sentences.push(
      `${silentAccounts} connected accounts have been silent for longer than is usual at this hour.`,
    );
  const waiting = await waitingItems(storage.system, 1_000_000);
  return {
    status: sentences.length === 0 ? 'fine' : 'degraded',
    database: true,
    roles,
    silentAccounts,
    sentences,
    waiting,
  };
}

const roleSentences: Record<(typeof neededRoles)[number], string> = {
  serve: 'No process serves the console. Start `answerable serve`.',
  work: 'No process takes posts to the desk. Start `answerable work`.',
  listen: 'No process listens to the networks. Start `answerable listen`.',
  send: 'No process sends replies. Start `answerable work`.',
};
