/** Accounts that are being set up. What was typed and what came is sealed under the id that the account will have, and goes when it is connected or a day is over. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';
import type { MasterKey } from './secrets.ts';

export interface SetUpRow {
  id: string;
  network: Network;
  institutionId: string;
  memberId: string;
  /** What was typed so far. */
  typed: Record<string, string>;
  /** What came by its address, the latest last. */
  arrived: Arrival[];
  endsAt: Date;
}

/** A request of the network while an account is set up. */
export interface Arrival {
  at: string;
  path: string;
  outcome: 'kept' | 'answered' | 'refused';
  /** What it was, for the person who sets it up. */
  words: string;
}

const day = 86_400_000;
const mostArrivals = 20;

export interface SetUpToBegin {
  /** Of an account that is set up again. */
  id?: string;
  network: Network;
  institutionId: string;
  memberId: string;
  at: Date;
}

/** Begins one; answers its id, which becomes the account's. */
export async function beginSetUp(
  tx: Tenant,
  key: MasterKey,
  organisationId: number,
  begun: SetUpToBegin,
): Promise<string> {
  const id = begun.id ?? newId(begun.at.getTime());
  await tx
    .insertInto('account_set_up')
    .values({
      organisation_id: organisationId,
      id,
      network: begun.network,
      institution_id: begun.institutionId,
      member_id: begun.memberId,
      typed: key.seal({ organisationId, accountId: id }, {}),
      made_at: begun.at,
      ends_at: new Date(begun.at.getTime() + day),
    })
    .execute();
  return id;
}

/** One that has not ended; null when there is none. */
export async function findSetUp(
  tx: Tenant,
  key: MasterKey,
  organisationId: number,
  id: string,
  now: Date,
): Promise<SetUpRow | null> {
  const row = await tx
    .selectFrom('account_set_up')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .where('ends_at', '>', now)
    .executeTakeFirst();
  if (row === undefined) return null;
  const place = { organisationId, accountId: id };
  return {
    id,
    network: row.network,
    institutionId: row.institution_id,
    memberId: row.member_id,
    typed: key.open(place, row.typed),
    arrived: row.arrived === null ? [] : arrivalsIn(key.open(place, row.arrived)),
    endsAt: row.ends_at,
  };
}

const arrivalsIn = ({ arrived = '[]' }: Record<string, string>): Arrival[] =>
  JSON.parse(arrived) as Arrival[];

/** Keeps what is typed by now; false when there is no such set-up. */
export async function keepTyped(
  tx: Tenant,
  key: MasterKey,
  organisationId: number,
  id: string,
  typed: Record<string, string>,
): Promise<boolean> {
  const sealed = key.seal({ organisationId, accountId: id }, typed);
  const done = await tx
    .updateTable('account_set_up')
    .set({ typed: sealed })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** Adds what came; the latest twenty stand. */
export async function addArrival(
  tx: Tenant,
  key: MasterKey,
  organisationId: number,
  id: string,
  arrival: Arrival,
): Promise<void> {
  const place = { organisationId, accountId: id };
  const row = await tx
    .selectFrom('account_set_up')
    .select('arrived')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return;
  const before = row.arrived === null ? [] : arrivalsIn(key.open(place, row.arrived));
  const arrived = JSON.stringify([...before, arrival].slice(-mostArrivals));
  await tx
    .updateTable('account_set_up')
    .set({ arrived: key.seal(place, { arrived }) })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}

/** Ends one; false when it was ended already. */
export async function endSetUp(tx: Tenant, organisationId: number, id: string): Promise<boolean> {
  const done = await tx
    .deleteFrom('account_set_up')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return done.numDeletedRows > 0n;
}

/** Forgets those whose day is over. */
export async function forgetSetUps(system: System, now: Date): Promise<void> {
  await sql`delete from account_set_up where ends_at < ${now}`.execute(system);
}
