/** Hooks: what was told to each, and what went wrong. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Tenant } from './database.ts';
import { newId } from './ids.ts';
import type { MasterKey } from './secrets.ts';

export interface WebhookRecord {
  id: string;
  name: string;
  address: string;
  actions: string[];
  state: 'on' | 'paused';
  /** Why it is paused: a safe sentence. */
  reason: string | null;
  /** The sequence up to which everything was told. */
  told: number;
  /** Failures in a row. */
  tries: number;
  dueAt: Date;
  createdAt: Date;
}

const columns = [
  'id',
  'name',
  'address',
  'actions',
  'state',
  'reason',
  'told',
  'tries',
  'due_at',
  'created_at',
] as const;

/** Where a hook's secret is sealed. */
export const secretPlace = (organisationId: number, hookId: string) => ({
  organisationId,
  accountId: `webhook ${hookId}`,
});

/** Adds a hook that is told what happens from now on. Answers its id and its secret, which nobody can read again. */
export async function addWebhook(
  tx: Tenant,
  key: MasterKey,
  organisationId: number,
  hook: { name: string; address: string; actions: string[]; madeBy: string; at: Date },
): Promise<{ id: string; secret: string }> {
  const id = newId(hook.at.getTime());
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  await sql`
    insert into webhook (organisation_id, id, name, address, secret, actions, told, due_at, made_by, created_at)
    select ${organisationId}::integer, ${id}::uuid, ${hook.name}, ${hook.address},
      ${key.seal(secretPlace(organisationId, id), { secret })}, ${hook.actions}::text[], c.history, ${hook.at}, ${hook.madeBy}::uuid, ${hook.at}
    from organisation_counter as c where c.organisation_id = ${organisationId}`.execute(tx);
  return { id, secret };
}

/** The hooks of an organisation, oldest first. */
export async function listWebhooks(tx: Tenant, organisationId: number): Promise<WebhookRecord[]> {
  const rows = await tx
    .selectFrom('webhook')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .orderBy('created_at')
    .execute();
  return rows.map(({ due_at, created_at, ...row }) => ({ ...row, dueAt: due_at, createdAt: created_at }));
}

export interface WebhookChange {
  name?: string | undefined;
  address?: string | undefined;
  actions?: string[] | undefined;
  state?: 'on' | 'paused' | undefined;
}

/** Changes what is given; one that is turned on begins again at once, where it stopped. False when there is none. */
export async function changeWebhook(
  tx: Tenant,
  organisationId: number,
  id: string,
  change: WebhookChange,
  now: Date,
): Promise<boolean> {
  const { name, address, actions, state } = change;
  const changed = await tx
    .updateTable('webhook')
    .set({
      ...(name === undefined ? {} : { name }),
      ...(address === undefined ? {} : { address }),
      ...(actions === undefined ? {} : { actions }),
      ...(state === undefined ? {} : { state, reason: null, tries: 0, due_at: now }),
      // So that a change of nothing is still a statement.
      organisation_id: organisationId,
    })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** Takes a hook away with all that was noted of it; false when there is none. */
export async function removeWebhook(tx: Tenant, organisationId: number, id: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('webhook')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** Tells everything again from this sequence on. False when there is no such hook, or it has not come that far. */
export async function replayFrom(
  tx: Tenant,
  organisationId: number,
  id: string,
  sequence: number,
  now: Date,
): Promise<boolean> {
  const moved = await tx
    .updateTable('webhook')
    .set({ told: sequence - 1, tries: 0, due_at: now })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .where('told', '>=', sequence)
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

/** Tells one delivery again, also of a paused hook. False when there is none. */
export async function replayOne(
  tx: Tenant,
  organisationId: number,
  hookId: string,
  deliveryId: string,
  now: Date,
): Promise<boolean> {
  const asked = await tx
    .updateTable('webhook_delivery')
    .set({ again_at: now, again_tries: 0 })
    .where('organisation_id', '=', organisationId)
    .where('webhook_id', '=', hookId)
    .where('id', '=', deliveryId)
    .executeTakeFirst();
  return asked.numUpdatedRows > 0n;
}

export interface AttemptRecord {
  at: Date;
  status: number | null;
  reason: string | null;
  milliseconds: number;
}

export interface DeliveryRecord {
  id: string;
  sequence: number;
  action: string;
  state: 'waiting' | 'delivered' | 'failed';
  /** When it is tried again because a member asked for it. */
  againAt: Date | null;
  at: Date;
  /** Newest first, at most the last twenty. */
  attempts: AttemptRecord[];
}

const mostAttempts = 20;

/** The latest deliveries of a hook, with their attempts; null when there is no such hook. */
export async function listDeliveries(
  tx: Tenant,
  organisationId: number,
  hookId: string,
  most: number,
): Promise<DeliveryRecord[] | null> {
  const hook = await tx
    .selectFrom('webhook')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', hookId)
    .executeTakeFirst();
  if (hook === undefined) return null;
  const rows = await tx
    .selectFrom('webhook_delivery')
    .select(['id', 'sequence', 'action', 'state', 'again_at', 'at'])
    .where('organisation_id', '=', organisationId)
    .where('webhook_id', '=', hookId)
    .orderBy('sequence', 'desc')
    .limit(most)
    .execute();
  const attempts = await attemptsOf(
    tx,
    organisationId,
    rows.map((row) => row.id),
  );
  return rows.map(({ again_at, ...row }) => ({
    ...row,
    againAt: again_at,
    attempts: attempts.get(row.id) ?? [],
  }));
}

async function attemptsOf(
  tx: Tenant,
  organisationId: number,
  deliveryIds: readonly string[],
): Promise<Map<string, AttemptRecord[]>> {
  const found = new Map<string, AttemptRecord[]>();
  if (deliveryIds.length === 0) return found;
  const rows = await tx
    .selectFrom('webhook_attempt')
    .select(['delivery_id', 'at', 'status', 'reason', 'milliseconds'])
    .where('organisation_id', '=', organisationId)
    .where('delivery_id', 'in', [...deliveryIds])
    .orderBy('at', 'desc')
    .execute();
  for (const { delivery_id, ...attempt } of rows) {
    const known = found.get(delivery_id) ?? [];
    if (known.length < mostAttempts) found.set(delivery_id, [...known, attempt]);
  }
  return found;
}
