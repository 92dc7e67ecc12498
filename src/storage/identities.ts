/** Names on networks, and the conversations that they have with us. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { Reach, Visibility } from '../domain/post.ts';
import { booleans, instants, integers, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { newId } from './ids.ts';

export interface IdentityToKeep {
  network: Network;
  networkId: string;
  /** Null: only the network's id is known so far. */
  handle: string | null;
  name: string | null;
  at: Date;
}

export interface KeptIdentity {
  id: string;
  authorId: string;
}

interface IdentityRow {
  id: string;
  author_id: string;
  network: string;
  network_id: string;
  handle: string;
  name: string | null;
}

const keyOf = (network: string, networkId: string): string => `${network} ${networkId}`;

/** Finds or makes the identities, keeping newer names. The result is keyed "network id". */
export async function keepIdentities(
  tx: Tenant,
  organisationId: number,
  wanted: ReadonlyMap<string, IdentityToKeep>,
): Promise<Map<string, KeptIdentity>> {
  const kept = new Map<string, KeptIdentity>();
  if (wanted.size === 0) return kept;
  const known = await selectIdentities(tx, organisationId, [...wanted.values()]);
  const renamed: IdentityRow[] = [];
  for (const row of known) {
    const key = keyOf(row.network, row.network_id);
    kept.set(key, { id: row.id, authorId: row.author_id });
    const heard = wanted.get(key);
    if (heard?.handle && (heard.handle !== row.handle || (heard.name !== null && heard.name !== row.name))) {
      renamed.push({ ...row, handle: heard.handle, name: heard.name ?? row.name });
    }
  }
  if (renamed.length > 0) await renameIdentities(tx, organisationId, renamed);
  const missing = [...wanted].filter(([key]) => !kept.has(key)).map(([, identity]) => identity);
  if (missing.length > 0) {
    for (const row of await insertIdentities(tx, organisationId, missing)) {
      kept.set(keyOf(row.network, row.network_id), { id: row.id, authorId: row.author_id });
    }
    const raced = missing.filter((identity) => !kept.has(keyOf(identity.network, identity.networkId)));
    for (const row of raced.length === 0 ? [] : await selectIdentities(tx, organisationId, raced)) {
      kept.set(keyOf(row.network, row.network_id), { id: row.id, authorId: row.author_id });
    }
  }
  return kept;
}

/** Names those that are known by their network's id only: a stream may tell of a post before anybody could say who wrote it. */
export async function nameNameless(
  tx: Tenant,
  organisationId: number,
  named: ReadonlyMap<string, IdentityToKeep>,
): Promise<void> {
  if (named.size === 0) return;
  const known = await selectIdentities(tx, organisationId, [...named.values()]);
  const nameless = known.flatMap((row) => {
    const heard = named.get(keyOf(row.network, row.network_id));
    return row.handle !== row.network_id || !heard?.handle
      ? []
      : [{ ...row, handle: heard.handle, name: heard.name ?? row.name }];
  });
  if (nameless.length > 0) await renameIdentities(tx, organisationId, nameless);
}

async function selectIdentities(
  tx: Tenant,
  organisationId: number,
  wanted: readonly IdentityToKeep[],
): Promise<IdentityRow[]> {
  const found = await sql<IdentityRow>`
    select i.id, i.author_id, i.network, i.network_id, i.handle, i.name
    from unnest(${texts(wanted.map((w) => w.network))}, ${texts(wanted.map((w) => w.networkId))}) as t(network, network_id)
    cross join lateral (
      select * from identity where organisation_id = ${organisationId} and network = t.network and network_id = t.network_id limit 1
    ) as i`.execute(tx);
  return found.rows;
}

async function insertIdentities(
  tx: Tenant,
  organisationId: number,
  missing: readonly IdentityToKeep[],
): Promise<IdentityRow[]> {
  // One order for everybody, so that two workers that meet the same new authors wait for each other rather than in a circle.
  const sorted = [...missing].sort((a, b) =>
    a.networkId < b.networkId ? -1 : a.networkId > b.networkId ? 1 : 0,
  );
  const ids = sorted.map(() => newId());
  const inserted = await sql<IdentityRow>`
    insert into identity (organisation_id, id, author_id, network, network_id, handle, name, first_heard_at)
    select ${organisationId}::integer, t.id, t.id, t.network, t.network_id, t.handle, t.name, t.at
    from unnest(${uuids(ids)}, ${texts(sorted.map((i) => i.network))}, ${texts(sorted.map((i) => i.networkId))},
      ${texts(sorted.map((i) => i.handle ?? i.networkId))}, ${texts(sorted.map((i) => i.name))}, ${instants(sorted.map((i) => i.at))})
      as t(id, network, network_id, handle, name, at)
    on conflict (organisation_id, network, network_id) do nothing
    returning id, author_id, network, network_id, handle, name`.execute(tx);
  return inserted.rows;
}

async function renameIdentities(
  tx: Tenant,
  organisationId: number,
  renamed: readonly IdentityRow[],
): Promise<void> {
  const sorted = [...renamed].sort((a, b) => (a.id < b.id ? -1 : 1));
  await sql`
    update identity as i set handle = t.handle, name = t.name
    from unnest(${uuids(sorted.map((r) => r.id))}, ${texts(sorted.map((r) => r.handle))}, ${texts(sorted.map((r) => r.name))}) as t(id, handle, name)
    where i.organisation_id = ${organisationId} and i.id = t.id`.execute(tx);
}

export interface ConversationToKeep {
  network: Network;
  thread: string;
  identityId: string;
  authorId: string;
  institutionId: string;
  visibility: Visibility;
}

export interface KeptConversation {
  id: string;
  caseId: string;
  /** Set when it was made just now: its case is still to be opened. */
  fresh: ConversationToKeep | null;
}

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
  await selectConversations(tx, organisationId, [...wanted.values()], kept);
  const missing = [...wanted].filter(([key]) => !kept.has(key)).map(([, conversation]) => conversation);
  if (missing.length === 0) return kept;
  const made = missing.map((conversation) => ({ ...conversation, id: newId(), caseId: newId() }));
  await sql`
    insert into conversation (organisation_id, id, network, thread, identity_id, case_id, institution_id, visibility)
    select ${organisationId}::integer, * from unnest(${uuids(made.map((m) => m.id))}, ${texts(made.map((m) => m.network))},
      ${texts(made.map((m) => m.thread))}, ${uuids(made.map((m) => m.identityId))}, ${uuids(made.map((m) => m.caseId))},
      ${uuids(made.map((m) => m.institutionId))}, ${texts(made.map((m) => m.visibility))})`.execute(tx);
  for (const m of made) {
    kept.set(conversationKey(m.network, m.thread, m.identityId), { id: m.id, caseId: m.caseId, fresh: m });
  }
  return kept;
}

async function selectConversations(
  tx: Tenant,
  organisationId: number,
  wanted: readonly ConversationToKeep[],
  into: Map<string, KeptConversation>,
): Promise<void> {
  const found = await sql<{
    id: string;
    case_id: string;
    network: string;
    thread: string;
    identity_id: string;
  }>`
    select c.id, c.case_id, c.network, c.thread, c.identity_id
    from unnest(${texts(wanted.map((w) => w.network))}, ${texts(wanted.map((w) => w.thread))}, ${uuids(wanted.map((w) => w.identityId))}) as t(network, thread, identity_id)
    cross join lateral (
      select * from conversation
      where organisation_id = ${organisationId} and identity_id = t.identity_id and network = t.network and thread = t.thread limit 1
    ) as c`.execute(tx);
  for (const row of found.rows) {
    into.set(conversationKey(row.network, row.thread, row.identity_id), {
      id: row.id,
      caseId: row.case_id,
      fresh: null,
    });
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
