/** Where an author's new direct message belongs who was told in public to write one. Asked by the intake. */
import { sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { Overtaken } from './failures.ts';

/** A public reply in one of these states was not said in public. */
export const notOut = sql`('draft', 'awaiting_approval', 'withdrawn', 'refused')`;

/**
 * Cases to which authors were told to go on in a direct message, by the author's identity; the latest move holds. The cases stay locked, so that nobody moves a conversation out of one
 * before the new one is in it. Throws Overtaken where somebody did just then.
 */
export async function casesMovedToDirect(
  tx: Tenant,
  organisationId: number,
  identities: readonly string[],
): Promise<Map<string, string>> {
  if (identities.length === 0) return new Map();
  const before = await movedCases(tx, organisationId, identities);
  if (before.size === 0) return before;
  await lockRows(tx, organisationId, [...before.values()]);
  const after = await movedCases(tx, organisationId, [...before.keys()]);
  for (const [identityId, caseId] of before)
    if (after.get(identityId) !== caseId) throw new Overtaken('a conversation moved to another case');
  return after;
}

async function movedCases(
  tx: Tenant,
  organisationId: number,
  identities: readonly string[],
): Promise<Map<string, string>> {
  const found = await sql<{ identityId: string; caseId: string }>`
    select distinct on (v.identity_id) v.identity_id as "identityId", v.case_id as "caseId"
    from unnest(${uuids([...identities])}) as t(id)
    join conversation as v on v.organisation_id = ${organisationId} and v.identity_id = t.id
    join private_move as m on m.organisation_id = ${organisationId} and m.conversation_id = v.id and m.way = 'direct'
    join reply as r on r.organisation_id = ${organisationId} and r.id = m.reply_id and r.state not in ${notOut}
    order by v.identity_id, m.made_at desc`.execute(tx);
  return new Map(found.rows.map(({ identityId, caseId }) => [identityId, caseId]));
}

/** Locks cases in the order that everybody keeps. */
export async function lockRows(tx: Tenant, organisationId: number, ids: readonly string[]): Promise<void> {
  await sql`
    select c.id from unnest(${uuids([...new Set(ids)].sort())}) as t(id) cross join lateral (
      select id from care_case where organisation_id = ${organisationId} and id = t.id limit 1 for update
    ) as c`.execute(tx);
}
