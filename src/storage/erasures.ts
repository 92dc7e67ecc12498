/** Deletions and erasures as they are kept beside the database, so that a restored backup does not bring the words of deleted posts and erased authors back. */
import { sql } from 'kysely';
import type { System } from './database.ts';
import { type KeptPrint, printsOf } from './erasedNames.ts';

/** A post that its author deleted. */
export interface ErasedPost {
  organisationId: number;
  network: string;
  networkId: string;
  at: Date;
}

/** An author who was erased: no name, but by what theirs are known. */
export interface ErasedAuthor {
  organisationId: number;
  id: string;
  at: Date;
  by: string | null;
  caseNumber: number;
  identities: string[];
  prints: KeptPrint[];
}

export interface NewErasures {
  posts: ErasedPost[];
  authors: ErasedAuthor[];
  /** The last number of the history that they were read from. */
  to: number;
}

const inOneReading = 1_000;

/** Deletions and erasures of an organisation that this file does not hold yet, in the order of the history; null when it holds all. */
export async function erasuresNotIn(
  system: System,
  file: string,
  organisationId: number,
): Promise<NewErasures | null> {
  const { rows } = await sql<{
    sequence: number;
    network: string | null;
    network_id: string | null;
    at: Date;
    erasure: string | null;
  }>`
    select h.sequence, p.network, p.network_id, h.at, case when h.action = 'author_erased' then h.subject_id end as erasure from history as h
    left join post as p on h.action = 'post_deleted' and p.organisation_id = h.organisation_id and p.id = h.subject_id
    where h.organisation_id = ${organisationId} and h.action in ('post_deleted', 'author_erased') and h.sequence >
      coalesce((select sequence from erasure_file where organisation_id = ${organisationId} and file = ${file}::uuid), 0)
    order by h.sequence limit ${inOneReading}`.execute(system);
  const last = rows[rows.length - 1];
  if (last === undefined) return null;
  const posts = rows.flatMap(({ network, network_id, at }) =>
    network === null || network_id === null ? [] : [{ organisationId, network, networkId: network_id, at }],
  );
  const erasures = new Set(rows.flatMap(({ erasure }) => erasure ?? []));
  return {
    posts,
    authors: await erasedAuthors(system, organisationId, [...erasures]),
    to: Number(last.sequence),
  };
}

async function erasedAuthors(
  system: System,
  organisationId: number,
  ids: readonly string[],
): Promise<ErasedAuthor[]> {
  if (ids.length === 0) return [];
  const rows = await system
    .selectFrom('erasure')
    .select(['id', 'at', 'by', 'case_number', 'identities'])
    .where('organisation_id', '=', organisationId)
    .where('id', 'in', [...ids])
    .execute();
  const prints = new Map<string, KeptPrint[]>();
  for (const { erasureId, print, until } of await printsOf(system, organisationId, ids)) {
    const kept = { print: Buffer.from(print.replaceAll('-', ''), 'hex'), until };
    prints.set(erasureId, [...(prints.get(erasureId) ?? []), kept]);
  }
  return rows.map(({ id, at, by, case_number, identities }) => ({
    organisationId,
    id,
    at,
    by,
    caseNumber: Number(case_number),
    identities,
    prints: prints.get(id) ?? [],
  }));
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
