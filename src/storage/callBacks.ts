/** Callers, and those who wait to be called back. */
import { sql } from 'kysely';
import type { Call } from '../domain/call.ts';
import type { Tenant } from './database.ts';

export interface Caller {
  number: string;
  name: string | null;
  at: Date;
}

/** So many calls are looked through for the latest callers. */
const mostLookedAt = 200;

/** Who called of late, once each, the latest first. Whose name is sealed is left out. */
export async function latestCallers(tx: Tenant, organisationId: number, most: number): Promise<Caller[]> {
  const found = await sql<Caller>`
    select i.network_id as number, i.name, max(p.at) as at from (
      select identity_id, at from post
      where organisation_id = ${organisationId} and call is not null
      order by at desc limit ${mostLookedAt}
    ) as p
    join identity as i on i.organisation_id = ${organisationId} and i.id = p.identity_id
    where i.network = 'phone' and i.network_id ~ '^[+][0-9]+$' and i.erased_at is null and not i.protected and not exists (
      select from connected_account as a where a.organisation_id = ${organisationId} and a.network = 'phone' and a.network_id = i.network_id
    )
    group by i.id, i.network_id, i.name order by max(p.at) desc limit ${most}`.execute(tx);
  return found.rows;
}

/** Where the author of a case can be called: null where no number of theirs is known. */
export interface Callable {
  identityId: string;
  number: string;
  name: string | null;
  thread: string;
  institutionId: string;
  institution: string;
  waitingSince: Date | null;
}

/** The latest conversation of a case in which its author called with a number. */
export async function callableOf(
  tx: Tenant,
  organisationId: number,
  caseId: string,
): Promise<Callable | null> {
  const found = await sql<Callable>`
    select i.id as "identityId", i.network_id as number, i.name, v.thread, v.institution_id as "institutionId", n.name as institution, c.waiting_since as "waitingSince"
    from conversation as v
    join care_case as c on c.organisation_id = ${organisationId} and c.id = v.case_id
    join identity as i on i.organisation_id = ${organisationId} and i.id = v.identity_id
    join institution as n on n.organisation_id = ${organisationId} and n.id = v.institution_id
    where v.organisation_id = ${organisationId} and v.case_id = ${caseId}::uuid and v.network = 'phone'
      and i.network_id ~ '^[+][0-9]+$' and i.erased_at is null
    order by v.id desc limit 1`.execute(tx);
  return found.rows[0] ?? null;
}

export interface WaitingCaller {
  caseId: string;
  caseNumber: number;
  name: string;
  protected: boolean;
  number: string;
  institution: string;
  ownerId: string | null;
  ownerName: string | null;
  tier: number;
  waitingSince: Date;
  dueAt: Date;
  callAt: Date;
  call: Call;
  tries: number;
  lastTry: Date | null;
  again: Date | null;
}

/** Those who wait for us and called with a number, in the order of the queue and by nothing else. */
export async function waitingCallers(
  tx: Tenant,
  organisationId: number,
  most: number,
): Promise<WaitingCaller[]> {
  const found = await sql<WaitingCaller>`
    select c.id as "caseId", c.number::integer as "caseNumber", coalesce(i.name, i.handle) as name, i.protected, i.network_id as number, n.name as institution,
      c.owner_id as "ownerId", m.name as "ownerName", c.tier, c.waiting_since as "waitingSince", c.due_at as "dueAt", p.at as "callAt", p.call,
      t.tries, t.last_try as "lastTry", t.again
    from care_case as c
    cross join lateral (
      select v.id, v.identity_id from conversation as v
      join identity as w on w.organisation_id = ${organisationId} and w.id = v.identity_id
      where v.organisation_id = ${organisationId} and v.case_id = c.id and v.network = 'phone' and w.network_id ~ '^[+][0-9]+$' and w.erased_at is null
      order by v.id desc limit 1
    ) as v
    cross join lateral (
      select at, call from post where organisation_id = ${organisationId} and conversation_id = v.id and direction = 'inbound' and call is not null
        and deleted_at is null and erased_at is null order by at desc limit 1
    ) as p
    join identity as i on i.organisation_id = ${organisationId} and i.id = v.identity_id
    join institution as n on n.organisation_id = ${organisationId} and n.id = c.institution_id
    left join member as m on m.organisation_id = ${organisationId} and m.id = c.owner_id
    cross join lateral (
      select count(*)::integer as tries, max(at) as last_try, (array_agg(again_at order by at desc))[1] as again from call_try
      where organisation_id = ${organisationId} and identity_id = i.id and at >= c.waiting_since
    ) as t
    where c.organisation_id = ${organisationId} and c.due_at is not null and not c.folded and c.waiting_since is not null
    order by c.tier, c.due_at, c.id limit ${most}`.execute(tx);
  return found.rows;
}

/** Notes that they were called in vain; false where that very attempt is noted already. */
export async function insertTry(
  tx: Tenant,
  organisationId: number,
  one: { id: string; identityId: string; at: Date; by: string; again: Date | null },
): Promise<boolean> {
  const added = await tx
    .insertInto('call_try')
    .values({
      organisation_id: organisationId,
      id: one.id,
      identity_id: one.identityId,
      at: one.at,
      by: one.by,
      again_at: one.again,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** How often they were called in vain since then. */
export async function triesSince(
  tx: Tenant,
  organisationId: number,
  identityId: string,
  since: Date,
): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::integer as n from call_try
    where organisation_id = ${organisationId} and identity_id = ${identityId}::uuid and at >= ${since}`.execute(
    tx,
  );
  return found.rows[0]?.n ?? 0;
}
