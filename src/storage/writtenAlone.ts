/** Of what the owners of letterboxes are to be told. Asked by the program itself. */
import { sql } from 'kysely';
import type { System } from './database.ts';

/**
 * Conversations in which authors wrote to letterboxes since an instant, of which their owners were not told yet since the author waits: not what was written before the account was read, nor long
 * before it was heard, nor what the house has. `key` tells one waiting from another, and nothing that stands in the letterbox.
 */
export async function writtenAlone(
  system: System,
  since: Date,
  most: number,
): Promise<{ organisationId: number; memberId: string; key: string }[]> {
  const found = await sql<{ organisationId: number; memberId: string; key: string }>`
    select t.* from (
      select distinct l.organisation_id as "organisationId", l.member_id as "memberId",
        encode(sha256(convert_to(concat_ws(' ', l.alert_key, c.id, extract(epoch from coalesce(k.waiting_since, p.at))), 'UTF8')), 'hex') as key
      from letterbox as l
      join member as m on m.organisation_id = l.organisation_id and m.id = l.member_id and m.left_at is null and l.sealed_at is null
      join post as p on p.organisation_id::bigint = l.box_id::bigint and (p.hearing = 'imported') = false and p.direction = 'inbound' and p.raw_id is not null
        and p.heard_at > ${since} and p.at > ${since}::timestamptz - interval '1 day' and not p.automatic and p.deleted_at is null
      join raw_item as r on r.organisation_id = l.box_id and r.id = p.raw_id
      join connected_account as a on a.organisation_id = l.box_id and a.id = r.account_id and p.at > a.created_at
      join conversation as c on c.organisation_id = l.box_id and c.id = p.conversation_id
      join care_case as k on k.organisation_id = l.box_id and k.id = c.case_id
      where not exists (select from handed_over as h where h.organisation_id = l.box_id and h.case_id = k.id and h.ended_at is null)
        and not exists (select from handed_post as g where g.organisation_id = l.box_id and g.post_id = p.id)
    ) as t
    where not exists (
      select from alert as a where a.organisation_id = t."organisationId" and a.kind = 'names_me' and a.key = t.key and a.member_id = t."memberId"
    )
    limit ${most}`.execute(system);
  return found.rows;
}

/** Own accounts that the network lets in no more, of which their owners were not told yet since they were read last. */
export async function notReadAlone(
  system: System,
  most: number,
): Promise<{ organisationId: number; memberId: string; accountId: string; key: string }[]> {
  const found = await sql<{ organisationId: number; memberId: string; accountId: string; key: string }>`
    select t.* from (
      select l.organisation_id as "organisationId", l.member_id as "memberId", h.id as "accountId",
        encode(sha256(convert_to(concat_ws(' ', l.alert_key, a.id, extract(epoch from a.last_alive_at)), 'UTF8')), 'hex') as key
      from letterbox as l
      join member as m on m.organisation_id = l.organisation_id and m.id = l.member_id and m.left_at is null and l.sealed_at is null
      join connected_account as a on a.organisation_id = l.box_id and a.state = 'permission_lost'
      join connected_account as h on h.organisation_id = l.organisation_id and h.network = a.network and h.network_id = a.network_id
        and h.member_id = l.member_id and h.state <> 'removed'
    ) as t
    where not exists (
      select from alert as a where a.organisation_id = t."organisationId" and a.kind = 'names_me' and a.key = t.key and a.member_id = t."memberId"
    )
    limit ${most}`.execute(system);
  return found.rows;
}
