/**
 * Takes a batch of heard items to the desk: loads what is known, decides by the pure rules, saves, in the caller's transaction. Whatever the order
 * of arrival, however many processes: a post, a conversation and its case are made once.
 */
import {
  conversationAuthors,
  type Gathered,
  type GatheredPost,
  gather,
  postKey,
  type TakenItem,
} from '../../domain/gathering.ts';
import { type HeardPost, isNamed } from '../../domain/post.ts';
import type { ResponseTimes } from '../../domain/queue.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  type ConversationToKeep,
  conversationKey,
  type IdentityToKeep,
  insertReach,
  type KeptConversation,
  keepConversations,
  keepIdentities,
  nameNameless,
} from '../../storage/identities.ts';
import { newId } from '../../storage/ids.ts';
import {
  adoptWaitingAnswers,
  deletePosts,
  editPosts,
  eraseRawItems,
  findConversationAuthors,
  findPosts,
  holdPosts,
  insertHearings,
  insertPosts,
  insertTombstones,
  type NewPost,
  type StoredPost,
} from '../../storage/intake.ts';
import { keepInstitutions } from '../../storage/organisations.ts';
import { countIntake } from './countIntake.ts';
import { type CasePost, moveCases } from './moveCases.ts';

export interface IntakeAccount {
  institutionId: string;
}

export interface TakePosts {
  organisationId: number;
  accounts: ReadonlyMap<string, IntakeAccount>;
  times: ResponseTimes;
  now: Date;
}

interface FreshPost {
  id: string;
  gathered: GatheredPost;
  identityId: string;
  conversation: KeptConversation | null;
}

interface Sorted {
  fresh: GatheredPost[];
  edits: { id: string; gathered: GatheredPost; stored: StoredPost }[];
  doubles: { id: string; gathered: GatheredPost; stored: StoredPost }[];
  completions: { id: string; post: HeardPost }[];
  /** Came and went within this batch: nothing of them is kept but the fact that they are gone. */
  vanished: GatheredPost[];
  deletions: { stored: StoredPost; at: Date }[];
  tombstones: { id: string; network: string; networkId: string; at: Date }[];
}

/** Takes the items; nothing is committed here. Where another process was first with a row the whole batch fails with `retry`. */
export async function takePosts(tx: Tenant, desk: TakePosts, items: readonly TakenItem[]): Promise<Gathered> {
  const gathered = gather(items);
  const { organisationId } = desk;
  const stored = await findPosts(tx, organisationId, [
    ...gathered.posts.map((g) => g.post),
    ...gathered.deletions,
  ]);
  const sorted = sortOut(gathered, stored);
  const fresh = await placeFresh(tx, desk, sorted.fresh);
  const answers = await adoptAnswers(tx, organisationId, fresh);
  const versions = sorted.edits.map((e) => ({ id: e.id, post: e.gathered.post }));
  await editPosts(tx, organisationId, [...versions, ...sorted.completions], desk.now);
  await deletePosts(
    tx,
    organisationId,
    sorted.deletions.map((d) => ({ id: d.stored.id, at: d.at })),
  );
  await insertTombstones(tx, organisationId, sorted.tombstones);
  const doubles = parted(sorted).standing.map((d) => d.id);
  await holdPosts(tx, organisationId, doubles);
  await nameNameless(tx, organisationId, identitiesOf(namedAgain(sorted), new Map()));
  await keepHearings(tx, organisationId, sorted, fresh);
  await eraseRawItems(tx, organisationId, carriersOfTheGone(sorted));
  await moveCases(tx, desk, {
    posts: [...fresh.flatMap(casePost), ...answers],
    edited: sorted.edits.map((e) => ({ postId: e.id, caseId: e.stored.caseId })),
    deleted: sorted.deletions.map((d) => ({
      postId: d.stored.id,
      caseId: d.stored.caseId,
      direction: d.stored.direction,
    })),
  });
  await countIntake(tx, desk, gathered, {
    fresh: sorted.fresh,
    edits: sorted.edits.map((e) => e.gathered),
    doubles: [...sorted.doubles.map((d) => d.gathered), ...sorted.vanished],
  });
  return gathered;
}

function casePost({ id, conversation, gathered }: FreshPost): CasePost[] {
  const { at, direction } = gathered.post;
  return conversation === null ? [] : [{ id, at, direction, conversation }];
}

/** Doubles of posts that stand, and doubles of those that are gone, by this batch or before it. */
function parted(sorted: Sorted): { standing: Sorted['doubles']; gone: Sorted['doubles'] } {
  const deleted = new Set(sorted.deletions.map((d) => d.stored.id));
  const isGone = ({ id, stored }: Sorted['doubles'][number]) => stored.deleted || deleted.has(id);
  return {
    standing: sorted.doubles.filter((one) => !isGone(one)),
    gone: sorted.doubles.filter(isGone),
  };
}

/** Raw items that still hold words of posts that are deleted; those that came before are erased with their posts. */
function carriersOfTheGone(sorted: Sorted): number[] {
  const late = parted(sorted).gone.map((d) => d.gathered);
  return [...late, ...sorted.vanished].flatMap((one) => one.carriers.map((carrier) => carrier.rawId));
}

/** Which are new, which are later versions, which we have, which are gone. */
function sortOut(gathered: Gathered, stored: readonly StoredPost[]): Sorted {
  const known = new Map(stored.map((post) => [postKey(post.network, post.networkId), post]));
  const gone = new Map(gathered.deletions.map((d) => [postKey(d.network, d.networkId), d]));
  const sorted: Sorted = {
    fresh: [],
    edits: [],
    doubles: [],
    completions: [],
    vanished: [],
    deletions: [],
    tombstones: [],
  };
  for (const one of gathered.posts) {
    const key = postKey(one.post.network, one.post.networkId);
    const before = known.get(key);
    if (before === undefined) {
      (gone.has(key) ? sorted.vanished : sorted.fresh).push(one);
    } else if (!before.deleted && !gone.has(key) && one.post.revision > before.revision) {
      // What we published ourselves was stored without a revision; the network's first version completes it and is no edit.
      if (before.revision === '') sorted.completions.push({ id: before.id, post: one.post });
      const list = before.revision === '' ? sorted.doubles : sorted.edits;
      list.push({ id: before.id, gathered: one, stored: before });
    } else sorted.doubles.push({ id: before.id, gathered: one, stored: before });
  }
  for (const [key, deletion] of gone) {
    const before = known.get(key);
    if (before === undefined) {
      const { network, networkId, at } = deletion;
      sorted.tombstones.push({ id: newId(), network, networkId, at });
    } else if (!before.deleted) sorted.deletions.push({ stored: before, at: deletion.at });
  }
  return sorted;
}

/** Gives each new post its author, conversation and case, and stores it. */
async function placeFresh(tx: Tenant, desk: TakePosts, fresh: readonly GatheredPost[]): Promise<FreshPost[]> {
  if (fresh.length === 0) return [];
  const { organisationId } = desk;
  const authors = await authorsOf(tx, organisationId, fresh);
  const identities = await keepIdentities(tx, organisationId, identitiesOf(fresh, authors));
  const institutions = await keepInstitutions(
    tx,
    organisationId,
    fresh.flatMap((g) => (g.post.institution === null ? [] : [g.post.institution])),
  );
  const wanted = new Map<string, ConversationToKeep>();
  const conversationOf = new Map<GatheredPost, string>();
  for (const one of fresh) {
    const { post } = one;
    const author = authors.get(postKey(post.network, post.networkId));
    const identity = author == null ? undefined : identities.get(postKey(post.network, author));
    if (identity === undefined) continue;
    const key = conversationKey(post.network, post.thread, identity.id);
    conversationOf.set(one, key);
    if (wanted.has(key)) continue;
    const institutionId =
      (post.institution === null ? undefined : institutions.get(post.institution)) ??
      accountOf(desk, one).institutionId;
    const { network, thread, visibility } = post;
    wanted.set(key, {
      network,
      thread,
      identityId: identity.id,
      authorId: identity.authorId,
      institutionId,
      visibility,
    });
  }
  const conversations = await keepConversations(tx, organisationId, wanted);
  return storeFresh(tx, organisationId, fresh, (one) => {
    const key = conversationOf.get(one);
    const identity = identities.get(postKey(one.post.network, one.post.by.networkId));
    if (identity === undefined) throw new Error('an author without identity');
    return {
      identityId: identity.id,
      conversation: key === undefined ? null : (conversations.get(key) ?? null),
    };
  });
}

function accountOf(desk: TakePosts, one: GatheredPost): IntakeAccount {
  const account = desk.accounts.get(one.accountId);
  if (account === undefined) throw new Error(`account ${one.accountId} is not known`);
  return account;
}

async function authorsOf(
  tx: Tenant,
  organisationId: number,
  fresh: readonly GatheredPost[],
): Promise<Map<string, string | null>> {
  const posts = fresh.map((g) => g.post);
  const inBatch = new Set(posts.map((post) => postKey(post.network, post.networkId)));
  const outside = posts.flatMap((post) =>
    post.conversationWith === null &&
    post.parentNetworkId !== null &&
    !inBatch.has(postKey(post.network, post.parentNetworkId))
      ? [{ network: post.network, networkId: post.parentNetworkId }]
      : [],
  );
  const known = await findConversationAuthors(tx, organisationId, outside);
  return conversationAuthors(posts, new Map(known.map((k) => [postKey(k.network, k.networkId), k.author])));
}

/** Later versions and doubles that say the name of who wrote them. */
function namedAgain(sorted: Sorted): GatheredPost[] {
  return [...parted(sorted).standing, ...sorted.edits]
    .map((one) => one.gathered)
    .filter(({ post }) => isNamed(post.by));
}

function identitiesOf(
  fresh: readonly GatheredPost[],
  authors: ReadonlyMap<string, string | null>,
): Map<string, IdentityToKeep> {
  const wanted = new Map<string, IdentityToKeep>();
  // Newest first: the latest name stands, the earliest time is when they were first heard.
  for (const { post } of [...fresh].sort((a, b) => b.post.at.getTime() - a.post.at.getTime())) {
    const { network, by, at } = post;
    const key = postKey(network, by.networkId);
    const handle = isNamed(by) ? by.handle : null;
    const newer = wanted.get(key);
    if (newer === undefined) wanted.set(key, { network, networkId: by.networkId, handle, name: by.name, at });
    else Object.assign(newer, { at, handle: newer.handle ?? handle, name: newer.name ?? by.name });
  }
  for (const { post } of fresh) {
    const author = authors.get(postKey(post.network, post.networkId));
    if (author == null) continue;
    const key = postKey(post.network, author);
    if (!wanted.has(key))
      wanted.set(key, { network: post.network, networkId: author, handle: null, name: null, at: post.at });
  }
  return wanted;
}

async function storeFresh(
  tx: Tenant,
  organisationId: number,
  fresh: readonly GatheredPost[],
  place: (one: GatheredPost) => { identityId: string; conversation: KeptConversation | null },
): Promise<FreshPost[]> {
  const placed = fresh.map((gathered): FreshPost => ({ id: newId(), gathered, ...place(gathered) }));
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
  const withReach = placed.flatMap(({ id, identityId, gathered }) =>
    gathered.post.reach === null
      ? []
      : [{ identityId, postId: id, reach: gathered.post.reach, at: gathered.heardAt }],
  );
  await insertReach(tx, organisationId, withReach);
  return placed;
}

/** Answers of ours that came before what they answer find their conversation now, and answers to those answers after them. */
async function adoptAnswers(
  tx: Tenant,
  organisationId: number,
  fresh: readonly FreshPost[],
): Promise<CasePost[]> {
  const adopted: CasePost[] = [];
  const conversations = new Map<string, KeptConversation>();
  let parents: { network: string; networkId: string; conversationId: string }[] = [];
  for (const { conversation, gathered } of fresh) {
    if (conversation === null) continue;
    conversations.set(conversation.id, conversation);
    const { network, networkId } = gathered.post;
    parents.push({ network, networkId, conversationId: conversation.id });
  }
  while (parents.length > 0) {
    const found = await adoptWaitingAnswers(tx, organisationId, parents);
    for (const { id, at, conversationId } of found) {
      const conversation = conversations.get(conversationId);
      if (conversation !== undefined) adopted.push({ id, at, direction: 'house', conversation });
    }
    parents = found;
  }
  return adopted;
}

async function keepHearings(
  tx: Tenant,
  organisationId: number,
  sorted: Sorted,
  fresh: readonly FreshPost[],
): Promise<void> {
  const hearings = [...sorted.edits, ...sorted.doubles].flatMap(({ gathered, stored }) =>
    gathered.carriers.map((carrier) => ({
      postId: stored.id,
      accountId: carrier.accountId,
      rawId: carrier.rawId,
    })),
  );
  for (const p of fresh) {
    for (const carrier of p.gathered.carriers.slice(1)) {
      hearings.push({ postId: p.id, accountId: carrier.accountId, rawId: carrier.rawId });
    }
  }
  await insertHearings(tx, organisationId, hearings);
}
