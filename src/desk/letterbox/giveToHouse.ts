/**
 * Takes to the house's desk what its owner handed over, and whatever comes of it later: posts go the way of every post from there, as heard now. Done again after a crash, or by two programs at
 * once, it is there once: posts are known by their names on the network.
 */
import type { Channel } from '../../channels/channel.ts';
import { resolve, takeUp } from '../../domain/case.ts';
import type { TakenItem } from '../../domain/gathering.ts';
import type { Network } from '../../domain/network.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import {
  filesOfPosts,
  handedOver,
  keepHandedItems,
  noteHandedOver,
  type PostToHandOver,
  postsToHandOver,
  sayWhoAnswered,
} from '../../storage/handedOver.ts';
import { hearingAccounts } from '../../storage/hearingAccounts.ts';
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

/** Gives one case to its house as far as that one does not have it. */
export async function giveToHouse(deps: Deps, given: GivenOver): Promise<void> {
  const { storage } = deps;
  const { boxId, caseId } = given;
  const read = await storage.inOrganisation(boxId, async (tx) => {
    const { sequence } = await lockedCase(tx, boxId, caseId);
    const asked = (await handedOver(tx, boxId, [caseId])).get(caseId);
    const account = await accountOfCase(tx, boxId, caseId);
    if (asked === undefined || account === null) return null;
    const posts = await postsToHandOver(tx, boxId, caseId, account);
    const files = await filesOfPosts(
      tx,
      boxId,
      posts.map(({ post }) => post),
    );
    return { sequence, asked, account, posts, files };
  });
  if (read === null) return;
  const houseCaseId = await storage.inOrganisation(given.houseId, (tx) => takeIn(tx, deps, given, read));
  await storage.inOrganisation(boxId, async (tx) => {
    const facts = await lockedCase(tx, boxId, caseId);
    // What came meanwhile is given in the next round.
    if (facts.sequence !== read.sequence)
      return noteHandedOver(tx, boxId, caseId, { houseCaseId, sequence: read.sequence });
    const now = deps.now();
    const acting = { organisationId: boxId, memberId: given.boxMemberId, now };
    const settled = facts.state === 'resolved' ? facts : { ...facts, ...resolve(facts, now) };
    const sequence = await saveDecided(tx, acting, { facts: settled, action: 'case_handed_over' });
    await noteHandedOver(tx, boxId, caseId, { houseCaseId, sequence });
  });
}

type Read = {
  asked: { teamId: string | null; memberId: string | null; houseCaseId: string | null };
  account: { network: Network; networkId: string };
  posts: readonly PostToHandOver[];
  files: Awaited<ReturnType<typeof filesOfPosts>>;
};

/** Answers which case of the house it is. */
async function takeIn(tx: Tenant, deps: Deps, given: GivenOver, read: Read): Promise<string> {
  const { houseId, houseMemberId } = given;
  const now = deps.now();
  const known = await knownIn(tx, houseId, read.posts);
  const fresh = read.posts.filter((one) => isNews(one, known.get(one.post.networkId)));
  const accounts = await hearingAccounts(tx, houseId);
  const accountId = [...accounts].find(
    ([, one]) => one.network === read.account.network && one.networkId === read.account.networkId,
  )?.[0];
  if (accountId === undefined) throw new Error('an account that the house never had');
  const raw = await keepHandedItems(tx, houseId, accountId, fresh, read.files, now);
  const items = fresh.map(
    ({ post, isGone }, n): TakenItem => ({
      rawId: raw[n] ?? 0,
      accountId,
      heardAt: now,
      heard: isGone
        ? { kind: 'deleted', network: post.network, networkId: post.networkId, at: now }
        : { kind: 'post', post },
    }),
  );
  const desk = {
    organisationId: houseId,
    accounts,
    times: await promisesOf(tx, houseId),
    now,
    deletedStays: (network: Network) => deps.channels[network].abilities.deletedStays,
  };
  await takePosts(tx, desk, await withoutErased(tx, houseId, items));
  const standing = await knownIn(tx, houseId, read.posts);
  await sayWhoAnswered(
    tx,
    houseId,
    houseMemberId,
    read.posts.flatMap(({ post, isOwners }) => (isOwners ? (standing.get(post.networkId)?.id ?? []) : [])),
  );
  const caseId = [...standing.values()].find((one) => one.caseId !== null)?.caseId ?? null;
  if (caseId !== null && read.asked.houseCaseId === null) await tellDesk(tx, deps, given, read.asked, caseId);
  // All of it was erased in the house, or deleted: there is nothing to be given, now or later.
  return caseId ?? read.asked.houseCaseId ?? given.caseId;
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

/** The case's first fact of this, and whose it is from now on. */
async function tellDesk(
  tx: Tenant,
  deps: Deps,
  { houseId, houseMemberId }: GivenOver,
  { teamId, memberId }: Read['asked'],
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
  const to =
    teamId !== null ? { teamId } : memberId !== null && memberId !== facts.ownerId ? { memberId } : null;
  const stands =
    to === null || (facts.teamId === teamId && teamId !== null)
      ? {}
      : await takenBy(tx, acting, to, facts, true);
  await saveDecided(tx, acting, {
    facts: { ...facts, ...(to === null ? {} : takeUp(facts, now)), ...stands },
    action: 'case_handed_over',
    subjectId: teamId ?? memberId,
  });
}
