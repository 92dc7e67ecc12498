/** What the public page of promises shows of an institution: counts of all, and the words of those that were given in public. */
import { sql } from 'kysely';
import type { Commitment, Ledger } from '../domain/commitment.ts';
import type { System, Tenant } from './database.ts';
import { countLedger } from './ledger.ts';

export interface PromisingInstitution {
  organisationId: number;
  id: string;
  name: string;
  page: string;
  timeZone: string;
}

/** The institution with this public page, whichever organisation's; null where there is none. */
export async function findInstitutionByPage(
  system: System,
  page: string,
): Promise<PromisingInstitution | null> {
  const row = await system
    .selectFrom('institution as i')
    .innerJoin('organisation as o', 'o.id', 'i.organisation_id')
    .select(['i.organisation_id as organisationId', 'i.id', 'i.name', 'i.page', 'o.time_zone as timeZone'])
    .where('i.page', '=', page)
    // What somebody promised in private is nobody's to read.
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('letterbox as l').select('l.box_id').whereRef('l.box_id', '=', 'o.id'))),
    )
    .executeTakeFirst();
  return row ?? null;
}

/** How it kept its word: of all promises, and of those made since then. */
export const ledgerOfInstitution = (
  tx: Tenant,
  organisationId: number,
  institutionId: string,
  at: { now: Date; since: Date },
): Promise<{ everything: Ledger; since: Ledger }> =>
  countLedger(tx, organisationId, sql`v.institution_id = ${institutionId}::uuid`, at);

export interface PublicPromise {
  id: string;
  /** Null where its words are not public: given in private, to a protected author or one who asked for that, in a case in which somebody threatens, or erased. */
  what: string | null;
  /** Of the last act that ended it; null as `what` is. */
  evidence: string | null;
  /** What the author is called, to be left out of the words. */
  authorNames: string[];
  commitment: Commitment;
}

/** Where a list goes on: behind the promise that was made then. */
export interface PromiseEnd {
  madeAt: Date;
  id: string;
}

/** Its promises, the last made first; or those alone whose date has passed, the longest overdue first; or those that have ended, the last first. */
export async function promisesOfInstitution(
  tx: Tenant,
  organisationId: number,
  institutionId: string,
  wanted: ({ after: PromiseEnd | null } | { lateAt: Date } | { ended: true }) & { most: number },
): Promise<PublicPromise[]> {
  const which =
    'lateAt' in wanted
      ? sql`and c.state = 'open' and c.due_at < ${wanted.lateAt} order by c.due_at, c.id`
      : 'ended' in wanted
        ? sql`and c.state <> 'open' order by c.ended_at desc, c.id desc`
        : sql`${wanted.after === null ? sql`` : sql`and (c.made_at, c.id) < (${wanted.after.madeAt}, ${wanted.after.id}::uuid)`}
        order by c.made_at desc, c.id desc`;
  const found = await sql<PromiseRow>`
    select c.id, c.what, c.made_at, c.due_at, c.state, c.ended_at, c.confirmed, c.confirmed_by_reading, c.renewals, c.late_since, array_remove(array[i.handle, i.name], null) as names,
      coalesce(r.mode = 'public', p.visibility = 'public', false) and c.hidden_at is null and k.threat is null and not i.protected as shown,
      (select a.evidence from commitment_act as a where a.organisation_id = ${organisationId} and a.commitment_id = c.id
        and a.kind in ('kept', 'broken') order by a.number desc limit 1) as evidence
    from commitment as c
    join conversation as v on v.organisation_id = ${organisationId} and v.id = c.conversation_id
    join care_case as k on k.organisation_id = ${organisationId} and k.id = v.case_id
    join identity as i on i.organisation_id = ${organisationId} and i.id = v.identity_id
    left join reply as r on r.organisation_id = ${organisationId} and r.id = c.reply_id
    left join lateral (
      select visibility from post where organisation_id = ${organisationId} and id = c.post_id limit 1
    ) as p on true
    where c.organisation_id = ${organisationId} and v.institution_id = ${institutionId}::uuid ${which} limit ${wanted.most}`.execute(
    tx,
  );
  return found.rows.map(promiseOf);
}

interface PromiseRow {
  id: string;
  what: string | null;
  made_at: Date;
  due_at: Date;
  state: Commitment['state'];
  ended_at: Date | null;
  confirmed: boolean;
  confirmed_by_reading: boolean;
  renewals: number;
  late_since: Date | null;
  names: string[];
  shown: boolean;
  evidence: string | null;
}

const promiseOf = (row: PromiseRow): PublicPromise => ({
  id: row.id,
  what: row.shown ? row.what : null,
  evidence: row.shown && row.state !== 'open' ? row.evidence : null,
  authorNames: row.names,
  commitment: {
    madeAt: row.made_at,
    dueAt: row.due_at,
    state: row.state,
    endedAt: row.ended_at,
    confirmed: row.confirmed,
    confirmedByReading: row.confirmed_by_reading,
    renewals: row.renewals,
    lateSince: row.late_since,
  },
});
