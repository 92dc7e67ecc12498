/** Gathers the posts that answer calls for complaints, behind the history: intake waits for none of it. What the rule finds depends on how a post stands now alone, so that nothing is counted twice, in whatever order it is asked. */
import { answersCall, isOvertaken } from '../../domain/complaintCall.ts';
import {
  type AskedOfPost,
  type Gathered,
  type GatheringCall,
  gatheringCalls,
  keepGathered,
  nextFactsOfCalls,
  postsToAsk,
  postsUnder,
} from '../../storage/callPosts.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { moveReading, type Reading } from '../../storage/readings.ts';
import type { Lease } from '../../storage/webhookWork.ts';

/** Facts that are looked through at once. */
export const factsOfCalls = 2_000;

/** Looks at the next facts; answers how far it came, null when there was nothing more or another program gathers now. */
export async function gatherOn(storage: Storage, lease: Lease, from: Reading): Promise<Reading | null> {
  const { organisationId, read } = from;
  return storage.byKeys(organisationId, async (tx) => {
    const { seen, postIds, replyIds } = await nextFactsOfCalls(tx, from, factsOfCalls);
    if (seen === read) return null;
    if (!(await moveReading(tx, 'complaint_call_reading', from, lease, seen))) return null;
    const under = await postsUnder(tx, organisationId, replyIds);
    await gatherPosts(tx, organisationId, [...new Set([...postIds, ...under])]);
    return { organisationId, read: seen };
  });
}

/** Asks the rule anew of these posts, and keeps what it finds. */
export async function gatherPosts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
): Promise<void> {
  if (postIds.length === 0) return;
  const calls = await gatheringCalls(tx, organisationId, postIds);
  if (calls.length === 0) return;
  const posts = await postsToAsk(
    tx,
    organisationId,
    postIds,
    calls.map(({ id }) => id),
  );
  await keepGathered(
    tx,
    organisationId,
    posts.flatMap((post) => foundOf(post, calls)),
  );
}

/** What the rule says of a post and each call, where that is anything, or was. */
export function foundOf(post: AskedOfPost, calls: readonly GatheringCall[]): Gathered[] {
  return calls.flatMap((call) => {
    const { postId, text, at, under, direct, form, known } = post;
    const isUnder = under.includes(call.id);
    const isOfForm = form.includes(call.id);
    const way = answersCall({ text, at, isUnder, isOfForm }, call, isOvertaken(call, calls, at));
    if (way === null && !known.includes(call.id)) return [];
    return [{ callId: call.id, postId, way, direct: direct.includes(call.id) }];
  });
}
