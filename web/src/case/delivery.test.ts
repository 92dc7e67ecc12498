import { describe, expect, it } from 'vitest';
import type { ReplyView } from '../../../src/api/contract.ts';
import { replyStates } from '../../../src/domain/reply.ts';
import { deliveryOf, undoSeconds } from './delivery.ts';

const now = new Date('2026-03-01T12:00:00Z');
const reply = (more: Partial<ReplyView>): ReplyView => ({
  id: 'r',
  state: 'queued',
  stateAt: '2026-03-01T11:59:57Z',
  mode: 'public',
  text: 'The pump at Kigufi runs again. ^Naledi',
  attachments: [],
  member: { id: 'm', name: 'Naledi' },
  postId: 'p',
  accountId: 'a',
  sendAt: '2026-03-01T12:00:07Z',
  reason: null,
  networkId: null,
  ...more,
});

describe('the delivery of a reply', () => {
  it('counts down while it can be called back', () => {
    expect(undoSeconds(reply({}), now)).toBe(7);
    expect(deliveryOf(reply({}), now)).toMatchObject({ title: 'Leaves in 7 s', acts: ['withdraw'] });
    expect(undoSeconds(reply({ state: 'sending' }), now)).toBe(0);
    expect(deliveryOf(reply({ sendAt: '2026-03-01T11:00:00Z' }), now).title).toBe('Waiting to leave');
  });
  it('calls every state by a name of its own', () => {
    const titles = replyStates.map((state) => deliveryOf(reply({ state }), now).title);
    expect(new Set(titles).size).toBe(replyStates.length);
  });
  it('says what to do wherever it did not simply go out', () => {
    for (const state of ['later', 'unknown', 'refused', 'bounced'] as const) {
      const delivery = deliveryOf(reply({ state }), now);
      expect(delivery.help).not.toBeNull();
      expect(delivery.acts.length).toBeGreaterThan(0);
    }
  });
  it("shows the network's own reason", () => {
    expect(deliveryOf(reply({ state: 'refused', reason: 'The post was deleted.' }), now).help).toBe(
      'The post was deleted.',
    );
  });
  it('says once that an answer came back', () => {
    const { title, help } = deliveryOf(
      reply({ state: 'bounced', reason: 'It came back. Their mailbox is full.' }),
      now,
    );
    expect(`${title}. ${help}`.match(/came back|did not reach/gi)).toEqual(['did not reach', 'came back']);
    expect(title).not.toMatch(/came back/i);
  });
  it('offers nothing that could send twice while it may be out', () => {
    expect(deliveryOf(reply({ state: 'sending' }), now).acts).toEqual([]);
    expect(deliveryOf(reply({ state: 'bounced' }), now).acts).toEqual(['rewrite']);
    expect(deliveryOf(reply({ state: 'unknown' }), now).acts).not.toContain('retry');
  });
});
