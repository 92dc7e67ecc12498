/** Items that could not be read: kept with their reason, shown, replayed after a fix. */
import { sql } from 'kysely';
import { laneOf } from '../domain/lane.ts';
import { bigints, instants, smallints, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { markWritten } from './inbox.ts';

export interface SetAside {
  rawId: number;
  accountId: string;
  reason: string;
  /** Where in its source it stands ("line 17"), where that helps to find it. */
  position: string | null;
  /** The post that it is of, where that much could be read. */
  networkId?: string | null;
}

/** Sets items aside; an item that comes back a second time keeps its latest reason. */
export async function setAside(
  tx: Tenant,
  organisationId: number,
  items: readonly SetAside[],
  at: Date,
): Promise<void> {
  if (items.length === 0) return;
  await sql`
    insert into set_aside_item (organisation_id, raw_id, account_id, reason, position, network_id, set_aside_at)
    select ${organisationId}::integer, t.raw_id, t.account_id, t.reason, t.position, t.network_id, ${at}::timestamptz
    from unnest(
      ${bigints(items.map((item) => item.rawId))}, ${uuids(items.map((item) => item.accountId))},
      ${texts(items.map((item) => item.reason))}, ${texts(items.map((item) => item.position))},
      ${texts(items.map((item) => item.networkId ?? null))}
    ) as t(raw_id, account_id, reason, position, network_id)
    on conflict (organisation_id, raw_id) do update
      set reason = excluded.reason, set_aside_at = excluded.set_aside_at, replayed_at = null`.execute(tx);
}

/** Erases what set-aside items say of posts that their authors deleted; there is nothing left to try again. */
export async function eraseSetAside(
  tx: Tenant,
  organisationId: number,
  networkIds: readonly string[],
  at: Date,
): Promise<void> {
  if (networkIds.length === 0) return;
  await sql`
    with gone as (
      update set_aside_item set replayed_at = coalesce(replayed_at, ${at}::timestamptz)
      where organisation_id = ${organisationId} and network_id = any(${texts(networkIds)}) returning raw_id
    )
    update raw_item as r set payload = null, key = '' from gone where r.organisation_id = ${organisationId} and r.id = gone.raw_id`.execute(
    tx,
  );
}

/** Puts set-aside items back into the inbox, all of them when `rawIds` is null; answers how many. */
export async function replaySetAside(
  tx: Tenant,
  organisationId: number,
  rawIds: readonly number[] | null,
  at: Date,
): Promise<number> {
  const open = await sql<{ raw_id: number; key: string; account_id: string; set_aside_at: Date }>`
    update set_aside_item as s set replayed_at = ${at}
    from raw_item as r
    where s.organisation_id = ${organisationId} and s.replayed_at is null
      and r.organisation_id = s.organisation_id and r.id = s.raw_id and r.payload is not null
      and (${rawIds === null} or s.raw_id = any(${bigints(rawIds ?? [])}))
    returning s.raw_id, r.key, s.account_id, s.set_aside_at`.execute(tx);
  if (open.rows.length === 0) return 0;
  // Each is counted anew by what becomes of it now.
  await sql`
    update intake_count as c set set_aside = c.set_aside - t.n
    from (
      select account_id, (at at time zone 'UTC')::date as day, count(*)::integer as n
      from unnest(${uuids(open.rows.map((row) => row.account_id))}, ${instants(open.rows.map((row) => row.set_aside_at))}) as given(account_id, at)
      group by 1, 2
    ) as t where c.organisation_id = ${organisationId} and c.account_id = t.account_id and c.day = t.day`.execute(
    tx,
  );
  const inLanes = open.rows.map((row) => laneOf(row.key));
  await sql`
    insert into inbox_item (organisation_id, lane, raw_id)
    select ${organisationId}::integer, lane, raw_id
    from unnest(${smallints(inLanes)}, ${bigints(open.rows.map((row) => row.raw_id))}) as t(lane, raw_id)
    on conflict do nothing`.execute(tx);
  await markWritten(tx, organisationId, inLanes);
  return open.rows.length;
}
