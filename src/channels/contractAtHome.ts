/** The part of the contract for channels that lead to no network: what is sent is there at once, once. Used by tests only. */
import { expect, test } from 'vitest';
import type { ReplyMode } from '../domain/reply.ts';
import type { AccountAccess, Channel, ReplyToSend } from './channel.ts';

const account: AccountAccess = {
  accountId: '0190b6a4-0000-7000-8000-0000000000aa',
  networkId: 'water',
  handle: 'Water',
  settings: {},
  secret: {},
  ourIds: ['water'],
  watched: [],
  keepSecret: async () => undefined,
};

function reply(mode: ReplyMode, number: number, text: string): ReplyToSend {
  const replyId = `0190b6a4-0000-7000-8000-00000000000${number}`;
  return {
    replyId,
    mode,
    text,
    language: null,
    to: {
      networkId: 'post',
      thread: 'thread',
      by: { networkId: 'thread', handle: 'Anonymous', name: null },
      handle: {},
      visibility: 'direct',
    },
    quote: null,
    attachments: [],
    networkKey: replyId,
    firstAttemptAt: new Date('2030-03-02T12:00:00Z'),
  };
}

/** Declares it. */
export function sendsAtOnce(channel: Channel): void {
  test.each([...channel.abilities.replies])(
    'a %s reply is sent at once, under a name of its own',
    async (mode) => {
      const [one, other] = [
        await channel.send(account, reply(mode, 1, 'We come today.')),
        await channel.send(account, reply(mode, 2, 'We come today.')),
      ];
      expect(one).toMatchObject({ kind: 'sent', networkId: expect.stringMatching(/./) });
      expect(other.kind === 'sent' && one.kind === 'sent' && other.networkId !== one.networkId).toBe(true);
    },
  );

  test.each([...channel.abilities.replies])('a %s reply that is sent twice has one name', async (mode) => {
    const once = await channel.send(account, reply(mode, 1, 'We come today.'));
    expect(channel.abilities.keyed[mode]).toBe(true);
    expect(await channel.send(account, reply(mode, 1, 'We come today.'))).toEqual(once);
    // A crash before it was stored: nothing is there, and it is stored again under its name.
    expect(await channel.check(account, reply(mode, 1, 'We come today.'))).toEqual({ kind: 'absent' });
  });

  test.each([...channel.abilities.replies])(
    'a %s reply that is too long is refused, not cut',
    async (mode) => {
      const most = channel.abilities.length?.graphemes ?? 0;
      expect(await channel.send(account, reply(mode, 3, 'é'.repeat(most)))).toMatchObject({ kind: 'sent' });
      const refused = await channel.send(account, reply(mode, 4, 'é'.repeat(most + 1)));
      expect(refused).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/./) });
    },
  );

  test('nothing is announced', async () => {
    const { to: _, ...rest } = reply('direct', 5, 'To everybody.');
    expect(await channel.send(account, { ...rest, to: null })).toMatchObject({ kind: 'refused' });
    expect(channel.abilities.announces).toBe(false);
  });
}
