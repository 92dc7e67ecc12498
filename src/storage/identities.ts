/** Names on networks, and the conversations that they have with us. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { Reach, Visibility } from '../domain/post.ts';
import { booleans, columnsOf, fingerprints, instants, integers, rowsOf, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { type Fingerprint, fingerprintOf } from './fingerprints.ts';
import { newId } from './ids.ts';
import { casesMovedToDirect } from './movedToDirect.ts';
import { sealNames } from './protectedAuthors.ts';

export interface IdentityToKeep {
  network: Network;
  networkId: string;
  /** Null: only the network's id is known so far. */
  handle: string | null;
  name: string | null;
  at: Date;
  /** The time, in milliseconds, of the post that says the handle, where that is another one. */
  handleAt?: number;
}

export interface KeptIdentity {
  id: string;
  authorId: string;
}

interface Known {
  wanted: IdentityToKeep;
  id: string;
  authorId: string;
  handle: string;
  name: string | null;
  /** The time of the post that said this name. */
  namedAt: Date;
  /** Its names stand elsewhere, and these are the stand-in. */
  isProtected: boolean;
}

/** A new name for an identity, and the time of the post that says it. */
interface Renamed {
  id: string;
  handle: string;
  name: string | null;
  at: Date;
}

const keyOf = ({ network, networkId }: IdentityToKeep): string => `${network} ${networkId}`;

/** Finds or makes the identities, keeping newer names. The result is keyed "network id". */
export async function keepIdentities(
  tx: Tenant,
  organisationId: number,
  wanted: ReadonlyMap<string, IdentityToKeep>,
): Promise<Map<string, KeptIdentity>> {
  const kept = new Map<string, KeptIdentity>();
  if (wanted.size === 0) return kept;
  const renamed: Renamed[] = [];
  const sealed: Renamed[] = [];
  for (const known of await selectIdentities(tx, organisationId, [...wanted.values()])) {
    const { id, authorId, handle, name, namedAt, isProtected, wanted: heard } = known;
    kept.set(keyOf(heard), { id, authorId });
    const said = new Date(heard.handleAt ?? heard.at.getTime());
    const nameless = handle === heard.networkId;
    if (isProtected && heard.handle) sealed.push({ id, handle: heard.handle, name: heard.name, at: said });
    if (isProtected || !heard.handle || (said < namedAt && !nameless)) continue;
    if (heard.handle !== handle || (heard.name !== null && heard.name !== name)) {
      renamed.push({ id, handle: heard.handle, name: heard.name ?? name, at: said });
    }
  }
  if (renamed.length > 0) await renameIdentities(tx, organisationId, renamed);
  if (sealed.length > 0) await sealNames(tx, organisationId, sealed);
  const missing = [...wanted].filter(([key]) => !kept.has(key)).map(([, identity]) => identity);
  const raced = missing.length === 0 ? [] : await insertIdentities(tx, organisationId, missing, kept);
  for (const { id, authorId, wanted: heard } of await selectIdentities(tx, organisationId, raced)) {
    kept.set(keyOf(heard), { id, authorId });
  }
  return kept;
}

/** Names those that are known by their network's id only: a stream may tell of a post before anybody could say who wrote it. */
export async function nameNameless(
  tx: Tenant,
  organisationId: number,
  named: ReadonlyMap<string, IdentityToKeep>,
): Promise<void> {
  const known = await selectIdentities(tx, organisationId, [...named.values()]);
  const sealed = known.flatMap(({ id, isProtected, wanted: { handle, name, at } }) =>
    isProtected && handle ? [{ id, handle, name, at }] : [],
  );
  if (sealed.length > 0) await sealNames(tx, organisationId, sealed);
  const nameless = known.flatMap(({ id, handle, name, wanted: heard }) =>
    handle !== heard.networkId || !heard.handle
      ? []
      : [{ id, handle: heard.handle, name: heard.name ?? name, at: heard.at }],
  );
  if (nameless.length > 0) await renameIdentities(tx, organisationId, nameless);
}

/** Those of the wanted that we have. They are told apart by their place: sending their names back would cost as much as finding them. */
async function selectIdentities(
  tx: Tenant,
  organisationId: number,
  wanted: readonly IdentityToKeep[],
): Promise<Known[]> {
  if (wanted.length === 0) return [];
  const found = await sql<{
    n: number;
    id: string;
    author_id: string;
    handle: string;
    name: string | null;
    named_at: Date;
    protected: boolean;
  }>`
    select t.n::integer as n, i.id, i.author_id, i.handle, i.name, coalesce(i.named_at, i.first_heard_at) as named_at, i.protected
    from unnest(${fingerprints(wanted.map((w) => fingerprintOf(w.network, w.networkId)))}) with ordinality as t(fingerprint, n)
    cross join lateral (
      select * from identity where organisation_id = ${organisationId} and fingerprint = t.fingerprint limit 1
    ) as i`.execute(tx);
  return found.rows.flatMap(({ n, id, author_id, handle, name, named_at, protected: isProtected }) => {
    const one = wanted[n - 1];
    return one === undefined
      ? []
      : [{ wanted: one, id, authorId: author_id, handle, name, namedAt: named_at, isProtected }];
  });
}

/** Makes the missing identities; answers those that another worker made at the same moment. */
async function insertIdentities(
  tx: Tenant,
  organisationId: number,
  missing: readonly IdentityToKeep[],
  kept: Map<string, KeptIdentity>,
): Promise<IdentityToKeep[]> {
  // One order for everybody, so that two workers that meet the same new authors wait for each other rather than in a circle.
  const sorted = [...missing].sort((a, b) =>
    a.networkId < b.networkId ? -1 : a.networkId > b.networkId ? 1 : 0,
  );
  const ids = sorted.map(() => newId());
  const rows = {
    id: uuids(ids),
    author_id: uuids(ids),
    fingerprint: fingerprints(sorted.map((i) => fingerprintOf(i.network, i.networkId))),
    network: texts(sorted.map((i) => i.network)),
    network_id: texts(sorted.map((i) => i.networkId)),
    handle: texts(sorted.map((i) => i.handle ?? i.networkId)),
    name: texts(sorted.map((i) => i.name)),
    first_heard_at: instants(sorted.map((i) => i.at)),
  };
  const inserted = await sql<{ id: string }>`
    insert into identity (organisation_id, ${columnsOf(rows)})
    select ${organisationId}::integer, t.* from ${rowsOf(rows)} as t
    on conflict (organisation_id, fingerprint) do nothing
    returning id`.execute(tx);
  const made = new Set(inserted.rows.map((row) => row.id));
  const raced: IdentityToKeep[] = [];
  sorted.forEach((identity, i) => {
    const id = ids[i] ?? '';
    if (made.has(id)) kept.set(keyOf(identity), { id, authorId: id });
    else raced.push(identity);
  });
  return raced;
}

async function renameIdentities(
  tx: Tenant,
  organisationId: number,
  renamed: readonly Renamed[],
): Promise<void> {
  const sorted = [...renamed].sort((a, b) => (a.id < b.id ? -1 : 1));
  await sql`
    update identity as i set handle = t.handle, name = t.name, named_at = t.at
    from unnest(${uuids(sorted.map((r) => r.id))}, ${texts(sorted.map((r) => r.handle))}, ${texts(sorted.map((r) => r.name))},
      ${instants(sorted.map((r) => r.at))}) as t(id, handle, name, at)
    where i.organisation_id = ${organisationId} and i.id = t.id and not i.protected`.execute(tx);
}

export interface ConversationToKeep {
  network: Network;
  thread: string;
  identityId: string;
  authorId: string;
  institutionId: string;
  visibility: Visibility;
  /** The unit that its first post names; its case begins with it. */
  unitId: string | null;
}

export interface KeptConversation {
  id: string;
  caseId: string;
  /** Set when it was made just now: its case is still to be opened. */
  fresh: ConversationToKeep | null;
}

const threadOf = ({ network, thread }: ConversationToKeep): Fingerprint => fingerprintOf(network, thread);

/** The name under which a conversation is one: a thread and one author in it. */
export function conversationKey(network: string, thread: string, identityId: string): string {
  return `${network} ${identityId} ${thread}`;
}

/**
 * Finds or makes the conversations, each with the id of its case. The unique key lets exactly one process make each: whoever comes second at the same instant
 * fails (SQLSTATE 23505, `retry`), looks again and finds it.
 */
export async function keepConversations(
  tx: Tenant,
  organisationId: number,
  wanted: ReadonlyMap<string, ConversationToKeep>,
): Promise<Map<string, KeptConversation>> {
  const kept = new Map<string, KeptConversation>();
  if (wanted.size === 0) return kept;
  await selectConversations(tx, organisationId, wanted, kept);
  const made: (ConversationToKeep & { id: string; caseId: string })[] = [];
  const isNew = ([key]: [string, ConversationToKeep]) => !kept.has(key);
  // Whoever was told in public to go on in a direct message goes on in the same case. Only new direct conversations ask for it.
  const direct = [...wanted].filter(isNew).filter(([, { visibility }]) => visibility === 'direct');
  const moved = await casesMovedToDirect(
    tx,
    organisationId,
    direct.map(([, { identityId }]) => identityId),
  );
  for (const [key, conversation] of wanted) {
    if (kept.has(key)) continue;
    const before = conversation.visibility === 'direct' ? moved.get(conversation.identityId) : undefined;
    const fresh = { ...conversation, id: newId(), caseId: before ?? newId() };
    made.push(fresh);
    kept.set(key, { id: fresh.id, caseId: fresh.caseId, fresh: before === undefined ? fresh : null });
  }
  if (made.length === 0) return kept;
  const rows = {
    id: uuids(made.map((m) => m.id)),
    fingerprint: fingerprints(made.map(threadOf)),
    network: texts(made.map((m) => m.network)),
    thread: texts(made.map((m) => m.thread)),
    identity_id: uuids(made.map((m) => m.identityId)),
    case_id: uuids(made.map((m) => m.caseId)),
    institution_id: uuids(made.map((m) => m.institutionId)),
    visibility: texts(made.map((m) => m.visibility)),
  };
  await sql`
    insert into conversation (organisation_id, ${columnsOf(rows)})
    select ${organisationId}::integer, t.* from ${rowsOf(rows)} as t`.execute(tx);
  return kept;
}

async function selectConversations(
  tx: Tenant,
  organisationId: number,
  wanted: ReadonlyMap<string, ConversationToKeep>,
  into: Map<string, KeptConversation>,
): Promise<void> {
  const keys = [...wanted.keys()];
  const sought = [...wanted.values()];
  const found = await sql<{ n: number; id: string; case_id: string }>`
    select t.n::integer as n, c.id, c.case_id
    from unnest(${fingerprints(sought.map(threadOf))}, ${uuids(sought.map((w) => w.identityId))})
      with ordinality as t(fingerprint, identity_id, n)
    cross join lateral (
      select id, case_id from conversation
      where organisation_id = ${organisationId} and identity_id = t.identity_id and fingerprint = t.fingerprint limit 1
    ) as c`.execute(tx);
  for (const { n, id, case_id } of found.rows) {
    const key = keys[n - 1];
    if (key !== undefined) into.set(key, { id, caseId: case_id, fresh: null });
  }
}

/** Writes reach where only the audit can read it. */
export async function insertReach(
  tx: Tenant,
  organisationId: number,
  rows: readonly { identityId: string; postId: string; reach: Reach; at: Date }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into reach (organisation_id, identity_id, post_id, followers, verified, shares, at)
    select ${organisationId}::integer, * from unnest(${uuids(rows.map((r) => r.identityId))}, ${uuids(rows.map((r) => r.postId))},
      ${integers(rows.map((r) => r.reach.followers))}, ${booleans(rows.map((r) => r.reach.verified))}, ${integers(rows.map((r) => r.reach.shares))}, ${instants(rows.map((r) => r.at))})`.execute(
    tx,
  );
}
