/** An organisation with two accounts on an invented network's side of Bluesky, workers to serve its inbox, and looks into what came of it. */
import { sql } from 'kysely';
import type { Channel } from '../../src/channels/channel.ts';
import { buildChannels } from '../../src/channels/networks.ts';
import type { Network } from '../../src/domain/network.ts';
import { drainInbox } from '../../src/listening/work.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { newId } from '../../src/storage/ids.ts';
import { saveRawItems } from '../../src/storage/inbox.ts';
import { addMember } from '../../src/storage/members.ts';
import type { TestDatabase } from '../createTestDatabase.ts';

export type Channels = Record<Network, Channel>;

/** As they are. */
export const channelsWithTerms: Channels = buildChannels({
  fetch: () => Promise.reject(new Error('these tests have no network')),
  now: () => new Date(),
  log: () => undefined,
});

/** The same, but what is deleted goes at once: terms have tests of their own. */
export const channels: Channels = {
  ...channelsWithTerms,
  bluesky: {
    ...channelsWithTerms.bluesky,
    abilities: { ...channelsWithTerms.bluesky.abilities, deletedStays: 0 },
  },
};

export interface Desk {
  storage: Storage;
  organisationId: number;
  institutionId: string;
  /** Ids of our connected accounts and their names on the network. */
  house: OurAccount;
  executive: OurAccount;
}

export interface OurAccount {
  id: string;
  did: string;
}

/** A new organisation. Several may share a database. */
export async function makeDesk(storage: Storage, name = 'Karoo Water'): Promise<Desk> {
  return storage.asSystem(async (tx) => {
    const { id: organisationId } = await tx
      .insertInto('organisation')
      .values({ name, kind: 'institution' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx.insertInto('organisation_counter').values({ organisation_id: organisationId }).execute();
    const institutionId = newId();
    await tx
      .insertInto('institution')
      .values({ organisation_id: organisationId, id: institutionId, name, own: true })
      .execute();
    const account = async (handle: string): Promise<OurAccount> => {
      const ours = { id: newId(), did: `did:plc:${handle}` };
      await tx
        .insertInto('connected_account')
        .values({
          organisation_id: organisationId,
          id: ours.id,
          institution_id: institutionId,
          network: 'bluesky',
          network_id: ours.did,
          handle: `${handle}.example`,
          settings: '{}',
          lacks: '[]',
          watched: '[]',
        })
        .execute();
      return ours;
    };
    const house = await account('karoowater');
    return { storage, organisationId, institutionId, house, executive: await account('chiefexecutive') };
  });
}

/** A member who answers. */
export function makeMember(desk: Desk, name: string): Promise<string> {
  const email = `${name.toLowerCase()}.${newId()}@water.example`;
  return desk.storage.inOrganisation(desk.organisationId, (tx) =>
    addMember(tx, desk.organisationId, { name, email, role: 'agent', signInId: null, at: new Date() }),
  );
}

/** The start of the invented day. */
export const at = (minute: number): Date => new Date(Date.UTC(2031, 0, 4, 6, minute));

export const addressOf = (did: string, key: string): string => `at://${did}/app.bsky.feed.post/${key}`;

export interface Version {
  did: string;
  key: string;
  minute: number;
  text: string;
  /** Address of the post that is answered, and of the root of its thread. */
  parent?: string;
  root?: string;
  /** Ids that are mentioned. */
  mentions?: readonly string[];
  /** 0 is the first version. */
  version?: number;
  followers?: number | null;
  verified?: boolean | null;
}

export interface Item {
  key: string;
  payload: unknown;
}

/** A version of a post as the network's stream brings it. */
export function item(post: Version): Item {
  const { did, key, minute, text, root, parent = root, version = 0, mentions = [] } = post;
  const reference = (uri: string) => ({ uri, cid: 'bafyinvented' });
  return {
    key: root ?? addressOf(did, key),
    payload: {
      form: 'commit',
      operation: version === 0 ? 'create' : 'update',
      did,
      rkey: key,
      rev: `3k${String(version).padStart(11, '0')}`,
      cid: `bafyinvented${version}`,
      at: at(minute).toISOString(),
      author: {
        did,
        handle: `${did.slice(8)}.example`,
        name: null,
        followers: post.followers ?? null,
        verified: post.verified ?? null,
      },
      pictures: '',
      record: {
        text,
        createdAt: at(minute).toISOString(),
        langs: ['en'],
        ...(root === undefined || parent === undefined
          ? {}
          : { reply: { root: reference(root), parent: reference(parent) } }),
        facets: mentions.map((mentioned) => ({
          features: [{ $type: 'app.bsky.richtext.facet#mention', did: mentioned }],
        })),
      },
    },
  };
}

/** Its author deletes a post: the stream names the address and nothing else. */
export function deletion(did: string, key: string, minute = 59): Item {
  return {
    key: addressOf(did, key),
    payload: {
      form: 'commit',
      operation: 'delete',
      did,
      rkey: key,
      rev: '3kzzzzzzzzzzz',
      cid: null,
      record: null,
      at: at(minute).toISOString(),
      author: null,
      pictures: '',
    },
  };
}

/** A direct message of a conversation between an author and one of our accounts. */
export function message(convo: string, id: string, by: string, us: OurAccount, text: string): Item {
  return {
    key: convo,
    payload: {
      form: 'message',
      convo,
      removed: false,
      message: { id, rev: id, text, sender: { did: by }, sentAt: at(40).toISOString() },
      members: [by, us.did].map((did) => ({
        did,
        handle: `${did.slice(8)}.example`,
        name: null,
        followers: null,
        verified: null,
      })),
    },
  };
}

/** One of our accounts hears items. */
export function hear(
  desk: Desk,
  account: OurAccount,
  items: readonly Item[],
  heardAt = at(30),
): Promise<void> {
  return saveRawItems(desk.storage, {
    organisationId: desk.organisationId,
    accountId: account.id,
    source: 'posts',
    cursor: null,
    items: items.map(({ key, payload }) => ({ key, payload: JSON.stringify(payload) })),
    heardAt,
  });
}

let workers = 0;

/** Serves the inbox until it is empty. */
export async function serve(storage: Storage, through: Channels = channels): Promise<void> {
  workers += 1;
  await drainInbox(
    {
      storage,
      channels: through,
      worker: `worker ${workers}`,
      now: () => at(45),
      log: () => undefined,
    },
    () => undefined,
  );
}

/** `count` workers, each with connections of its own as in a process of its own. */
export async function withWorkers<T>(
  database: TestDatabase,
  count: number,
  work: (serveAll: (through?: Channels) => Promise<void>) => Promise<T>,
): Promise<T> {
  const pools = Array.from({ length: count }, () => openStorage({ url: database.url, connections: 2 }));
  try {
    return await work(async (through) => {
      await Promise.all(pools.map((pool) => serve(pool, through)));
      // A lane that was leased while the others ended is empty by now.
      await serve(pools[0] as Storage, through);
    });
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
  }
}

/** Rows of the organisation, as the program itself sees them. */
export async function rows<T>(desk: Desk, table: string): Promise<T[]> {
  const found = await sql<T>`
    select * from ${sql.table(table)} where organisation_id = ${desk.organisationId}`.execute(
    desk.storage.system,
  );
  return found.rows;
}

/** Names of the tables that hold a text anywhere in any column of any row. */
export async function tablesWith(storage: Storage, words: string): Promise<string[]> {
  const tables = await sql<{ name: string }>`
    select c.relname as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r'`.execute(storage.system);
  const holding: string[] = [];
  for (const { name } of tables.rows) {
    const found = await sql<{ n: number }>`
      select count(*)::integer as n from ${sql.table(name)} as t where strpos(t::text, ${words}) > 0`.execute(
      storage.system,
    );
    if ((found.rows[0]?.n ?? 0) > 0) holding.push(name);
  }
  return holding;
}
