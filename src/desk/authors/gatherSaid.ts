/** Finds what was said by an author and to them, by what belongs to whom: what an erasure takes and what an export gives is found here and nowhere else. */
import { tellingNames, threadNamesAuthor } from '../../domain/erasure.ts';
import { postKey } from '../../domain/gathering.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  type ErasedConversation,
  type ErasedIdentity,
  type NamedPost,
  othersInThreads,
  postsOfConversations,
  postsThatName,
} from '../../storage/erasing.ts';

export interface Said {
  /** The author's ids on networks that can be looked for inside other texts. */
  authors: string[];
  /** All posts of their conversations, ours too. */
  own: NamedPost[];
  /** Posts beyond those that name one of theirs or them. */
  naming: NamedPost[];
  /** Conversations of others in the same threads. */
  others: { id: string; network: string; thread: string }[];
  /** Posts whose words are theirs, or ours to them. */
  theirs: string[];
  names: NameBook;
}

/** Reads all of it; nothing is changed or locked. It looks through all posts of the organisation for those that name theirs. */
export async function gatherSaid(
  tx: Tenant,
  organisationId: number,
  identities: readonly ErasedIdentity[],
  conversations: readonly ErasedConversation[],
): Promise<Said> {
  const authors = tellingNames(identities.map(({ networkId }) => networkId));
  const own = await postsOfConversations(
    tx,
    organisationId,
    conversations.map(({ id }) => id),
  );
  const others = await othersInThreads(tx, organisationId, conversations);
  const names = nameBook();
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
  return { authors, own, naming, others, theirs, names };
}

/** Names of the author's posts and threads. */
export interface NameBook {
  add(network: string, name: string): void;
  has(network: string, name: string): boolean;
  /** Without their networks, each once. */
  all(): string[];
  entries(): { network: string; name: string }[];
}

function nameBook(): NameBook {
  const names = new Map<string, { network: string; name: string }>();
  return {
    add(network, name) {
      // What already stands for somebody who was erased is no name.
      if (!name.startsWith('erased:')) names.set(postKey(network, name), { network, name });
    },
    has: (network, name) => names.has(postKey(network, name)),
    all: () => [...new Set([...names.values()].map(({ name }) => name))],
    entries: () => [...names.values()],
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
  return names.has(network, parentNetworkId);
}
