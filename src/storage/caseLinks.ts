/** Private links to a case. The link itself is never stored: only its SHA-256, so that a copy of the database opens none. */
import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { System, Tenant } from './database.ts';
import { type Lookup, lookup } from './lookups.ts';

export interface CaseLink {
  organisationId: number;
  tokenHash: Buffer;
  network: Network;
  thread: string;
  /** The author's id on the network. */
  author: string;
  accountId: string;
  language: string;
  pinHash: string | null;
  /** Wrong ones in a row, and when the last was tried. */
  pinTries: number;
  pinTriedAt: Date | null;
  madeAt: Date;
  writtenAt: Date;
  revokedAt: Date | null;
}

const columns = [
  'organisation_id as organisationId',
  'token_hash as tokenHash',
  'network',
  'thread',
  'author',
  'account_id as accountId',
  'language',
  'pin_hash as pinHash',
  'pin_tries as pinTries',
  'pin_tried_at as pinTriedAt',
  'made_at as madeAt',
  'written_at as writtenAt',
  'revoked_at as revokedAt',
] as const;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface NewCaseLink {
  token: string;
  network: Network;
  thread: string;
  author: string;
  accountId: string;
  language: string;
  pinHash: string | null;
  /** The move by whose public link its author came. */
  moveId: string | null;
  at: Date;
}

/** Keeps a link; false when it is there already, because the same was sent before. */
export async function addCaseLink(tx: Tenant, organisationId: number, link: NewCaseLink): Promise<boolean> {
  const { token, network, thread, author, accountId, language, pinHash, moveId, at } = link;
  const added = await tx
    .insertInto('case_link')
    .values({
      organisation_id: organisationId,
      token_hash: hashOf(token),
      network,
      thread,
      author,
      account_id: accountId,
      language,
      pin_hash: pinHash,
      move_id: moveId,
      made_at: at,
      written_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('made_at')
    .executeTakeFirst();
  return added !== undefined;
}

/** The link of a token, whichever organisation's; null for one that never was or was revoked. */
export async function findCaseLink(system: System, token: string): Promise<CaseLink | null> {
  const row = await system
    .selectFrom('case_link')
    .select(columns)
    .where('token_hash', '=', hashOf(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** What members see of a link. */
export interface ShownLink {
  madeAt: Date;
  hasPin: boolean;
  revokedAt: Date | null;
}

const shownOf = (selection: RawBuilder<ShownLink>): Lookup<ShownLink | null> =>
  lookup(selection, ([row]) =>
    row === undefined
      ? null
      : {
          ...row,
          madeAt: new Date(row.madeAt),
          revokedAt: row.revokedAt === null ? null : new Date(row.revokedAt),
        },
  );

const shown = sql`l.made_at as "madeAt", l.pin_hash is not null as "hasPin", l.revoked_at as "revokedAt"`;

/** The link into a thread; a revoked one too. */
export const linkOfThreadLookup = (
  organisationId: number,
  of: { network: string; thread: string },
): Lookup<ShownLink | null> =>
  shownOf(sql`
    select ${shown} from case_link as l
    where l.organisation_id = ${organisationId} and l.network = ${of.network} and l.thread = ${of.thread}`);

/** The latest link into the threads of a case; a revoked one too. */
export const latestLinkLookup = (organisationId: number, caseId: string): Lookup<ShownLink | null> =>
  shownOf(sql`
    select ${shown} from conversation as c
    join case_link as l on l.organisation_id = ${organisationId} and l.network = c.network and l.thread = c.thread
    where c.organisation_id = ${organisationId} and c.case_id = ${caseId}::uuid order by l.made_at desc limit 1`);

/** The links into the threads of a case, latest first. */
export async function linksOfCase(tx: Tenant, organisationId: number, caseId: string): Promise<CaseLink[]> {
  return tx
    .selectFrom('conversation as c')
    .innerJoin('case_link as l', (join) =>
      join
        .onRef('l.organisation_id', '=', 'c.organisation_id')
        .onRef('l.network', '=', 'c.network')
        .onRef('l.thread', '=', 'c.thread'),
    )
    .select(columns.map((column) => `l.${column}` as const))
    .where('c.organisation_id', '=', organisationId)
    .where('c.case_id', '=', caseId)
    .orderBy('l.made_at', 'desc')
    .execute();
}

const ofLink = (tx: Tenant, { organisationId, tokenHash }: Pick<CaseLink, 'organisationId' | 'tokenHash'>) =>
  tx
    .updateTable('case_link')
    .where('organisation_id', '=', organisationId)
    .where('token_hash', '=', tokenHash);

/** Locks the link's row, so that PINs are judged one after the other; null when it was revoked meanwhile. */
export async function lockCaseLink(tx: Tenant, link: CaseLink): Promise<CaseLink | null> {
  const row = await tx
    .selectFrom('case_link')
    .select(columns)
    .where('organisation_id', '=', link.organisationId)
    .where('token_hash', '=', link.tokenHash)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Writes down how many PINs in a row were wrong. */
export async function notePinTries(tx: Tenant, link: CaseLink, tries: number, at: Date): Promise<void> {
  await ofLink(tx, link).set({ pin_tries: tries, pin_tried_at: at }).execute();
}

/** Writes down that the author wrote by it, in which language of the page. */
export async function noteWritten(tx: Tenant, link: CaseLink, language: string, at: Date): Promise<void> {
  await ofLink(tx, link).set({ written_at: at, language }).execute();
}

/** Revokes a link; false when that was done before. `by` is the member, null for the author. */
export async function revokeCaseLink(
  tx: Tenant,
  link: Pick<CaseLink, 'organisationId' | 'tokenHash'>,
  by: string | null,
  at: Date,
): Promise<boolean> {
  const done = await ofLink(tx, link)
    .set({ revoked_at: at, revoked_by: by })
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
