import { describe, expect, it } from 'vitest';
import type { PostView, ReplyView } from '../../../src/api/contract.ts';
import { threadOf, undoable } from './thread.ts';

const post = (id: string, at: string, networkId = id) => ({ id, at, networkId }) as PostView;
const reply = (id: string, more: Partial<ReplyView>) =>
  ({
    id,
    state: 'sent',
    stateAt: '2026-03-01T12:05:00Z',
    networkId: null,
    sendAt: null,
    member: { id: 'm', name: 'M' },
    ...more,
  }) as ReplyView;
const shown = (posts: PostView[], replies: ReplyView[], morePosts = false) =>
  threadOf({ posts, replies, morePosts }).map((item) =>
    item.kind === 'post' ? item.post.id : item.reply.id,
  );

describe('the thread of a case', () => {
  it('stands in the order of time, with what is not out yet at its end', () => {
    const posts = [post('late', '2026-03-01T12:09:00Z'), post('early', '2026-03-01T12:00:00Z')];
    expect(shown(posts, [reply('sent', {}), reply('waiting', { state: 'queued' })])).toEqual([
      'early',
      'sent',
      'late',
      'waiting',
    ]);
  });
  it('shows what came back, and what is delayed, as a reply that says so, and once', () => {
    const posts = [post('back', '2026-03-01T12:00:00Z', 'm1'), post('late', '2026-03-01T12:01:00Z', 'm2')];
    const bounced = reply('bounced', { state: 'bounced', networkId: 'm1', reason: 'It came back.' });
    const delayed = reply('delayed', { networkId: 'm2', reason: 'It has not arrived yet.' });
    expect(shown(posts, [bounced, delayed])).toEqual(['delayed', 'bounced']);
  });
  it('shows a reply once when the network has told us of it', () => {
    expect(
      shown([post('p', '2026-03-01T12:05:01Z', 'at://x')], [reply('r', { networkId: 'at://x' })]),
    ).toEqual(['p']);
  });
  it('leaves out what was sent before the posts that are shown: it stands among those that are not', () => {
    const posts = [post('p', '2026-03-01T12:10:00Z'), post('own', '2026-03-01T12:20:00Z', 'own')];
    const told = reply('told', { networkId: 'own', reason: 'It has not arrived yet.' });
    const replies = [reply('long ago', { networkId: 'elsewhere' }), told];
    expect(shown(posts, replies, true)).toEqual(['told', 'p']);
    expect(shown(posts, replies)).toEqual(['long ago', 'told', 'p']);
  });
  it('shows neither drafts nor what was taken back', () => {
    expect(shown([], [reply('d', { state: 'draft' }), reply('w', { state: 'withdrawn' })])).toEqual([]);
  });
});

describe('what can be called back', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const queued = { state: 'queued', sendAt: '2026-03-01T12:00:05Z' } as const;
  it("is one's own latest, until it leaves", () => {
    expect(undoable([reply('a', queued), reply('b', queued)], 'm', now)?.id).toBe('b');
    expect(undoable([reply('a', queued)], 'other', now)).toBeNull();
    expect(undoable([reply('a', { ...queued, sendAt: '2026-03-01T11:59:59Z' })], 'm', now)).toBeNull();
  });
});
