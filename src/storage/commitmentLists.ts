/** The ledger inside: promises by who keeps them, by team and topic, as they stand. */
import { sql } from 'kysely';
import type { CommitmentListing, Ledger } from '../domain/commitment.ts';
import { commitmentsById, type StoredCommitment } from './commitments.ts';
import type { Tenant } from './database.ts';
import { countLedger } from './ledger.ts';

export interface CommitmentFilter {
  ownerId: string | null;
  /** Of the case. */
  teamId: string | null;
  /** A topic, or another tag of the case. */
  tag: string | null;
}

export interface ListedCommitment extends StoredCommitment {
  caseNumber: number;
  institution: string;
  /** Its public page: /promises/<page>. */
  page: string;
}

/** Where a list goes on: behind this one. */
export interface ListEnd {
  at: Date;
  id: string;
}

const fits = ({ ownerId, teamId, tag }: CommitmentFilter) => sql`
  (${ownerId}::uuid is null or c.owner_id = ${ownerId}::uuid) and (${teamId}::uuid is null or k.team_id = ${teamId}::uuid)
  and (${tag}::text is null or ${tag} = any(k.tags))`;

/** Of a list the rows, what they are sorted by, and whether the last comes first. */
function listed(list: CommitmentListing, now: Date) {
  switch (list) {
    case 'open':
      return { which: sql`c.state = 'open' and c.due_at >= ${now}`, by: sql.ref('c.due_at'), latest: false };
    case 'late':
      return { which: sql`c.state = 'open' and c.due_at < ${now}`, by: sql.ref('c.due_at'), latest: false };
    default:
      return { which: sql`c.state = ${list}`, by: sql.ref('c.ended_at'), latest: true };
  }
}

/** What stands in this list: what is open by when it is due, what has ended by when, the last first. */
export async function listCommitments(
  tx: Tenant,
  organisationId: number,
  filter: CommitmentFilter,
  wanted: { list: CommitmentListing; after: ListEnd | null; most: number; now: Date },
): Promise<{ rows: ListedCommitment[]; end: ListEnd | null }> {
  const { list, after, most, now } = wanted;
  const { which, by, latest } = listed(list, now);
  const sign = latest ? sql`<` : sql`>`;
  const behind = after === null ? sql`true` : sql`(${by}, c.id) ${sign} (${after.at}, ${after.id}::uuid)`;
  const order = latest ? sql`${by} desc, c.id desc` : sql`${by}, c.id`;
  const found = await sql<{ id: string; at: Date; number: string; institution: string; page: string }>`
    select c.id, ${by} as at, k.number, i.name as institution, i.page
    from commitment as c
    join conversation as v on v.organisation_id = ${organisationId} and v.id = c.conversation_id
    join care_case as k on k.organisation_id = ${organisationId} and k.id = v.case_id
    join institution as i on i.organisation_id = ${organisationId} and i.id = v.institution_id
    where c.organisation_id = ${organisationId} and ${which} and ${fits(filter)} and ${behind}
    order by ${order} limit ${most + 1}`.execute(tx);
  const shown = found.rows.slice(0, most);
  const stored = await commitmentsById(
    tx,
    organisationId,
    shown.map(({ id }) => id),
  );
  const rows = shown.flatMap(({ id, number, institution, page }) => {
    const one = stored.get(id);
    return one === undefined ? [] : [{ ...one, caseNumber: Number(number), institution, page }];
  });
  const last = shown.at(-1);
  const end = found.rows.length > most && last !== undefined ? { at: last.at, id: last.id } : null;
  return { rows, end };
}

/** How all of them were kept. */
export const ledgerOfFilter = (
  tx: Tenant,
  organisationId: number,
  filter: CommitmentFilter,
  now: Date,
): Promise<Ledger> =>
  countLedger(tx, organisationId, fits(filter), { now, since: now }).then(({ everything }) => everything);
