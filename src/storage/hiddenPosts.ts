/** What we hid or deleted of others on a network: why, by whom, what became of it. Nothing of it is ever taken away; it is counted for everybody. */
import { sql } from 'kysely';
import type { HiddenBecause, HiddenState, HiddenWay } from '../domain/hiding.ts';
import type { Network } from '../domain/network.ts';
import type { Tenant } from './database.ts';
import { newId } from './ids.ts';
import { type Lookup, lookup } from './lookups.ts';

/** An author's public post, and by which account of the house it could be hidden. */
export interface HideablePost {
  caseId: string;
  institutionId: string;
  network: Network;
  networkId: string;
  thread: string;
  /** The account under whose post it stands, else one of the same institution; null where none is connected. */
  accountId: string | null;
}

/** Null where there is no such post of somebody else, or its words are gone. */
export async function findHideable(
  tx: Tenant,
  organisationId: number,
  postId: string,
): Promise<HideablePost | null> {
  const found = await sql<HideablePost>`
    select c.case_id as "caseId", c.institution_id as "institutionId", p.network, p.network_id as "networkId", p.thread, (
      select a.id from connected_account as a
      where a.organisation_id = ${organisationId} and a.network = p.network and a.state = 'listening' and a.member_id is null and a.cut_off_at is null
      order by exists (
        select from post as r join identity as i on i.organisation_id = ${organisationId} and i.id = r.identity_id
        where r.organisation_id = ${organisationId} and r.fingerprint = network_fingerprint(p.network, p.thread) and i.network_id = a.network_id
      ) desc, a.institution_id = c.institution_id desc, a.created_at, a.id limit 1
    ) as "accountId"
    from post as p join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
    where p.organisation_id = ${organisationId} and p.id = ${postId}::uuid and p.direction = 'inbound' and p.visibility = 'public'
      and p.deleted_at is null and p.erased_at is null
    for update of p`.execute(tx);
  return found.rows[0] ?? null;
}

export interface HiddenPost {
  id: string;
  postId: string;
  accountId: string;
  way: HiddenWay;
  because: HiddenBecause;
  reason: string;
  at: string;
  by: string;
  state: HiddenState;
  sentence: string | null;
  shownAt: string | null;
}

const columns = (organisationId: number) => sql`
  h.id, h.post_id as "postId", h.account_id as "accountId", h.way, h.because, h.reason, to_char(h.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, m.name as by,
  h.state, h.sentence, to_char(h.shown_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "shownAt"
  from hidden_post as h join member as m on m.organisation_id = ${organisationId} and m.id = h.by`;

/** The hiding that stands, or of which nobody knows; null where there is none. */
export async function standingHiding(
  tx: Tenant,
  organisationId: number,
  postId: string,
): Promise<HiddenPost | null> {
  const found = await sql<HiddenPost>`
    select ${columns(organisationId)} where h.organisation_id = ${organisationId} and h.post_id = ${postId}::uuid and h.state in ('asking', 'hidden')`.execute(
    tx,
  );
  return found.rows[0] ?? null;
}

/** All of the posts of a case, the latest last, 100 at most. */
export const hiddenLookup = (organisationId: number, caseId: string): Lookup<HiddenPost[]> =>
  lookup(
    sql<HiddenPost>`
      select * from (
        select ${columns(organisationId)}
        join post as p on p.organisation_id = ${organisationId} and p.id = h.post_id
        join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
        where h.organisation_id = ${organisationId} and c.case_id = ${caseId}::uuid order by h.at desc, h.id limit 100
      ) as latest order by at, id`,
    (rows) => [...rows],
  );

/** Writes down that the network is asked to hide it, before it is asked. Answers the id of the row. */
export async function beginHiding(
  tx: Tenant,
  organisationId: number,
  act: {
    postId: string;
    institutionId: string;
    accountId: string;
    way: HiddenWay;
    because: HiddenBecause;
    reason: string;
    by: string;
    at: Date;
  },
): Promise<string> {
  const id = newId(act.at.getTime());
  const { postId, institutionId, accountId, way, because, reason, by, at } = act;
  await sql`
    insert into hidden_post (organisation_id, id, post_id, institution_id, account_id, way, because, reason, at, by, state)
    values (${organisationId}, ${id}::uuid, ${postId}::uuid, ${institutionId}::uuid, ${accountId}::uuid, ${way}, ${because}, ${reason}, ${at}, ${by}::uuid, 'asking')`.execute(
    tx,
  );
  return id;
}

/** What became of it; false where somebody else has written that down. */
export async function endHiding(
  tx: Tenant,
  organisationId: number,
  {
    id,
    from,
    state,
    sentence,
  }: { id: string; from: readonly HiddenState[]; state: HiddenState; sentence: string | null },
): Promise<boolean> {
  const done = await sql`
    update hidden_post set state = ${state}, sentence = ${sentence} where organisation_id = ${organisationId} and id = ${id}::uuid and state = any(${[...from]}::text[])`.execute(
    tx,
  );
  return (done.numAffectedRows ?? 0n) > 0n;
}

/** It is shown again; false where it was before. */
export async function keepShown(
  tx: Tenant,
  organisationId: number,
  { id, by, at }: { id: string; by: string; at: Date },
): Promise<boolean> {
  const done = await sql`
    update hidden_post set state = 'shown', sentence = null, shown_at = ${at}, shown_by = ${by}::uuid
    where organisation_id = ${organisationId} and id = ${id}::uuid and state in ('asking', 'hidden')`.execute(
    tx,
  );
  return (done.numAffectedRows ?? 0n) > 0n;
}

/** How much of others an institution hid since an instant, by month of its clock and by why. What the network refused is hidden from nobody. */
export async function countHidden(
  tx: Tenant,
  organisationId: number,
  { institutionId, since, timeZone }: { institutionId: string; since: Date; timeZone: string },
): Promise<{ month: string; because: HiddenBecause; count: number }[]> {
  const found = await sql<{ month: string; because: HiddenBecause; count: number }>`
    select to_char(at at time zone ${timeZone}, 'YYYY-MM') as month, because, count(*)::integer as count from hidden_post
    where organisation_id = ${organisationId} and institution_id = ${institutionId}::uuid and at >= ${since} and state <> 'refused'
    group by 1, 2 order by 1 desc, 2`.execute(tx);
  return found.rows;
}
