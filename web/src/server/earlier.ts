import type { EarlierFacts, EarlierPosts, HistoryView, PostView } from '../../../src/api/contract.ts';
import type { EarlierPage } from '../case/useEarlier.ts';
import { get } from './http.ts';

/** The posts of a case before one of it. */
export async function readEarlierPosts(
  caseId: string,
  before: string,
  signal: AbortSignal,
): Promise<EarlierPage<PostView>> {
  const { posts, more } = await get<EarlierPosts>(`/api/cases/${caseId}/posts?before=${before}`, { signal });
  return { items: posts, more };
}

/** The facts about a case before a sequence. */
export async function readEarlierFacts(
  caseId: string,
  before: string,
  signal: AbortSignal,
): Promise<EarlierPage<HistoryView>> {
  const { history, more } = await get<EarlierFacts>(`/api/cases/${caseId}/history?before=${before}`, {
    signal,
  });
  return { items: history, more };
}
