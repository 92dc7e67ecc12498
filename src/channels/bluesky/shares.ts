/** Asks the network how often posts were passed on: reposts and quotes, by app.bsky.feed.getPosts. */
import type { ChannelTools, SharesCounted } from '../channel.ts';
import { dictionaries, text } from '../reading.ts';
import type { Session } from './session.ts';
import { comeBackAt, Refused, unreachable } from './xrpc.ts';

/** The lexicon allows so many addresses in one question. */
export const postsAtOnce = 25;

const method = 'app.bsky.feed.getPosts';

/** What is wrong is what was asked, not who asked or when. */
const ofTheQuestion: readonly number[] = [400, 404, 413, 414, 422];

/** Asks once. An account whose server knows no appview can ask nobody: nothing is counted. Throws Fault `account_refused` or `network_unreachable`. */
export async function countShares(
  tools: ChannelTools,
  session: Session,
  networkIds: readonly string[],
): Promise<SharesCounted> {
  if (session.account.settings.appview === 'none' || networkIds.length === 0)
    return { kind: 'counted', shares: new Map() };
  try {
    const answer = await session.ask({ method, query: { uris: networkIds.slice(0, postsAtOnce) } });
    if (!answer.ok) {
      if (answer.status === 429) return { kind: 'later', at: comeBackAt(answer.headers, tools.now()) };
      if (ofTheQuestion.includes(answer.status) && !/token|auth/i.test(answer.error))
        return { kind: 'refused', reason: answer.error };
      throw new Refused(method, answer);
    }
    const posts = dictionaries(answer.body.posts).flatMap((post) => {
      const uri = text(post.uri);
      return uri === null ? [] : [[uri, count(post.repostCount) + count(post.quoteCount)] as const];
    });
    return { kind: 'counted', shares: new Map(posts) };
  } catch (error) {
    throw unreachable(error);
  }
}

/** The network leaves out what it does not count, and nobody's post was shared more often than an integer of the database holds. */
function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(1_000_000_000, Math.max(0, Math.trunc(value)))
    : 0;
}
