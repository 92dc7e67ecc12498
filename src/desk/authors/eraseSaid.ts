/** The part of an erasure that has to do with posts: whose words go, and which names are replaced where others' posts name them. */
import { tellingNames, threadNamesAuthor } from '../../domain/erasure.ts';
import { postKey } from '../../domain/gathering.ts';
import type { Tenant } from '../../storage/database.ts';
import { type KeptPrint, type Print, printOf, standInFor } from '../../storage/erasedNames.ts';
import {
  type ErasedConversation,
  type ErasedIdentity,
  type NamedPost,
  othersInThreads,
  postsOfConversations,
  postsThatName,
} from '../../storage/erasing.ts';
import {
  blankPosts,
  eraseCarriers,
  eraseSetAsideOf,
  type RenamedPost,
  renameConversations,
  renamePosts,
} from '../../storage/erasingWrites.ts';

interface Erased {
  identities: { id: string; networkId: string; handle: string }[];
  /** By which all of it is known again. */
  prints: KeptPrint[];
}

/** Erases what was said by these identities and to them; answers the names that stand for theirs. */
export async function eraseSaid(
  tx: Tenant,
  erasing: { organisationId: number; key: string; at: Date },
  identities: readonly ErasedIdentity[],
  conversations: readonly ErasedConversation[],
): Promise<Erased> {
  const { organisationId, key, at } = erasing;
  const authors = tellingNames(identities.map(({ networkId }) => networkId));
  const own = await postsOfConversations(
    tx,
    organisationId,
    conversations.map(({ id }) => id),
  );
  const others = await othersInThreads(tx, organisationId, conversations);
  const names = nameBook(key);
  for (const post of own) if (post.direction === 'inbound') names.add(post.network, post.networkId);
  for (const one of threadsThatName(conversations, { authors, own, others }))
    names.add(one.network, one.thread);
  const ownIds = new Set(own.map(({ id }) => id));
  const naming = (await postsThatName(tx, organisationId, names.all(), authors)).filter(
    ({ id }) => !ownIds.has(id),
  );
  for (const { network, networkId } of naming)
    if (authors.some((author) => networkId.includes(author))) names.add(network, networkId);
  const theirs = [...own, ...naming.filter((post) => answersUnplaced(post, names))].map(({ id }) => id);
  const renamed = [...own, ...naming].flatMap((post) => renamedPost(post, names));
  await eraseSetAsideOf(tx, organisationId, { names: names.all(), authors }, at);
  await eraseCarriers(tx, organisationId, [...new Set([...theirs, ...renamed.map(({ id }) => id)])]);
  await blankPosts(tx, organisationId, theirs, at);
  await renamePosts(tx, organisationId, renamed);
  const threads = [...conversations, ...others].flatMap(({ id, network, thread }) => {
    const standIn = names.of(network, thread);
    return standIn === thread ? [] : [{ id, thread: standIn }];
  });
  await renameConversations(tx, organisationId, threads);
  const people = identities.map(({ network, networkId }) => printOf(key, 'author', network, networkId));
  return {
    // Of the row and not of the name: should the same person write again and be erased again, nothing shows that they are one.
    identities: identities.map(({ id }) => ({
      id,
      networkId: `erased:${id}`,
      handle: `erased-${id.slice(-6)}`,
    })),
    prints: [...names.prints(), ...people.map((print) => ({ print, until: at }))],
  };
}

interface NameBook {
  add(network: string, name: string): void;
  /** What stands for a name; the name itself where it is nobody's who is erased. */
  of(network: string, name: string): string;
  all(): string[];
  prints(): KeptPrint[];
}

function nameBook(key: string): NameBook {
  const names = new Map<string, { name: string; print: Print }>();
  return {
    add(network, name) {
      // What already stands for somebody who was erased is no name.
      if (name.startsWith('erased:')) return;
      names.set(postKey(network, name), { name, print: printOf(key, 'name', network, name) });
    },
    of(network, name) {
      const found = names.get(postKey(network, name));
      return found === undefined ? name : standInFor(found.print);
    },
    all: () => [...new Set([...names.values()].map(({ name }) => name))],
    prints: () => [...names.values()].map(({ print }) => ({ print, until: null })),
  };
}

function threadsThatName(
  conversations: readonly ErasedConversation[],
  of: {
    authors: readonly string[];
    own: readonly NamedPost[];
    others: readonly { network: string; thread: string }[];
  },
): ErasedConversation[] {
  const posts = byNetwork(
    of.own.filter((p) => p.direction === 'inbound').map((p) => [p.network, p.networkId]),
  );
  const shared = byNetwork(of.others.map(({ network, thread }) => [network, thread]));
  return conversations.filter((one) =>
    threadNamesAuthor(one, {
      names: of.authors,
      posts: posts.get(one.network) ?? new Set(),
      shared: shared.get(one.network) ?? new Set(),
    }),
  );
}

function byNetwork(pairs: readonly (readonly [network: string, name: string])[]): Map<string, Set<string>> {
  const sets = new Map<string, Set<string>>();
  for (const [network, name] of pairs) sets.set(network, (sets.get(network) ?? new Set()).add(name));
  return sets;
}

/** An answer of ours to one of these posts that found no conversation yet. */
function answersUnplaced(post: NamedPost, names: NameBook): boolean {
  const { direction, conversationId, network, parentNetworkId } = post;
  if (direction !== 'house' || conversationId !== null || parentNetworkId === null) return false;
  return names.of(network, parentNetworkId) !== parentNetworkId;
}

function renamedPost(post: NamedPost, names: NameBook): RenamedPost[] {
  const of = (name: string) => names.of(post.network, name);
  const orNull = (name: string | null) => (name === null ? null : of(name));
  const { id, networkId, thread, parentNetworkId, quotedNetworkId } = post;
  const after = {
    id,
    networkId: of(networkId),
    thread: of(thread),
    parentNetworkId: orNull(parentNetworkId),
    quotedNetworkId: orNull(quotedNetworkId),
  };
  const same =
    after.networkId === networkId &&
    after.thread === thread &&
    after.parentNetworkId === parentNetworkId &&
    after.quotedNetworkId === quotedNetworkId;
  return same ? [] : [after];
}
