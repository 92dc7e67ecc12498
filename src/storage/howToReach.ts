/** How an author said that they can be reached: read at the desk, shown nowhere else, erased alone. */
import { sql } from 'kysely';
import { fingerprints } from './arrays.ts';
import type { Tenant } from './database.ts';
import { fingerprintOf } from './fingerprints.ts';
import { alone, type Lookup, lookup } from './lookups.ts';

/** Keeps it under the author's name on the network; what the author said later stands. */
export async function keepHowToReach(
  tx: Tenant,
  organisationId: number,
  said: { network: string; author: string; words: string; at: Date },
): Promise<void> {
  const print = fingerprints([fingerprintOf(said.network, said.author)]);
  await sql`
    insert into how_to_reach (organisation_id, fingerprint, words, at)
    select ${organisationId}::integer, f, ${said.words}, ${said.at} from unnest(${print}) as t(f)
    on conflict (organisation_id, fingerprint) do update set words = excluded.words, at = excluded.at
    where how_to_reach.at <= excluded.at`.execute(tx);
}

const ofAuthor = (organisationId: number, authorId: string) => sql`
  select i.fingerprint from identity as i
  where i.organisation_id = ${organisationId} and (i.id = ${authorId}::uuid or (i.author_id = ${authorId}::uuid and i.author_id <> i.id))`;

/** Everything that the identities of an author said about it, latest first. */
export const howToReachLookup = (organisationId: number, authorId: string): Lookup<string[]> =>
  lookup(
    sql<{ words: string }>`
      select words from how_to_reach where organisation_id = ${organisationId} and fingerprint in (${ofAuthor(organisationId, authorId)})
      order by at desc`,
    (rows) => rows.map(({ words }) => words),
  );

/** The same by itself. */
export const howToReach = (tx: Tenant, organisationId: number, authorId: string): Promise<string[]> =>
  alone(tx, howToReachLookup(organisationId, authorId));

/** Erases it; false when there was nothing. */
export async function eraseHowToReach(
  tx: Tenant,
  organisationId: number,
  authorId: string,
): Promise<boolean> {
  const gone = await sql`
    delete from how_to_reach where organisation_id = ${organisationId} and fingerprint in (${ofAuthor(organisationId, authorId)})`.execute(
    tx,
  );
  return (gone.numAffectedRows ?? 0n) > 0n;
}
