import { describe, expect, it } from 'vitest';
import type { CaseView, PostView } from '../../../src/api/contract.ts';
import { placeAnswered, placesOf } from './answering.ts';

const post = (id: string, conversationId: string, more: Partial<PostView> = {}) =>
  ({
    id,
    conversationId,
    direction: 'inbound',
    text: `Words ${id}`,
    abusive: null,
    blocked: null,
    network: 'bluesky',
    visibility: 'public',
    ...more,
  }) as PostView;
const posts = [
  post('1', 'a'),
  post('2', 'b', { visibility: 'direct' }),
  post('3', 'b', { direction: 'house' }),
  post('4', 'a'),
];
const shown = (more: Partial<CaseView> = {}) => ({ posts, draft: null, answering: '4', ...more });

describe('where a case can be answered', () => {
  it('is each conversation by the last post of its author that stands, the latest first', () => {
    expect(placesOf(posts).map(({ postId }) => postId)).toEqual(['4', '2']);
    expect(placesOf([post('1', 'a'), post('2', 'a', { text: null })]).map(({ postId }) => postId)).toEqual([
      '1',
    ]);
    expect(placesOf([post('1', 'a', { direction: 'house' })])).toEqual([]);
    expect(placesOf([post('1', 'a', { abusive: 'threat' })])[0]?.words).toBe('Folded: a threat');
  });

  it('is the latest until somebody chose, or began to write', () => {
    expect(placeAnswered(shown(), null)?.postId).toBe('4');
    expect(placeAnswered(shown(), 'b')?.postId).toBe('2');
    expect(placeAnswered(shown({ draft: { postId: '2' } as CaseView['draft'] }), null)?.postId).toBe('2');
  });

  it('stays where it was chosen when something comes in elsewhere', () => {
    const news = [...posts, post('5', 'c')];
    expect(placeAnswered({ ...shown(), posts: news, answering: '5' }, 'b')?.postId).toBe('2');
    expect(placeAnswered({ ...shown(), posts: [post('5', 'c')], answering: '5' }, 'b')?.postId).toBe('5');
  });
});
