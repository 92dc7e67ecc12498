/** Telling hooks: one worker at a time per hook, by lease; the cursor moves in the transaction that notes what became of a delivery. */
import { sql } from 'kysely';
import type { HistoryAction } from '../domain/history.ts';
import type { Storage, System, Tenant } from './database.ts';
import { type StoredFact, storedFact } from './history.ts';
import { newId } from './ids.ts';
import type { MasterKey } from './secrets.ts';
import { secretPlace } from './webhooks.ts';

export interface ClaimedHook {
  organisationId: number;
  id: string;
  address: string;
  secret: string;
  actions: string[];
  state: 'on' | 'paused';
  told: number;
  tries: number;
  dueAt: Date;
}

export interface Lease {
  worker: string;
  until: Date;
}

/** Facts that are looked through at once for those that a hook wants. */
const window = 20_000;

/** Claims the hook that has waited longest for something to be told; null when none has. */
export async function claimHook(
  storage: Pick<Storage, 'system'>,
  key: MasterKey,
  lease: Lease,
  now: Date,
): Promise<ClaimedHook | null> {
  const found = await sql<HookRow>`
    update webhook as w set leased_by = ${lease.worker}, lease_until = ${lease.until}
    from (
      select h.organisation_id, h.id from webhook as h
        join organisation_counter as c on c.organisation_id = h.organisation_id
      where (h.lease_until is null or h.lease_until <= ${now})
        and (
          (h.state = 'on' and h.due_at <= ${now} and h.told < c.history)
          or exists (
            select 1 from webhook_delivery as d
            where d.organisation_id = h.organisation_id and d.webhook_id = h.id and d.again_at <= ${now}
          )
        )
      order by h.due_at limit 1 for update of h skip locked
    ) as due
    where w.organisation_id = due.organisation_id and w.id = due.id
    returning w.organisation_id, w.id, w.address, w.secret, w.actions, w.state, w.told, w.tries, w.due_at`.execute(
    storage.system,
  );
  const [row] = found.rows;
  if (row === undefined) return null;
  const { organisation_id: organisationId, due_at: dueAt, secret: sealed, ...rest } = row;
  const { secret = '' } = key.open(secretPlace(organisationId, row.id), sealed);
  return { ...rest, organisationId, dueAt, secret };
}

interface HookRow {
  organisation_id: number;
  id: string;
  address: string;
  secret: Buffer;
  actions: string[];
  state: 'on' | 'paused';
  told: number;
  tries: number;
  due_at: Date;
}

/** Gives a hook back. */
export async function releaseHook(system: System, hook: ClaimedHook, worker: string): Promise<void> {
  await system
    .updateTable('webhook')
    .set({ leased_by: null, lease_until: null })
    .where('organisation_id', '=', hook.organisationId)
    .where('id', '=', hook.id)
    .where('leased_by', '=', worker)
    .execute();
}

/** What comes next for a hook: a fact, in its turn or asked for again; or the sequence up to which there is nothing for it. */
export type Next =
  | { kind: 'fact'; fact: StoredFact; again: boolean; againTries: number }
  | { kind: 'nothing'; seen: number };

/** The next thing to tell. Whatever has a number at or below the counter that is read first is committed, so nothing is passed. */
export async function nextForHook(tx: Tenant, hook: ClaimedHook, now: Date): Promise<Next> {
  const { organisationId } = hook;
  const again = await tx
    .selectFrom('webhook_delivery as d')
    .innerJoin('history as h', (join) =>
      join.onRef('h.organisation_id', '=', 'd.organisation_id').onRef('h.sequence', '=', 'd.sequence'),
    )
    .select([
      'h.sequence',
      'h.at',
      'h.actor_id',
      'h.action',
      'h.case_id',
      'h.subject_id',
      'h.particulars',
      'd.again_tries',
    ])
    .where('d.organisation_id', '=', organisationId)
    .where('d.webhook_id', '=', hook.id)
    .where('d.again_at', '<=', now)
    .orderBy('d.again_at')
    .limit(1)
    .executeTakeFirst();
  if (again !== undefined)
    return { kind: 'fact', fact: storedFact(again), again: true, againTries: again.again_tries };
  if (hook.state === 'paused' || hook.dueAt > now) return { kind: 'nothing', seen: hook.told };
  return nextInTurn(tx, hook);
}

async function nextInTurn(tx: Tenant, hook: ClaimedHook): Promise<Next> {
  const { organisationId, told } = hook;
  const counter = await tx
    .selectFrom('organisation_counter')
    .select('history')
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow();
  const seen = Math.min(Number(counter.history), told + window);
  const row = await tx
    .selectFrom('history')
    .select(['sequence', 'at', 'actor_id', 'action', 'case_id', 'subject_id', 'particulars'])
    .where('organisation_id', '=', organisationId)
    .where('sequence', '>', told)
    .where('sequence', '<=', seen)
    .where('action', 'in', hook.actions as HistoryAction[])
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return { kind: 'nothing', seen };
  return { kind: 'fact', fact: storedFact(row), again: false, againTries: 0 };
}

/** How a hook stands after a try, while this worker still has it. False when the lease was lost: then nothing may be noted. */
export async function moveHook(
  tx: Tenant,
  hook: ClaimedHook,
  lease: Lease,
  to: { told?: number; tries?: number; dueAt?: Date; paused?: string },
): Promise<boolean> {
  const moved = await tx
    .updateTable('webhook')
    .set({
      lease_until: lease.until,
      ...(to.told === undefined ? {} : { told: to.told }),
      ...(to.tries === undefined ? {} : { tries: to.tries }),
      ...(to.dueAt === undefined ? {} : { due_at: to.dueAt }),
      ...(to.paused === undefined ? {} : { state: 'paused', reason: to.paused }),
    })
    .where('organisation_id', '=', hook.organisationId)
    .where('id', '=', hook.id)
    .where('leased_by', '=', lease.worker)
    // Whoever asked for a replay meanwhile is not overtaken by what was told before.
    .where('told', '=', hook.told)
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

export interface Attempt {
  id: string;
  sequence: number;
  action: string;
  state: 'waiting' | 'delivered' | 'failed';
  /** When to try again what a member asked for; null: no more. */
  againAt: Date | null;
  againTries: number;
  at: Date;
  status: number | null;
  reason: string | null;
  milliseconds: number;
}

/** Notes a delivery and the attempt at it. */
export async function noteAttempt(tx: Tenant, hook: ClaimedHook, attempt: Attempt): Promise<void> {
  const { organisationId } = hook;
  const { id, state, againAt: again_at, againTries: again_tries, at } = attempt;
  await tx
    .insertInto('webhook_delivery')
    .values({
      organisation_id: organisationId,
      id,
      webhook_id: hook.id,
      sequence: attempt.sequence,
      action: attempt.action,
      state,
      again_at,
      again_tries,
      at,
    })
    .onConflict((conflict) =>
      conflict.columns(['organisation_id', 'id']).doUpdateSet({ state, again_at, again_tries, at }),
    )
    .execute();
  await tx
    .insertInto('webhook_attempt')
    .values({
      organisation_id: organisationId,
      id: newId(at.getTime()),
      delivery_id: id,
      at,
      status: attempt.status,
      reason: attempt.reason,
      milliseconds: attempt.milliseconds,
    })
    .execute();
}

/** Forgets some deliveries that are older than this, with their attempts. */
export async function forgetDeliveries(tx: Tenant, hook: ClaimedHook, before: Date): Promise<void> {
  await sql`
    delete from webhook_delivery where organisation_id = ${hook.organisationId} and id in (
      select id from webhook_delivery
      where organisation_id = ${hook.organisationId} and webhook_id = ${hook.id} and at < ${before} and again_at is null
      order by at limit 100
    )`.execute(tx);
}
