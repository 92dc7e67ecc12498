/** Deletions that a restored backup does not know of: done once more, by the rules by which they were done first. */
import { postKey } from '../../domain/gathering.ts';
import type { Network } from '../../domain/network.ts';
import type { Tenant } from '../../storage/database.ts';
import { newId } from '../../storage/ids.ts';
import { deletePosts, findPosts, insertTombstones } from '../../storage/intake.ts';
import { eraseSetAside } from '../../storage/setAside.ts';
import { type MoveContext, moveCases } from './moveCases.ts';

export interface Erasure {
  network: Network;
  networkId: string;
  at: Date;
}

/** Erases these posts of one organisation; those that never came stay away should they come yet. Answers how many were erased now. */
export async function eraseAgain(
  tx: Tenant,
  desk: MoveContext,
  erasures: readonly Erasure[],
): Promise<number> {
  const { organisationId } = desk;
  const wanted = new Map(erasures.map((one) => [postKey(one.network, one.networkId), one]));
  const stored = await findPosts(tx, organisationId, [...wanted.values()]);
  const standing = stored.filter((post) => !post.deleted);
  const known = new Set(stored.map((post) => postKey(post.network, post.networkId)));
  const atOf = (post: { network: string; networkId: string }) =>
    wanted.get(postKey(post.network, post.networkId))?.at ?? desk.now;
  await deletePosts(
    tx,
    organisationId,
    standing.map((post) => ({ id: post.id, at: atOf(post) })),
  );
  const strangers = [...wanted].filter(([key]) => !known.has(key));
  await insertTombstones(
    tx,
    organisationId,
    strangers.map(([, { network, networkId, at }]) => ({ id: newId(), network, networkId, at })),
  );
  const gone = [...wanted.values()].map(({ networkId }) => networkId);
  await eraseSetAside(tx, organisationId, gone, desk.now);
  const deleted = standing.map(({ id, caseId, direction }) => ({ postId: id, caseId, direction }));
  if (deleted.length > 0) await moveCases(tx, desk, { posts: [], edited: [], told: [], deleted });
  return standing.length;
}
