import type { CaseView, PostView } from '../../../src/api/contract.ts';
import { foldedWords } from '../words/foldedWords.ts';

/** A conversation that can be answered: by its author's last post that stands. */
export interface Place {
  conversationId: string;
  postId: string;
  network: PostView['network'];
  visibility: PostView['visibility'];
  words: string;
}

/** Where a case can be answered, the place of the latest post first. */
export function placesOf(posts: CaseView['posts']): Place[] {
  const found = new Map<string, Place>();
  for (const post of posts) {
    const words = foldedWords(post);
    if (post.direction !== 'inbound' || post.conversationId === null || words === null) continue;
    // Put at the end again: the latest post decides.
    found.delete(post.conversationId);
    const { conversationId, id: postId, network, visibility } = post;
    found.set(conversationId, { conversationId, postId, network, visibility, words });
  }
  return [...found.values()].reverse();
}

/**
 * The place that is answered: the one that was chosen, else the one for which there is a draft, else the latest. What comes in elsewhere while something is being written
 * does not change to whom it goes: whoever writes has chosen.
 */
export function placeAnswered(
  shown: Pick<CaseView, 'posts' | 'draft' | 'answering'>,
  chosen: string | null,
): Place | null {
  const places = placesOf(shown.posts);
  const conversationOf = (postId: string | null | undefined) =>
    shown.posts.find((post) => post.id === postId)?.conversationId ?? null;
  for (const wanted of [chosen, conversationOf(shown.draft?.postId), conversationOf(shown.answering)]) {
    const place = places.find(({ conversationId }) => conversationId === wanted);
    if (place !== undefined) return place;
  }
  return places[0] ?? null;
}
