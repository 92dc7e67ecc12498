import { describe, expect, it } from 'vitest';
import type { PostView } from '../../../src/api/contract.ts';
import { conversationsOf } from './conversationsOf.ts';

const post = (conversationId: string | null, direction: PostView['direction'], text: string | null) =>
  ({
    conversationId,
    direction,
    text,
    abusive: null,
    blocked: null,
    network: 'bluesky',
    visibility: 'public',
  }) as PostView;

describe('the conversations of a case', () => {
  it('are told apart by the author’s first words that stand, in the order in which they began', () => {
    const posts = [
      post('b', 'house', 'We are on it'),
      post('a', 'inbound', null),
      post('b', 'inbound', 'Thank you'),
      post('a', 'inbound', 'No water'),
      post(null, 'house', 'To whom?'),
    ];
    expect(conversationsOf(posts)).toEqual([
      { id: 'b', network: 'bluesky', visibility: 'public', posts: 2, words: 'Thank you' },
      { id: 'a', network: 'bluesky', visibility: 'public', posts: 2, words: 'No water' },
    ]);
  });
});
