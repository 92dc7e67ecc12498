/** Deletions as they are kept beside the database, so that a restored backup does not bring the words of deleted posts back. */
import { sql } from 'kysely';
import type { System } from './database.ts';

/** A post that its author deleted. */
export interface ErasedPost {
  organisationId: number;
  network: string;
  networkId: string;
  at: Date;
}

export interface NewErasures {
  posts: ErasedPost[];
  /** The last number of the history that they were read from. */
  to: number;
}

const inOneReading = 1_000;

/** Deletions of an organisation that this file does not hold yet, in the order of the history; null when it holds all. */
export async function erasuresNotIn(
  system: System,
  file: string,
  organisationId: number,
): Promise<NewErasures | null> {
  const { rows } = await sql<{ sequence: number; network: string; network_id: string; at: Date }>`
    select h.sequence, p.network, p.network_id, h.at from history as h
    join post as p on p.organisation_id = h.organisation_id and p.id = h.subject_id
    where h.organisation_id = ${organisationId} and h.action = 'post_deleted' and h.sequence >
      coalesce((select sequence from erasure_file where organisation_id = ${organisationId} and file = ${file}::uuid), 0)
    order by h.sequence limit ${inOneReading}`.execute(system);
  const last = rows[rows.length - 1];
  if (last === undefined) return null;
  const posts = rows.map(({ network, network_id, at }) => ({
    organisationId,
    network,
    networkId: network_id,
    at,
  }));
  return { posts, to: Number(last.sequence) };
}

/** Remembers that the file holds everything up to there; called when it lies on the disk. */
export async function erasuresKept(
  system: System,
  file: string,
  organisationId: number,
  to: number,
): Promise<void> {
  await sql`
    insert into erasure_file (organisation_id, file, sequence) values (${organisationId}, ${file}::uuid, ${to})
    on conflict (organisation_id, file) do update set sequence = greatest(erasure_file.sequence, excluded.sequence)`.execute(
    system,
  );
}

/** The organisations that are there, for a file that may name others. */
export async function organisationsThere(system: System): Promise<Set<number>> {
  const rows = await system.selectFrom('organisation').select('id').execute();
  return new Set(rows.map(({ id }) => id));
}
