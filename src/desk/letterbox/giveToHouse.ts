/**
 * Takes to the house's desk what its owner handed over, and whatever comes of it later: posts go the way of every post from there, as heard now. Done again after a crash, or by two programs at
 * once, it is there once: posts are known by their names on the network.
 */
import type { Channel } from '../../channels/channel.ts';
import { resolve, takeUp } from '../../domain/case.ts';
import { isFault } from '../../domain/fault.ts';
import type { TakenItem } from '../../domain/gathering.ts';
import type { Network } from '../../domain/network.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { erasedAuthors } from '../../storage/erasedNames.ts';
import { type HandedOver, holdHandOver, noteHandedOver } from '../../storage/handedOver.ts';
import {
  filesOfPosts,
  keepHandedItems,
  type PostToHandOver,
  postsToHandOver,
  sayWhoAnswered,
} from '../../storage/handedPosts.ts';
import { hearingAccounts } from '../../storage/hearingAccounts.ts';
import { isDone } from '../../storage/history.ts';
import { findPosts, type StoredPost } from '../../storage/intake.ts';
import { accountOfCase } from '../../storage/letterboxes.ts';
import { promisesOf } from '../../storage/promises.ts';
import { type Acting, lockedCase, saveDecided } from '../acting.ts';
import { takenBy } from '../cases/handOff.ts';
import { takePosts } from '../cases/takePosts.ts';
import { withoutErased } from '../cases/withoutErased.ts';

export interface GivenOver {
  boxId: number;
  boxMemberId: string;
  houseId: number;
  houseMemberId: string;
  caseId: string;
}

interface Deps {
  storage: Storage;
  channels: Record<Network, Channel>;
  now(): Date;
}

/** Gives one case to its house as far as that one does not have it. Another program that is at it, and whoever took it back, is left alone. */
export async function giveToHouse(deps: Deps, given: GivenOver): Promise<void> {
  const { storage } = deps;
  const { boxId, caseId } = given;
  const read = await storage.inOrganisation(boxId, async (tx) => {
    const { sequence } = await lockedCase(tx, boxId, caseId);
    const asked = await holdHandOver(tx, boxId, caseId, deps.now());
    const account = asked === null ? null : await accountOfCase(tx, boxId, caseId);
    if (asked === null || account === null) return null;
    const posts = await postsToHandOver(tx, boxId, asked, account);
    const files = await filesOfPosts(
      tx,
      boxId,
      posts.map(({ post }) => post),
    );
    return { sequence, asked, account, posts, files };
  });
  if (read === null) return;
  const taken = await storage.inOrganisation(given.houseId, (tx) => takeIn(tx, deps, given, read));
  await storage.inOrganisation(boxId, async (tx) => {
    const facts = await lockedCase(tx, boxId, caseId);
    const note = (sequence: number) => noteHandedOver(tx, boxId, caseId, { ...taken, sequence });
    // What came meanwhile is given in the next round; what she keeps from now on is not settled by it.
    if (facts.sequence !== read.sequence || read.asked.endedAt !== null) return note(read.sequence);
    const now = deps.now();
    const acting = { organisationId: boxId, memberId: given.boxMemberId, now };
    const settled = facts.state === 'resolved' ? facts : { ...facts, ...resolve(facts, now) };
    await note(await saveDecided(tx, acting, { facts: settled, action: 'case_handed_over' }));
  });
}

type Read = {
  asked: HandedOver;
  account: { network: Network; networkId: string };
  posts: readonly PostToHandOver[];
  files: Awaited<ReturnType<typeof filesOfPosts>>;
};

/** Answers which case of the house it is, and which of the posts that one has. */
async function takeIn(
  tx: Tenant,
  deps: Deps,
  given: GivenOver,
  read: Read,
): Promise<{ houseCaseId: string; postIds: string[] }> {
  const { houseId, houseMemberId } = given;
  const now = deps.now();
  const known = await knownIn(tx, houseId, read.posts);
  const ofErased = await answersToErased(tx, houseId, read.posts);
  const fresh = read.posts.filter(
    (one) => isNews(one, known.get(one.post.networkId)) && !ofErased.has(one.post.networkId),
  );
  const accounts = await hearingAccounts(tx, houseId);
  const accountId = [...accounts].find(
    ([, one]) => one.network === read.account.network && one.networkId === read.account.networkId,
  )?.[0];
  if (accountId === undefined) throw new Error('an account that the house never had');
  const desk = {
    organisationId: houseId,
    accounts,
    times: await promisesOf(tx, houseId),
    now,
    deletedStays: (network: Network) => deps.channels[network].abilities.deletedStays,
  };
  await takePosts(tx, desk, await itemsOf(tx, houseId, { accountId, at: now }, fresh, read.files));
  const standing = await knownIn(tx, houseId, read.posts);
  const there = read.posts.flatMap(({ id, post, isOwners }) => {
    const found = standing.get(post.networkId);
    return found === undefined || found.caseId === null ? [] : [{ ...found, boxPostId: id, isOwners }];
  });
  await sayWhoAnswered(
    tx,
    houseId,
    houseMemberId,
    there.flatMap(({ id, isOwners }) => (isOwners ? [id] : [])),
  );
  const caseId = there.find((one) => one.caseId !== null)?.caseId ?? null;
  if (caseId !== null && read.asked.houseCaseId === null) await tellDesk(tx, deps, given, read.asked, caseId);
  // All of it was erased in the house, or deleted: there is nothing to be given, now or later.
  return {
    houseCaseId: caseId ?? read.asked.houseCaseId ?? given.caseId,
    postIds: there.map(({ boxPostId }) => boxPostId),
  };
}

/** What the desk takes in, with its raw items and files; nothing is kept of whom the house has erased. */
async function itemsOf(
  tx: Tenant,
  houseId: number,
  { accountId, at }: { accountId: string; at: Date },
  fresh: readonly PostToHandOver[],
  files: Read['files'],
): Promise<TakenItem[]> {
  const items = await withoutErased(
    tx,
    houseId,
    fresh.map(
      ({ post, isGone }): TakenItem => ({
        ...{ rawId: 0, accountId, heardAt: at },
        heard: isGone
          ? { kind: 'deleted', network: post.network, networkId: post.networkId, at }
          : { kind: 'post', post },
      }),
    ),
  );
  const kept = fresh.flatMap(({ key, payload }, n) => {
    const item = items[n];
    return item === undefined || item.heard.kind === 'ignored' ? [] : [{ key, payload, item }];
  });
  const addresses = new Set(
    kept.flatMap(({ item: { heard } }) =>
      heard.kind === 'post' ? heard.post.media.map(({ address }) => address) : [],
    ),
  );
  const wanted = files.filter(({ address }) => addresses.has(address));
  const raw = await keepHandedItems(tx, houseId, accountId, kept, wanted, at);
  return kept.map(({ item }, n) => ({ ...item, rawId: raw[n] ?? 0 }));
}

async function knownIn(
  tx: Tenant,
  organisationId: number,
  posts: readonly PostToHandOver[],
): Promise<Map<string, StoredPost>> {
  const found = await findPosts(
    tx,
    organisationId,
    posts.map(({ post }) => post),
  );
  return new Map(found.map((one) => [one.networkId, one]));
}

/** The house does not have it, has an earlier version of it, or does not know yet that it was deleted. */
const isNews = ({ post, isGone }: PostToHandOver, known: StoredPost | undefined): boolean =>
  known === undefined ? !isGone : !known.deleted && (isGone || post.revision > known.revision);

/** Answers to whom the house erased, where the author wrote nothing since: the letterbox is just forgetting them too. */
async function answersToErased(
  tx: Tenant,
  houseId: number,
  posts: readonly PostToHandOver[],
): Promise<Set<string>> {
  const names = posts.flatMap(({ post: { network, conversationWith } }) =>
    conversationWith === null ? [] : [{ network, name: conversationWith }],
  );
  const untilOf = await erasedAuthors(tx, houseId, names);
  const found = new Set<string>();
  let asked = new Date(0);
  for (const { post } of posts) {
    if (post.direction === 'inbound') asked = post.at;
    else if (asked <= (untilOf.get(post.conversationWith ?? '') ?? -1)) found.add(post.networkId);
  }
  return found;
}

/** The case's first fact of this, and whose it is from now on; everybody's, where whom she chose cannot take it any more. Done once, however often it is given. */
async function tellDesk(
  tx: Tenant,
  deps: Deps,
  { houseId, houseMemberId }: GivenOver,
  { teamId, memberId, askedAt }: HandedOver,
  caseId: string,
): Promise<void> {
  const now = deps.now();
  const acting: Acting = {
    storage: deps.storage,
    organisationId: houseId,
    memberId: houseMemberId,
    now,
  };
  const facts = await lockedCase(tx, houseId, caseId);
  const wanted = teamId !== null ? { teamId } : memberId !== null ? { memberId } : null;
  const subjectId = teamId ?? memberId;
  const done = { action: 'case_handed_over', actorId: houseMemberId, caseId, since: askedAt } as const;
  if (await isDone(tx, houseId, done)) return;
  const stands = wanted === null ? null : await takenBy(tx, acting, wanted, facts, true).catch(cannotTake);
  await saveDecided(tx, acting, {
    facts: stands === null ? facts : { ...facts, ...takeUp(facts, now), ...stands },
    action: 'case_handed_over',
    subjectId: stands === null ? null : subjectId,
  });
}

/** Whoever has it already keeps it; a team or a member that is gone meanwhile takes nothing. */
function cannotTake(error: unknown): null {
  if (isFault(error) && error.code === 'input_invalid') return null;
  throw error;
}
