import type { CaseView, PostView } from '../../../src/api/contract.ts';
import { foldedWords } from '../words/foldedWords.ts';

/** What one of the case's conversations is told apart by. */
export interface Conversation {
  id: string;
  network: PostView['network'];
  visibility: PostView['visibility'];
  posts: number;
  /** The first words of the author's that stand. */
  words: string | null;
}

/** The conversations of a case by their posts, the one that began first first. */
export function conversationsOf(posts: CaseView['posts']): Conversation[] {
  const found = new Map<string, Conversation>();
  for (const post of posts) {
    if (post.conversationId === null) continue;
    const there = found.get(post.conversationId);
    const words = post.direction === 'inbound' ? foldedWords(post) : null;
    if (there === undefined) {
      const { conversationId: id, network, visibility } = post;
      found.set(id, { id, network, visibility, posts: 1, words });
    } else {
      there.posts += 1;
      there.words ??= words;
    }
  }
  return [...found.values()];
}
