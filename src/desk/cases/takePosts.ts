/**
 * Takes a batch of heard items to the desk: loads what is known, decides by the pure rules, saves, in the caller's transaction. Whatever the order
 * of arrival, however many processes: a post, a conversation and its case are made once.
 */
import { wordsStayUntil } from '../../domain/deletion.ts';
import { type Gathered, type GatheredPost, gather, postKey, type TakenItem } from '../../domain/gathering.ts';
import { type HeardPost, isNamed } from '../../domain/post.ts';
import type { Tenant } from '../../storage/database.ts';
import { keepDeletedWords } from '../../storage/deletedWords.ts';
import { keepDeliveryNews, repliesToldOf } from '../../storage/deliveries.ts';
import { type KeptConversation, nameNameless } from '../../storage/identities.ts';
import { newId } from '../../storage/ids.ts';
import {
  adoptWaitingAnswers,
  deletePosts,
  editPosts,
  eraseRawItems,
  findPosts,
  holdPosts,
  insertHearings,
  insertTombstones,
  type StoredPost,
} from '../../storage/intake.ts';
import { eraseSetAside } from '../../storage/setAside.ts';
import { countIntake } from './countIntake.ts';
import { identitiesOf } from './heardNames.ts';
import { heedAsked } from './heedAsked.ts';
import { type CasePost, moveCases } from './moveCases.ts';
import { type FreshPost, placeFresh, type TakePosts } from './placePosts.ts';

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
  await goByTheirTerms(tx, desk, sorted.deletions);
  await insertTombstones(tx, organisationId, sorted.tombstones);
  const doubles = parted(sorted).standing.map((d) => d.id);
  await holdPosts(tx, organisationId, doubles);
  await nameNameless(tx, organisationId, identitiesOf(namedAgain(sorted), []));
  await keepHearings(tx, organisationId, sorted, fresh);
  await eraseRawItems(tx, organisationId, [...carriersOfTheGone(sorted), ...spent(gathered)]);
  const gone = gathered.deletions.map(({ networkId }) => networkId);
  await eraseSetAside(tx, organisationId, gone, desk.now);
  const news = await keepDeliveryNews(tx, organisationId, gathered.deliveries);
  await moveCases(tx, desk, {
    told: await repliesToldOf(tx, organisationId, news),
    posts: [...fresh.flatMap(casePost), ...answers],
    edited: sorted.edits.map((e) => ({ postId: e.id, caseId: e.stored.caseId })),
    deleted: sorted.deletions.map((d) => ({
      postId: d.stored.id,
      caseId: d.stored.caseId,
      direction: d.stored.direction,
    })),
  });
  await heedAsked(tx, desk, fresh);
  await countIntake(tx, desk, gathered, {
    fresh: sorted.fresh,
    edits: sorted.edits.map((e) => e.gathered),
    doubles: [...sorted.doubles.map((d) => d.gathered), ...sorted.vanished],
  });
  return gathered;
}

/** Words go at once, or when the term of their network is over: until then the case alone shows them. */
async function goByTheirTerms(tx: Tenant, desk: TakePosts, deletions: Sorted['deletions']): Promise<void> {
  const { organisationId, now } = desk;
  const gone = deletions.map(({ stored: { id, network }, at }) => ({
    id,
    at,
    until: wordsStayUntil(at, desk.deletedStays(network), now),
  }));
  await deletePosts(
    tx,
    organisationId,
    gone.filter(({ until }) => until === null),
  );
  await keepDeletedWords(
    tx,
    organisationId,
    gone.flatMap(({ id, at, until }) => (until === null ? [] : [{ id, at, until }])),
  );
}

function casePost({ id, conversation, gathered }: FreshPost): CasePost[] {
  const { at, direction, automatic = false } = gathered.post;
  return conversation === null ? [] : [{ id, at, direction, automatic, conversation }];
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

/** Raw items that are read for good: of those who do not write to us no words are kept, and of what only tells of a post no names. */
function spent({ ignored, told, deletions }: Gathered): number[] {
  return [...ignored, ...told, ...deletions.flatMap((d) => d.carriers)].map(({ rawId }) => rawId);
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

/** Later versions and doubles that say the name of who wrote them. */
function namedAgain(sorted: Sorted): GatheredPost[] {
  return [...parted(sorted).standing, ...sorted.edits]
    .map((one) => one.gathered)
    .filter(({ post }) => isNamed(post.by));
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
      if (conversation !== undefined) {
        adopted.push({ id, at, direction: 'house', automatic: false, conversation });
      }
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
