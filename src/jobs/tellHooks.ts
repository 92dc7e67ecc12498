/** Tells hooks what happened: the history in its order, one fact after the other, each until it is heard. Nothing is skipped; what is told twice has the same id. */
import { isFault } from '../domain/fault.ts';
import { deliveryBody, deliveryId, mostTries, pauseAfter, signatureOf } from '../domain/webhook.ts';
import type { GuardedAnswer, GuardedAsk } from '../outside/guardedRequest.ts';
import type { Storage } from '../storage/database.ts';
import type { StoredFact } from '../storage/history.ts';
import type { MasterKey } from '../storage/secrets.ts';
import {
  type Attempt,
  type ClaimedHook,
  claimHook,
  forgetDeliveries,
  moveHook,
  type Next,
  nextForHook,
  noteAttempt,
  releaseHook,
} from '../storage/webhookWork.ts';
import { repeating } from './repeating.ts';

export interface HookDeps {
  storage: Storage;
  key: MasterKey;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
  /** Asks an address through the guard. Throws Faults. */
  ask(address: string, ask: GuardedAsk): Promise<GuardedAnswer>;
}

export interface HookTeller {
  /** Ends after the deliveries under way. */
  stop(): Promise<void>;
}

const idleMilliseconds = 500;
const awayMilliseconds = 3_000;
/** Longer than a delivery may take, so that whoever lives keeps its hook; a killed worker's is free after it. */
const leaseMilliseconds = 30_000;
/** How long deliveries are listed. */
const keptMilliseconds = 30 * 86_400_000;
/** Deliveries of one hook before others get their turn. */
const inOneTurn = 50;

/** Starts telling, several hooks side by side; several programs may run it. */
export function startTellingHooks(deps: HookDeps, name: string, atOnce = 4): HookTeller {
  const tellers = Array.from({ length: atOnce }, (_, n) =>
    repeating({
      round: async (signal) =>
        (await tellOneHook(deps, `${name}/hook ${n}`, signal)) ? 0 : idleMilliseconds,
      failed: 'telling_hooks_failed',
      log: deps.log,
      awayMilliseconds,
    }),
  );
  return {
    async stop() {
      await Promise.all(tellers.map((teller) => teller.stop()));
    },
  };
}

const leaseOf = (deps: HookDeps, worker: string) => ({
  worker,
  until: new Date(deps.now().getTime() + leaseMilliseconds),
});

/** Serves the next hook that has something to be told. False when none has. */
export async function tellOneHook(deps: HookDeps, worker: string, signal?: AbortSignal): Promise<boolean> {
  const claimed = await claimHook(deps.storage, deps.key, leaseOf(deps, worker), deps.now());
  if (claimed === null) return false;
  try {
    let hook: ClaimedHook | null = claimed;
    for (let n = 0; n < inOneTurn && hook !== null && signal?.aborted !== true; n++)
      hook = await tellNext(deps, hook, worker);
  } finally {
    await releaseHook(deps.storage.system, claimed, worker);
  }
  return true;
}

/** Tells the next fact. Answers the hook as it stands then; null when there is nothing more to do now. */
async function tellNext(deps: HookDeps, hook: ClaimedHook, worker: string): Promise<ClaimedHook | null> {
  const { storage } = deps;
  const { organisationId } = hook;
  const next = await storage.inOrganisation(organisationId, (tx) => nextForHook(tx, hook, deps.now()));
  if (next.kind === 'nothing') {
    if (next.seen === hook.told) return null;
    const moved = await storage.inOrganisation(organisationId, (tx) =>
      moveHook(tx, hook, leaseOf(deps, worker), { told: next.seen }),
    );
    return moved ? { ...hook, told: next.seen } : null;
  }
  const heard = await deliver(deps, hook, next.fact);
  const after = standing(hook, next, heard, deps.now());
  const noted = await storage.inOrganisation(organisationId, async (tx) => {
    if (!(await moveHook(tx, hook, leaseOf(deps, worker), after.hook))) return false;
    await noteAttempt(tx, hook, { ...heard, ...after.delivery });
    await forgetDeliveries(tx, hook, new Date(deps.now().getTime() - keptMilliseconds));
    return true;
  });
  if (!noted || after.hook.paused !== undefined) return null;
  const { told = hook.told, tries = hook.tries, dueAt = hook.dueAt } = after.hook;
  return { ...hook, told, tries, dueAt };
}

type Heard = Pick<Attempt, 'id' | 'sequence' | 'action' | 'at' | 'status' | 'reason' | 'milliseconds'> & {
  taken: boolean;
};

async function deliver(deps: HookDeps, hook: ClaimedHook, fact: StoredFact): Promise<Heard> {
  const id = deliveryId(hook.id, fact.sequence);
  const at = deps.now();
  const began = performance.now();
  const answer = await asked(deps, hook, { id, at, body: deliveryBody(id, fact) });
  const { sequence, action } = fact;
  return { id, sequence, action, at, ...answer, milliseconds: Math.round(performance.now() - began) };
}

async function asked(
  deps: HookDeps,
  hook: ClaimedHook,
  delivery: { id: string; at: Date; body: string },
): Promise<{ status: number | null; reason: string | null; taken: boolean }> {
  const at = Math.floor(delivery.at.getTime() / 1000);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': delivery.id,
    'webhook-timestamp': String(at),
    'webhook-signature': signatureOf(hook.secret, { ...delivery, at }),
  };
  try {
    const { status } = await deps.ask(hook.address, { method: 'POST', headers, body: delivery.body });
    const taken = status >= 200 && status < 300;
    return { status, reason: taken ? null : `It answered ${status}.`, taken };
  } catch (error) {
    if (!isFault(error)) throw error;
    return { status: null, reason: error.sentence, taken: false };
  }
}

/** Where hook and delivery stand after a try. Pure. */
function standing(
  hook: ClaimedHook,
  next: Extract<Next, { kind: 'fact' }>,
  heard: Heard,
  now: Date,
): { hook: Parameters<typeof moveHook>[3]; delivery: Pick<Attempt, 'state' | 'againAt' | 'againTries'> } {
  const later = (tries: number) => new Date(now.getTime() + pauseAfter(tries));
  if (next.again) {
    const againTries = next.againTries + 1;
    if (heard.taken) return { hook: {}, delivery: { state: 'delivered', againAt: null, againTries: 0 } };
    const againAt = againTries >= mostTries ? null : later(againTries);
    return { hook: {}, delivery: { state: againAt === null ? 'failed' : 'waiting', againAt, againTries } };
  }
  const once = { againAt: null, againTries: 0 };
  if (heard.taken)
    return {
      hook: { told: heard.sequence, tries: 0, dueAt: now },
      delivery: { state: 'delivered', ...once },
    };
  const tries = hook.tries + 1;
  const delivery = { state: 'waiting', ...once } as const;
  // 410: the receiver says itself that it is gone for good.
  if (tries < mostTries && heard.status !== 410) return { hook: { tries, dueAt: later(tries) }, delivery };
  const times = tries === 1 ? 'The first try failed' : `${tries} tries in a row failed`;
  return { hook: { tries, paused: `${times}. The last one: ${heard.reason ?? ''}` }, delivery };
}
