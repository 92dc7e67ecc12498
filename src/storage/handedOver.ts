/** Conversations that the owner of a letterbox handed over to the house. Rows of the letterbox; which of them wait the program itself asks. */
import { sql } from 'kysely';
import type { HeardPost } from '../domain/post.ts';
import { uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';

export interface HandedOver {
  caseId: string;
  teamId: string | null;
  memberId: string | null;
  askedAt: Date;
  dueAt: Date;
  /** What was written before stays its owner's. */
  since: Date;
  /** What was written from then on stays its owner's too. */
  endedAt: Date | null;
  houseCaseId: string | null;
  /** Up to which fact of the case the house has it. */
  sequence: number;
  /** How often it was tried since it last worked. */
  tries: number;
}

const columns = [
  'case_id as caseId',
  'team_id as teamId',
  'member_id as memberId',
  'asked_at as askedAt',
  'due_at as dueAt',
  'since',
  'ended_at as endedAt',
  'house_case_id as houseCaseId',
  'sequence',
  'tries',
] as const;

/** What was handed over of these cases. */
export async function handedOver(
  tx: Tenant,
  boxId: number,
  caseIds: readonly string[],
): Promise<Map<string, HandedOver>> {
  if (caseIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('handed_over')
    .select(columns)
    .where('organisation_id', '=', boxId)
    .where('case_id', 'in', [...new Set(caseIds)])
    .execute();
  return new Map(rows.map((row) => [row.caseId, { ...row, sequence: Number(row.sequence) }]));
}

/** Everything that a letterbox handed over, what was asked for last first. */
export async function allHandedOver(
  tx: Tenant,
  boxId: number,
  most: number,
): Promise<(HandedOver & { handle: string; name: string | null })[]> {
  const rows = await tx
    .selectFrom('handed_over as h')
    .innerJoin('care_case as k', (join) =>
      join.onRef('k.organisation_id', '=', 'h.organisation_id').onRef('k.id', '=', 'h.case_id'),
    )
    .innerJoin('identity as i', (join) =>
      join.onRef('i.organisation_id', '=', 'k.organisation_id').onRef('i.id', '=', 'k.identity_id'),
    )
    .select(columns.map((one) => `h.${one}` as const))
    .select(['i.handle', 'i.name'])
    .where('h.organisation_id', '=', boxId)
    .orderBy('h.asked_at', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}

interface WrittenPost extends Pick<HeardPost, 'network' | 'networkId' | 'at' | 'direction'> {
  id: string;
  automatic: boolean;
}

/** When the posts of a case were written, the first first, and by whom. */
export async function writtenIn(tx: Tenant, boxId: number, caseId: string): Promise<WrittenPost[]> {
  const found = await sql<WrittenPost>`
    select p.id, p.network, p.network_id as "networkId", p.at, p.direction, p.automatic from conversation as c
    join post as p on p.organisation_id = ${boxId} and p.conversation_id = c.id
    where c.organisation_id = ${boxId} and c.case_id = ${caseId}::uuid order by p.at, p.id`.execute(tx);
  return found.rows;
}

/**
 * Asks for a case to be handed over, and answers when it is; asked again while it can be taken back, it goes then to whom was named last; asked again after it was ended, it goes on. Null where it
 * cannot be asked for.
 */
export async function askToHandOver(
  tx: Tenant,
  boxId: number,
  asked: {
    caseId: string;
    teamId: string | null;
    memberId: string | null;
    since: Date;
    at: Date;
    dueAt: Date;
  },
): Promise<Date | null> {
  const { caseId, teamId, memberId, since, at, dueAt } = asked;
  const found = await sql<{ dueAt: Date }>`
    insert into handed_over as h (organisation_id, case_id, team_id, member_id, asked_at, due_at, since, next_at)
    values (${boxId}, ${caseId}, ${teamId}, ${memberId}, ${at}, ${dueAt}, ${since}, ${at})
    on conflict (organisation_id, case_id) do update set team_id = excluded.team_id, member_id = excluded.member_id, since = excluded.since,
      ended_at = null, asked_at = excluded.asked_at,
      due_at = case when h.ended_at is null then h.due_at else excluded.due_at end,
      next_at = excluded.next_at
    where h.ended_at is not null or (h.house_case_id is null and h.due_at > ${at}::timestamptz)
    returning due_at as "dueAt"`.execute(tx);
  return found.rows[0]?.dueAt ?? null;
}

/** Takes it back before it is due, or (`hangs`) where it could not be given; false where that is not so. What was given earlier and is to go on goes on no more. */
export async function takeBackHandOver(
  tx: Tenant,
  boxId: number,
  caseId: string,
  { now, hangs }: { now: Date; hangs: boolean },
): Promise<boolean> {
  const isHers = hangs
    ? sql`tries > 0 and house_case_id is null and (lease_until is null or lease_until <= ${now})`
    : sql`due_at > ${now}`;
  const ended = await sql`
    update handed_over set ended_at = ${now} where organisation_id = ${boxId} and case_id = ${caseId}::uuid
      and house_case_id is not null and ended_at is null and ${isHers}`.execute(tx);
  if ((ended.numAffectedRows ?? 0n) > 0n) return true;
  const gone = await sql`
    delete from handed_over where organisation_id = ${boxId} and case_id = ${caseId}::uuid and house_case_id is null and ${isHers}`.execute(
    tx,
  );
  return (gone.numAffectedRows ?? 0n) > 0n;
}

/** Gives nothing on of what is written from now on; false where nothing was handed over. */
export async function endHandOver(tx: Tenant, boxId: number, caseId: string, now: Date): Promise<boolean> {
  const ended = await sql`
    update handed_over set ended_at = coalesce(ended_at, ${now}) where organisation_id = ${boxId} and case_id = ${caseId}::uuid and due_at <= ${now}`.execute(
    tx,
  );
  return (ended.numAffectedRows ?? 0n) > 0n;
}

/** Milliseconds for which one program gives a case to its house. */
const leaseMilliseconds = 30_000;
const longestWait = 3_600;

/** Holds what is due for this program; null where another one holds it, or it was taken back. Should it end here, it is tried again, later each time. */
export async function holdHandOver(
  tx: Tenant,
  boxId: number,
  caseId: string,
  now: Date,
): Promise<HandedOver | null> {
  const until = new Date(now.getTime() + leaseMilliseconds);
  const held = await sql`
    update handed_over set lease_until = ${until}, tries = tries + 1,
      next_at = ${now}::timestamptz + least(power(2, least(tries, 20)), ${longestWait}) * interval '1 second'
    where organisation_id = ${boxId} and case_id = ${caseId}::uuid and due_at <= ${now} and (lease_until is null or lease_until <= ${now})`.execute(
    tx,
  );
  if ((held.numAffectedRows ?? 0n) === 0n) return null;
  return (await handedOver(tx, boxId, [caseId])).get(caseId) ?? null;
}

/** Notes which case of the house it is, up to where that one has it, and which posts it has. */
export async function noteHandedOver(
  tx: Tenant,
  boxId: number,
  caseId: string,
  given: { houseCaseId: string; sequence: number; postIds: readonly string[] },
): Promise<void> {
  await tx
    .updateTable('handed_over')
    .set({ house_case_id: given.houseCaseId, sequence: given.sequence, tries: 0, lease_until: null })
    .where('organisation_id', '=', boxId)
    .where('case_id', '=', caseId)
    .execute();
  await sql`
    insert into handed_post (organisation_id, post_id) select ${boxId}::integer, t.id from unnest(${uuids([...given.postIds])}) as t(id)
    on conflict do nothing`.execute(tx);
}

/** Cases of letterboxes that are due to be given to their houses, or of which something new came since. */
export async function dueToHandOver(
  system: System,
  now: Date,
  most: number,
): Promise<{ boxId: number; boxMemberId: string; houseId: number; houseMemberId: string; caseId: string }[]> {
  const found = await sql<{
    boxId: number;
    boxMemberId: string;
    houseId: number;
    houseMemberId: string;
    caseId: string;
  }>`
    select h.organisation_id as "boxId", l.box_member_id as "boxMemberId", l.organisation_id as "houseId", l.member_id as "houseMemberId", h.case_id as "caseId"
    from handed_over as h join letterbox as l on l.box_id = h.organisation_id
    join care_case as k on k.organisation_id = h.organisation_id and k.id = h.case_id
    where h.due_at <= ${now} and h.next_at <= ${now} and (h.lease_until is null or h.lease_until <= ${now}) and k.sequence > h.sequence
    order by h.next_at limit ${most}`.execute(system);
  return found.rows;
}

/** How many conversations could not be given to the house though that was tried again. */
export async function hangingHandOvers(tx: Tenant, boxId: number): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::integer as n from handed_over where organisation_id = ${boxId} and house_case_id is null and tries >= ${hangsAfter}`.execute(
    tx,
  );
  return found.rows[0]?.n ?? 0;
}

/** Tried so often in vain, it hangs. */
export const hangsAfter = 3;
