/** Which letterboxes there are: what is written in private to a member's own account stands in a tenant of its own (docs/decisions/0047). Asked by the program itself; tenants cannot. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';

/** A letterbox, and its owner in it. */
export interface Letterbox {
  organisationId: number;
  memberId: string;
}

/** The letterbox of a member who is here; null where they have none, or it is shut. */
export async function letterboxOf(
  system: System,
  organisationId: number,
  memberId: string,
): Promise<Letterbox | null> {
  const row = await system
    .selectFrom('letterbox as l')
    .innerJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'l.organisation_id').onRef('m.id', '=', 'l.member_id'),
    )
    .select(['l.box_id as organisationId', 'l.box_member_id as memberId'])
    .where('l.organisation_id', '=', organisationId)
    .where('l.member_id', '=', memberId)
    .where('m.left_at', 'is', null)
    .where('l.sealed_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** True where a member has a letterbox that is shut: somebody else had a hand in how they sign in. */
export async function isLetterboxShut(
  system: System,
  organisationId: number,
  memberId: string,
): Promise<boolean> {
  const row = await system
    .selectFrom('letterbox')
    .select('sealed_at')
    .where('organisation_id', '=', organisationId)
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  return row?.sealed_at != null;
}

/** Shuts the letterboxes of whoever signs in by this, or of a member: nothing opens them and nothing is read into them until their owner has proved the account again. */
export async function shutLetterboxes(
  tx: System,
  of: { signInId: string } | { organisationId: number; memberId: string },
  at: Date,
): Promise<void> {
  const whose =
    'signInId' in of
      ? sql`m.sign_in_id = ${of.signInId}`
      : sql`m.organisation_id = ${of.organisationId} and m.id = ${of.memberId}::uuid`;
  const shut = await sql<{ house: number }>`
    update letterbox as l set sealed_at = ${at} from member as m
    where m.organisation_id = l.organisation_id and m.id = l.member_id and l.sealed_at is null and ${whose}
    returning l.organisation_id as house`.execute(tx);
  for (const { house } of shut.rows) await letterboxAccountsFollow(tx, house);
}

/** Opens a letterbox again to whoever proved an account that was read into it; false where this one never was. */
export async function openShutLetterbox(
  tx: System,
  { organisationId }: Letterbox,
  proved: { network: Network; networkId: string },
): Promise<boolean> {
  const opened = await sql`
    update letterbox as l set sealed_at = null
    where l.box_id = ${organisationId} and exists (
      select from connected_account as a where a.organisation_id = l.box_id and a.network = ${proved.network} and a.network_id = ${proved.networkId}
    ) returning l.box_id`.execute(tx);
  return opened.rows.length > 0;
}

/** Locks a member's own account that is connected in the house; false where it is not, or is somebody else's. */
export async function lockOwnAccount(
  tx: System,
  organisationId: number,
  memberId: string,
  { network, networkId }: { network: Network; networkId: string },
): Promise<boolean> {
  const row = await tx
    .selectFrom('connected_account')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('network', '=', network)
    .where('network_id', '=', networkId)
    .where('member_id', '=', memberId)
    .where('state', '<>', 'removed')
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Every letterbox with the house that it belongs to, and since when nobody comes there: its owner left, or it is shut. */
export async function everyLetterbox(
  system: System,
): Promise<{ boxId: number; houseId: number; goneSince: Date | null }[]> {
  const found = await sql<{ boxId: number; houseId: number; goneSince: Date | null }>`
    select l.box_id as "boxId", l.organisation_id as "houseId", least(m.left_at, l.sealed_at) as "goneSince"
    from letterbox as l join member as m on m.organisation_id = l.organisation_id and m.id = l.member_id order by l.box_id`.execute(
    system,
  );
  return found.rows;
}

/** Opens the letterbox of a member, or finds it (`isShut`: nobody comes there yet). Its page of promises has an address that nobody can guess, and nothing leads there. */
export async function keepLetterbox(
  tx: System,
  organisationId: number,
  memberId: string,
  at: Date,
): Promise<Letterbox & { isShut: boolean }> {
  // One at a time for each member.
  await sql`select from member where organisation_id = ${organisationId} and id = ${memberId}::uuid for no key update`.execute(
    tx,
  );
  const there = await tx
    .selectFrom('letterbox')
    .select(['box_id', 'box_member_id', 'sealed_at'])
    .where('organisation_id', '=', organisationId)
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  if (there !== undefined)
    return {
      organisationId: there.box_id,
      memberId: there.box_member_id,
      isShut: there.sealed_at !== null,
    };
  const made = await sql<{ id: number }>`
    insert into organisation (name, kind, time_zone, language, first_response_minutes, next_response_minutes, resolution_minutes, office_hours, erasure_key, has_erased, created_at)
    select name, kind, time_zone, language, first_response_minutes, next_response_minutes, resolution_minutes, office_hours, erasure_key, has_erased, ${at}
    from organisation where id = ${organisationId} returning id`.execute(tx);
  const boxId = made.rows[0]?.id;
  if (boxId === undefined) throw new Error(`organisation ${organisationId} is gone`);
  await tx.insertInto('organisation_counter').values({ organisation_id: boxId }).execute();
  // Whom the house erased is known by the same key: what they wrote before does not come back here.
  await sql`
    insert into erased_name (organisation_id, print, erasure_id, until)
    select ${boxId}::integer, print, erasure_id, until from erased_name where organisation_id = ${organisationId}`.execute(
    tx,
  );
  const boxMemberId = newId(at.getTime());
  await sql`
    insert into member (organisation_id, id, sign_in_id, name, email, signature, role, language, created_at)
    select ${boxId}::integer, ${boxMemberId}::uuid, null, name, email, signature, 'executive', language, ${at}
    from member where organisation_id = ${organisationId} and id = ${memberId}::uuid`.execute(tx);
  await tx
    .insertInto('letterbox')
    .values({
      organisation_id: organisationId,
      member_id: memberId,
      box_id: boxId,
      box_member_id: boxMemberId,
      opened_at: at,
    })
    .execute();
  return { organisationId: boxId, memberId: boxMemberId, isShut: false };
}

/** The institution of a letterbox by its name in the house. */
export async function keepInstitutionOfBox(
  tx: System,
  boxId: number,
  house: { organisationId: number; institutionId: string },
  random: string,
): Promise<string> {
  const found = await sql<{ id: string }>`
    with wanted as (
      select name from institution where organisation_id = ${house.organisationId} and id = ${house.institutionId}::uuid
    ), made as (
      insert into institution (organisation_id, id, name, own, page)
      select ${boxId}::integer, ${newId()}::uuid, name, true, ${`own-${random}`} from wanted
      on conflict (organisation_id, name) do nothing returning id
    )
    select id from made union all
    select i.id from institution as i join wanted as w on w.name = i.name where i.organisation_id = ${boxId} limit 1`.execute(
    tx,
  );
  const id = found.rows[0]?.id;
  if (id === undefined) throw new Error('an institution of nobody');
  return id;
}

/** Brings the accounts of all letterboxes of a house in line with the house's rows of the same accounts; in the transaction that changed those. */
export async function letterboxAccountsFollow(tx: Tenant | System, organisationId: number): Promise<void> {
  await sql`select letterbox_accounts_follow(${organisationId}::integer)`.execute(tx);
}

/** An account that is read into a letterbox, and whether that works. */
export interface ReadAlone {
  network: Network;
  networkId: string;
  handle: string;
  state: 'listening' | 'paused' | 'permission_lost';
  /** What is wrong, and what to do. */
  reason: string | null;
}

/** The accounts that are read into a member's letterbox. */
export async function readIntoLetterbox(system: System, box: Letterbox): Promise<ReadAlone[]> {
  const rows = await system
    .selectFrom('connected_account')
    .select(['network', 'network_id as networkId', 'handle', 'state', 'state_reason as reason'])
    .where('organisation_id', '=', box.organisationId)
    .where('state', '<>', 'removed')
    .orderBy('created_at')
    .execute();
  return rows as ReadAlone[];
}

/** Under which name of ours a case of a letterbox is talked in; null where there is no such case. */
export async function accountOfCase(
  tx: Tenant,
  boxId: number,
  caseId: string,
): Promise<{ network: Network; networkId: string; handle: string; name: string | null } | null> {
  const found = await sql<{ network: Network; networkId: string; handle: string; name: string | null }>`
    select a.network, a.network_id as "networkId", a.handle, a.name from conversation as c
    join post as p on p.organisation_id = ${boxId} and p.conversation_id = c.id and p.raw_id is not null
    join raw_item as r on r.organisation_id = ${boxId} and r.id = p.raw_id
    join connected_account as a on a.organisation_id = ${boxId} and a.id = r.account_id
    where c.organisation_id = ${boxId} and c.case_id = ${caseId}::uuid order by p.at limit 1`.execute(tx);
  return found.rows[0] ?? null;
}
