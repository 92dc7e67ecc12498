/** The keyed inbox: raw items are saved with the cursor, lanes are claimed by lease, items leave in order. */
import { sql } from 'kysely';
import { laneOf } from '../domain/lane.ts';
import { bigints, smallints, texts } from './arrays.ts';
import type { Storage, System, Tenant } from './database.ts';
import { addFiles, type FileToKeep } from './media.ts';

export interface ItemToSave {
  key: string;
  /** As the network gave it, serialised. */
  payload: string;
}

export interface SaveRawItems {
  organisationId: number;
  accountId: string;
  /** The source whose cursor is saved with the items; null for items that belong to no stream (a gap that was repaired). */
  source: string | null;
  cursor: string | null;
  items: readonly ItemToSave[];
  /** Files that came with the items. */
  files?: readonly FileToKeep[];
  heardAt: Date;
}

/** Saves items and cursor in one transaction; when this returns they are safe. */
export async function saveRawItems(storage: Storage, batch: SaveRawItems): Promise<void> {
  await storage.inOrganisation(batch.organisationId, (tx) => addRawItems(tx, batch));
}

/** The same inside a transaction of the caller's (an import saves how far it read with the rows). */
export async function addRawItems(tx: Tenant, batch: SaveRawItems): Promise<void> {
  const { organisationId, accountId, heardAt } = batch;
  if (batch.source !== null) await saveCursor(tx, batch, batch.source);
  if (batch.items.length === 0) return;
  await addFiles(tx, organisationId, batch.files ?? [], heardAt);
  const keys = batch.items.map((item) => item.key);
  const inLanes = batch.items.map((item) => laneOf(item.key));
  const payloads = batch.items.map((item) => item.payload);
  await sql`
    with given as materialized (
      select array_agg(nextval('raw_item_id')) as ids from generate_series(1, ${keys.length}::integer)
    ), raw as (
      insert into raw_item (organisation_id, account_id, heard_at, id, key, payload)
      select ${organisationId}::integer, ${accountId}::uuid, ${heardAt}::timestamptz, unnest(ids), unnest(${texts(keys)}), unnest(${texts(payloads)}) from given
    )
    insert into inbox_item (organisation_id, lane, raw_id) select ${organisationId}::integer, unnest(${smallints(inLanes)}), unnest(ids) from given`.execute(
    tx,
  );
  await touchAccount(tx, batch);
  await markWritten(tx, organisationId, inLanes);
}

async function saveCursor(tx: Tenant, batch: SaveRawItems, source: string): Promise<void> {
  await sql`
    insert into source_cursor (organisation_id, account_id, source, cursor, saved_at)
    values (${batch.organisationId}, ${batch.accountId}, ${source}, ${batch.cursor}, ${batch.heardAt})
    on conflict (organisation_id, account_id, source) do update set cursor = excluded.cursor, saved_at = excluded.saved_at`.execute(
    tx,
  );
}

async function touchAccount(tx: Tenant, batch: SaveRawItems): Promise<void> {
  const { organisationId, accountId, heardAt } = batch;
  await sql`
    with hour as (
      insert into account_hour (organisation_id, account_id, hour, items)
      values (${organisationId}, ${accountId}, date_trunc('hour', ${heardAt}::timestamptz), ${batch.items.length})
      on conflict (organisation_id, account_id, hour) do update set items = account_hour.items + excluded.items
    )
    update connected_account set last_heard_at = greatest(last_heard_at, ${heardAt}::timestamptz)
    where organisation_id = ${organisationId} and id = ${accountId}`.execute(tx);
}

/** Tells the lanes that they were written to; last in its transaction, in one order, since it locks their rows until commit. */
export async function markWritten(
  tx: Tenant,
  organisationId: number,
  inLanes: readonly number[],
): Promise<void> {
  const touched = [...new Set(inLanes)].sort((a, b) => a - b);
  await sql`
    insert into inbox_lane (organisation_id, lane, written)
    select ${organisationId}::integer, lane, 1 from unnest(${smallints(touched)}) as t(lane)
    on conflict (organisation_id, lane) do update set written = inbox_lane.written + 1`.execute(tx);
  await sql`select pg_notify('inbox', ${String(organisationId)})`.execute(tx);
}

export interface ClaimedLanes {
  organisationId: number;
  /** Each with what its `written` was when it was claimed. */
  lanes: readonly { lane: number; written: number }[];
  /** False while another organisation was served within the last minute: what comes for it soon must not wait behind long batches. */
  alone: boolean;
}

interface ClaimedRow {
  organisation_id: number;
  lane: number;
  written: number;
  alone: boolean;
}

export interface LeaseWanted {
  /** Until others may take the lanes. */
  seconds: number;
  /** Most lanes. */
  most: number;
  /** Most workers that an organisation gets while others are served, so that its burst leaves the database room for theirs. */
  beside: number;
  /** Organisations whose turn it is not yet. */
  except: readonly number[];
}

/**
 * Claims lanes that have work, of the organisation that the fewest workers serve now, those first that have waited longest since they were last served; null when
 * none has work. So one organisation's burst never holds all workers while another waits, and a trickle over many lanes costs one transaction, not one each.
 * The claim is not waited for on the disk: a database that falls over forgets it, and then the lanes are simply free.
 */
export async function claimLanes(
  system: System,
  worker: string,
  lease: LeaseWanted,
): Promise<ClaimedLanes | null> {
  const tried = await tryClaim(system, worker, lease);
  // Another worker may have been about to claim the very lanes of the organisation that was chosen; by now it has.
  const { claimed } =
    tried.claimed.length > 0 || !tried.chosen ? tried : await tryClaim(system, worker, lease);
  const [first] = claimed;
  if (first === undefined) return null;
  const lanes = claimed.map(({ lane, written }) => ({ lane, written: Number(written) }));
  return { organisationId: first.organisation_id, lanes, alone: first.alone };
}

/** `chosen`: some organisation had lanes with work, whether or not they could be claimed. */
async function tryClaim(
  system: System,
  worker: string,
  lease: LeaseWanted,
): Promise<{ claimed: ClaimedRow[]; chosen: boolean }> {
  const found = await sql<ClaimedRow | { organisation_id: null }>`
    with busy as materialized (
      select organisation_id, count(distinct leased_by) filter (where lease_until >= now()) as workers, max(served_at) as served_at
      from inbox_lane group by 1
    ), chosen as materialized (
      select w.organisation_id from inbox_lane as w join busy as b on b.organisation_id = w.organisation_id
      where w.written > w.done and (w.lease_until is null or w.lease_until < now())
        and w.organisation_id <> all(${[...lease.except]}::integer[]) and (b.workers < ${lease.beside} or not exists (
        select 1 from busy as o where o.organisation_id <> b.organisation_id and o.served_at > now() - interval '1 minute'
      ))
      order by b.workers, w.served_at limit 1
    ), unhurried as materialized (select set_config('synchronous_commit', 'off', true)), claimed as (
      update inbox_lane as l
      set leased_by = ${worker}, lease_until = now() + make_interval(secs => ${lease.seconds}), served_at = clock_timestamp()
      from (
        select w.organisation_id, w.lane from inbox_lane as w
        where w.organisation_id = (select organisation_id from chosen)
          and w.written > w.done and (w.lease_until is null or w.lease_until < now())
        order by w.served_at limit ${lease.most} for update skip locked
      ) as next, unhurried
      where l.organisation_id = next.organisation_id and l.lane = next.lane
      returning l.organisation_id, l.lane, l.written, not exists (
        select 1 from busy where busy.organisation_id <> l.organisation_id and busy.served_at > now() - interval '1 minute'
      ) as alone
    )
    select claimed.* from chosen left join claimed on true`.execute(system);
  return {
    claimed: found.rows.filter((row): row is ClaimedRow => row.organisation_id !== null),
    chosen: found.rows.length > 0,
  };
}

/** The worker's claimed lanes, locked in the one order in which everybody locks them. */
const held = (worker: string, claimed: ClaimedLanes) => sql`
  select organisation_id, lane from inbox_lane
  where organisation_id = ${claimed.organisationId} and lane = any(${smallints(claimed.lanes.map((l) => l.lane))})
    and leased_by = ${worker}
  order by lane for update`;

/** Keeps the lease while a long batch is under way. */
export async function renewLanes(
  system: System,
  worker: string,
  claimed: ClaimedLanes,
  leaseSeconds: number,
): Promise<void> {
  await sql`
    update inbox_lane as l set lease_until = now() + make_interval(secs => ${leaseSeconds})
    from (${held(worker, claimed)}) as mine where l.organisation_id = mine.organisation_id and l.lane = mine.lane`.execute(
    system,
  );
}

/** Gives lanes back without having emptied them; they stay claimable. */
export async function releaseLanes(system: System, worker: string, claimed: ClaimedLanes): Promise<void> {
  await sql`
    update inbox_lane as l set leased_by = null, lease_until = null
    from (${held(worker, claimed)}) as mine where l.organisation_id = mine.organisation_id and l.lane = mine.lane`.execute(
    system,
  );
}

export interface WaitingItem {
  rawId: number;
  accountId: string;
  /** Null when its author deleted the post before it was taken. */
  payload: string | null;
  heardAt: Date;
}

export interface ReadLanes {
  items: WaitingItem[];
  /** The lanes of which nothing was left behind: all that was written to them up to the claim is among the items. */
  emptied: number[];
}

/**
 * The oldest items of the lanes, `most` in all, in order. Each lane gives its share: looking for the oldest of all lanes together would read through everything that
 * waits, at every batch anew.
 */
export async function readLanes(tx: Tenant, claimed: ClaimedLanes, most: number): Promise<ReadLanes> {
  const { organisationId } = claimed;
  const lanes = claimed.lanes.map((l) => l.lane);
  const share = Math.max(1, Math.floor(most / lanes.length));
  const found = await sql<{
    lane: number;
    raw_id: number;
    account_id: string;
    payload: string | null;
    heard_at: Date;
  }>`
    select i.lane, i.raw_id, r.account_id, r.payload, r.heard_at
    from (
      select l.lane, waiting.raw_id from unnest(${smallints(lanes)}) as l(lane)
      cross join lateral (
        select raw_id from inbox_item where organisation_id = ${organisationId} and lane = l.lane order by raw_id limit ${share}
      ) as waiting
      order by waiting.raw_id limit ${most}
    ) as i
    cross join lateral (
      select account_id, payload, heard_at from raw_item where organisation_id = ${organisationId} and id = i.raw_id limit 1
    ) as r
    order by i.raw_id`.execute(tx);
  const given = new Map<number, number>();
  const items = found.rows.map((row) => {
    given.set(row.lane, (given.get(row.lane) ?? 0) + 1);
    return { rawId: row.raw_id, accountId: row.account_id, payload: row.payload, heardAt: row.heard_at };
  });
  const emptied = items.length === most ? [] : lanes.filter((lane) => (given.get(lane) ?? 0) < share);
  return { items, emptied };
}

/** Thrown when a lease went to another worker meanwhile: nothing of this batch may be committed. */
export class LeaseLost extends Error {}

/** Takes the items out and gives the lanes back, in the transaction that took them to the desk. Throws LeaseLost. */
export async function leaveLanes(
  tx: Tenant,
  worker: string,
  claimed: ClaimedLanes,
  taken: ReadLanes,
): Promise<void> {
  const { organisationId } = claimed;
  const lanes = claimed.lanes.map((l) => l.lane);
  await sql`
    delete from inbox_item where organisation_id = ${organisationId} and lane = any(${smallints(lanes)})
      and raw_id = any(${bigints(taken.items.map((item) => item.rawId))})`.execute(tx);
  const emptied = new Set(taken.emptied);
  const done = claimed.lanes.map(({ lane, written }) => (emptied.has(lane) ? written : null));
  const left = await sql`
    update inbox_lane as l set leased_by = null, lease_until = null, done = coalesce(t.done, l.done)
    from (${held(worker, claimed)}) as mine
    join unnest(${smallints(lanes)}, ${bigints(done)}) as t(lane, done) on t.lane = mine.lane
    where l.organisation_id = mine.organisation_id and l.lane = mine.lane`.execute(tx);
  if (left.numAffectedRows !== BigInt(claimed.lanes.length))
    throw new LeaseLost('a lane was given to another worker');
}

/** How many items wait over all organisations, counted to `most` and no further; those of letterboxes are counted for nobody but their owners. */
export async function waitingItems(system: System, most: number): Promise<number> {
  const counted = await sql<{ n: number }>`
    select count(*)::integer as n from (
      select 1 from inbox_item as i where not exists (select from letterbox as l where l.box_id = i.organisation_id) limit ${most}
    ) as counted`.execute(system);
  return counted.rows[0]?.n ?? 0;
}
