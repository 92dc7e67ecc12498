/** Gives new posts their authors, conversations and cases, and stores them. */
import { conversationAuthors, type GatheredPost, postKey } from '../../domain/gathering.ts';
import type { Network } from '../../domain/network.ts';
import type { ResponseTimes } from '../../domain/queue.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  type ConversationToKeep,
  conversationKey,
  insertReach,
  type KeptConversation,
  type KeptIdentity,
  keepConversations,
  keepIdentities,
} from '../../storage/identities.ts';
import { newId } from '../../storage/ids.ts';
import {
  findConversationAuthors,
  insertPosts,
  markAutomatic,
  markEdited,
  type NewPost,
} from '../../storage/intake.ts';
import { keepInstitutions } from '../../storage/organisations.ts';
import { insertWhereabouts } from '../../storage/whereabouts.ts';
import { identitiesOf } from './heardNames.ts';

export interface IntakeAccount {
  institutionId: string;
}

export interface TakePosts {
  organisationId: number;
  accounts: ReadonlyMap<string, IntakeAccount>;
  times: ResponseTimes;
  now: Date;
  /** Hours for which words stay that were deleted on a network. */
  deletedStays(network: Network): number;
}

/** A new post in its place; without a conversation where nobody can tell yet whose it is. */
export interface FreshPost {
  id: string;
  gathered: GatheredPost;
  identityId: string;
  conversation: KeptConversation | null;
}

/** Gives each new post its author, conversation and case, and stores it. */
export async function placeFresh(
  tx: Tenant,
  desk: TakePosts,
  fresh: readonly GatheredPost[],
): Promise<FreshPost[]> {
  if (fresh.length === 0) return [];
  const { organisationId } = desk;
  const authors = await authorsOf(tx, organisationId, fresh);
  const identities = await keepIdentities(tx, organisationId, identitiesOf(fresh, authors));
  const institutions = await keepInstitutions(
    tx,
    organisationId,
    fresh.flatMap((g) => (g.post.institution === null ? [] : [g.post.institution])),
  );
  const identityOf = (network: string, networkId: string): KeptIdentity => {
    const identity = identities.get(postKey(network, networkId));
    if (identity === undefined) throw new Error('an author without identity');
    return identity;
  };
  const wanted = new Map<string, ConversationToKeep>();
  const places = fresh.map((one, i): Place => {
    const { post } = one;
    const by = identityOf(post.network, post.by.networkId);
    const author = authors[i] ?? null;
    if (author === null) return { identityId: by.id, conversationKey: null };
    const identity = author === post.by.networkId ? by : identityOf(post.network, author);
    const key = conversationKey(post.network, post.thread, identity.id);
    if (!wanted.has(key)) {
      const institutionId =
        (post.institution === null ? undefined : institutions.get(post.institution)) ??
        accountOf(desk, one).institutionId;
      const { network, thread, visibility } = post;
      const { id: identityId, authorId } = identity;
      const unitId = post.unit ?? null;
      wanted.set(key, { network, thread, identityId, authorId, institutionId, visibility, unitId });
    }
    return { identityId: by.id, conversationKey: key };
  });
  const conversations = await keepConversations(tx, organisationId, wanted);
  const placed = fresh.map((gathered, i): FreshPost => {
    const { identityId, conversationKey: key } = places[i] ?? unplaced();
    const conversation = key === null ? null : (conversations.get(key) ?? null);
    return { id: newId(), gathered, identityId, conversation };
  });
  await storeFresh(tx, organisationId, placed);
  return placed;
}

/** Where a new post belongs. */
interface Place {
  identityId: string;
  conversationKey: string | null;
}

function unplaced(): never {
  throw new Error('a post without a place');
}

function accountOf(desk: TakePosts, one: GatheredPost): IntakeAccount {
  const account = desk.accounts.get(one.accountId);
  if (account === undefined) throw new Error(`account ${one.accountId} is not known`);
  return account;
}

/** Whose conversation each of the posts belongs to, in their order; null where that cannot be told yet. */
async function authorsOf(
  tx: Tenant,
  organisationId: number,
  fresh: readonly GatheredPost[],
): Promise<(string | null)[]> {
  const toFollow = fresh.flatMap(({ post }) => (post.conversationWith === null ? [post] : []));
  if (toFollow.length === 0) return fresh.map(({ post }) => post.conversationWith);
  const posts = fresh.map((g) => g.post);
  const inBatch = new Set(posts.map((post) => postKey(post.network, post.networkId)));
  const outside = toFollow.flatMap(({ network, parentNetworkId }) =>
    parentNetworkId !== null && !inBatch.has(postKey(network, parentNetworkId))
      ? [{ network, networkId: parentNetworkId }]
      : [],
  );
  const known = await findConversationAuthors(tx, organisationId, outside);
  const authors = conversationAuthors(
    posts,
    new Map(known.map((k) => [postKey(k.network, k.networkId), k.author])),
  );
  return posts.map((post) => authors.get(postKey(post.network, post.networkId)) ?? null);
}

async function storeFresh(tx: Tenant, organisationId: number, placed: readonly FreshPost[]): Promise<void> {
  const rows = placed.map(
    (p): NewPost => ({
      id: p.id,
      post: p.gathered.post,
      conversationId: p.conversation?.id ?? null,
      identityId: p.identityId,
      heardAt: p.gathered.heardAt,
      rawId: p.gathered.rawId,
    }),
  );
  await insertPosts(tx, organisationId, rows);
  await markEdited(
    tx,
    organisationId,
    placed.flatMap(({ id, gathered }) => (gathered.post.edited === true ? [id] : [])),
  );
  const automatic = placed.flatMap(({ id, gathered }) => (gathered.post.automatic === true ? [id] : []));
  await markAutomatic(tx, organisationId, automatic);
  const withReach = placed.flatMap(({ id, identityId, gathered }) =>
    gathered.post.reach === null
      ? []
      : [{ identityId, postId: id, reach: gathered.post.reach, at: gathered.heardAt }],
  );
  await insertReach(tx, organisationId, withReach);
  const stated = placed.flatMap(({ id, gathered: { post } }) =>
    post.stated === undefined || post.direction === 'house' ? [] : [{ postId: id, ...post.stated }],
  );
  await insertWhereabouts(tx, organisationId, stated);
}
