/** Names of the erased, known again by a keyed fingerprint and kept nowhere. */
import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { fingerprints, instants, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

/** What a name names: a post or thread, or who wrote it. */
export type NameKind = 'name' | 'author';

/** HMAC-SHA-256 (RFC 2104), of which the first 16 bytes are kept. */
export type Print = Buffer;

/** The print of a name on a network. */
export function printOf(key: string, kind: NameKind, network: string, name: string): Print {
  return createHmac('sha256', key).update(`${kind} ${network} ${name}`).digest().subarray(0, 16);
}

/** As fingerprints are given to the database, which keeps both alike. */
const asFingerprint = (print: Print): string => print.toString('latin1');

/** What stands where the name stood: the same for the same name. */
export const standInFor = (print: Print): string => `erased:${print.toString('hex')}`;

const lockNumber = 4_127_027;

/**
 * The key by which names of the erased are known; null where nobody was erased yet. Intake asks once a batch. An erasure that is under way is waited for, and waits for
 * every batch that was begun: no batch takes in what it just missed.
 */
export async function keyOfTheErased(tx: Tenant, organisationId: number): Promise<string | null> {
  const [, found] = await Promise.all([
    sql`select pg_advisory_xact_lock_shared(${lockNumber}, ${organisationId})`.execute(tx),
    // A statement of its own: it sees what was committed while the one before it waited.
    sql<{ erasure_key: string }>`
      select erasure_key from organisation where id = ${organisationId} and has_erased`.execute(tx),
  ]);
  return found.rows[0]?.erasure_key ?? null;
}

/** For whoever notes more about authors than intake does: an erasure under way is waited for, and what was erased is seen as such by every statement after this one. */
export async function awaitErasing(tx: Tenant, organisationId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${lockNumber}, ${organisationId})`.execute(tx);
}

/** The same for whoever erases: waits for every batch of intake under way, and holds back the next ones until its transaction ends. */
export async function beginErasing(tx: Tenant, organisationId: number): Promise<string> {
  await sql`select pg_advisory_xact_lock(${lockNumber}, ${organisationId})`.execute(tx);
  const row = await tx
    .updateTable('organisation')
    .set({ has_erased: true })
    .where('id', '=', organisationId)
    .returning('erasure_key')
    .executeTakeFirstOrThrow();
  return row.erasure_key;
}

/** Of these prints those of the erased, by their hexadecimal form; the value is the time until which an author is meant, null for a post or thread. */
export async function findPrints(
  tx: Tenant,
  organisationId: number,
  prints: readonly Print[],
): Promise<Map<string, Date | null>> {
  if (prints.length === 0) return new Map();
  const found = await sql<{ n: number; until: Date | null }>`
    select t.n::integer as n, e.until from unnest(${fingerprints(prints.map(asFingerprint))}) with ordinality as t(print, n)
    cross join lateral (
      select until from erased_name where organisation_id = ${organisationId} and print = t.print limit 1
    ) as e`.execute(tx);
  return new Map(found.rows.map(({ n, until }) => [prints[n - 1]?.toString('hex') ?? '', until]));
}

/** Of these posts the ids on the network of those that were erased. */
export async function erasedAmong(
  tx: Tenant,
  organisationId: number,
  posts: readonly { network: string; networkId: string }[],
): Promise<Set<string>> {
  const key = await keyOfTheErased(tx, organisationId);
  if (key === null) return new Set();
  const prints = posts.map(({ network, networkId }) => printOf(key, 'name', network, networkId));
  const found = await findPrints(tx, organisationId, prints);
  return new Set(
    posts.flatMap(({ networkId }, i) => (found.has(prints[i]?.toString('hex') ?? '') ? [networkId] : [])),
  );
}

/** Of these authors those who were erased, by their names on the network, and until when. */
export async function erasedAuthors(
  tx: Tenant,
  organisationId: number,
  authors: readonly { network: string; name: string }[],
): Promise<Map<string, Date>> {
  const key = await keyOfTheErased(tx, organisationId);
  if (key === null) return new Map();
  const prints = authors.map(({ network, name }) => printOf(key, 'author', network, name));
  const found = await findPrints(tx, organisationId, prints);
  return new Map(
    authors.flatMap(({ name }, i) => {
      const until = found.get(prints[i]?.toString('hex') ?? '');
      return until == null ? [] : [[name, until] as const];
    }),
  );
}

export interface KeptPrint {
  print: Print;
  until: Date | null;
}

/** Keeps prints; of an author who is erased again the later time stands. */
export async function keepPrints(
  tx: Tenant,
  organisationId: number,
  erasureId: string,
  kept: readonly KeptPrint[],
): Promise<void> {
  if (kept.length === 0) return;
  await sql`
    insert into erased_name (organisation_id, print, erasure_id, until)
    select ${organisationId}::integer, t.print, ${erasureId}::uuid, t.until
    from unnest(${fingerprints(kept.map(({ print }) => asFingerprint(print)))}, ${instants(kept.map(({ until }) => until))}) as t(print, until)
    on conflict (organisation_id, print) do update set until = greatest(erased_name.until, excluded.until)`.execute(
    tx,
  );
}

/** The prints of erasures, a page of them for the file beside the database. */
export async function printsOf(
  tx: Tenant,
  organisationId: number,
  erasureIds: readonly string[],
): Promise<{ erasureId: string; print: string; until: Date | null }[]> {
  const found = await sql<{ erasure_id: string; print: string; until: Date | null }>`
    select erasure_id, print, until from erased_name
    where organisation_id = ${organisationId} and erasure_id = any(${uuids([...erasureIds])}) order by erasure_id, print`.execute(
    tx,
  );
  return found.rows.map(({ erasure_id, print, until }) => ({ erasureId: erasure_id, print, until }));
}
