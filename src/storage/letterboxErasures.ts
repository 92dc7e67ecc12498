/** Erasures of a house that are to be done in its letterboxes as well: noted with the erasure, done by the program itself. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { System, Tenant } from './database.ts';
import type { KeptPrint } from './erasedNames.ts';

/** Notes it, in the transaction of the erasure. Whether there are letterboxes is not said. */
export async function noteForLetterboxes(
  tx: Tenant,
  organisationId: number,
  erasureId: string,
  now: Date,
): Promise<void> {
  await sql`select erase_in_letterboxes(${organisationId}::integer, ${erasureId}::uuid, ${now}::timestamptz)`.execute(
    tx,
  );
}

export interface DueInLetterbox {
  houseId: number;
  erasureId: string;
  boxId: number;
  /** When the house erased. */
  at: Date;
  tries: number;
}

/** What waits to be done now. */
export async function dueInLetterboxes(system: System, now: Date, most: number): Promise<DueInLetterbox[]> {
  return system
    .selectFrom('letterbox_erasure as l')
    .innerJoin('erasure as e', (join) =>
      join.onRef('e.organisation_id', '=', 'l.organisation_id').onRef('e.id', '=', 'l.erasure_id'),
    )
    .select([
      'l.organisation_id as houseId',
      'l.erasure_id as erasureId',
      'l.box_id as boxId',
      'e.at',
      'l.tries',
    ])
    .where('l.next_at', '<=', now)
    .orderBy('l.next_at')
    .limit(most)
    .execute();
}

/** The names that an erasure of a house keeps away: posts and threads by it, and authors who were erased by it or since. */
export async function printsSince(
  system: System,
  { houseId, erasureId, at }: DueInLetterbox,
): Promise<KeptPrint[]> {
  const found = await sql<{ print: Buffer; until: Date | null }>`
    select uuid_send(print) as print, until from erased_name
    where organisation_id = ${houseId} and (erasure_id = ${erasureId}::uuid or until >= ${at})`.execute(
    system,
  );
  return found.rows;
}

/** Who wrote to a letterbox and still has a name there. */
export async function namesInBox(
  tx: Tenant,
  boxId: number,
): Promise<{ id: string; network: Network; networkId: string; handle: string }[]> {
  return tx
    .selectFrom('identity')
    .select(['id', 'network', 'network_id as networkId', 'handle'])
    .where('organisation_id', '=', boxId)
    .where('erased_at', 'is', null)
    .execute();
}

/** It is done. */
export async function doneInLetterbox(system: System, due: DueInLetterbox): Promise<void> {
  await system
    .deleteFrom('letterbox_erasure')
    .where('organisation_id', '=', due.houseId)
    .where('erasure_id', '=', due.erasureId)
    .where('box_id', '=', due.boxId)
    .execute();
}

/** It could not be done: it is tried again at an instant. */
export async function laterInLetterbox(system: System, due: DueInLetterbox, at: Date): Promise<void> {
  await system
    .updateTable('letterbox_erasure')
    .set({ next_at: at, tries: due.tries + 1 })
    .where('organisation_id', '=', due.houseId)
    .where('erasure_id', '=', due.erasureId)
    .where('box_id', '=', due.boxId)
    .execute();
}
