/** An invented network that calls us: it signs its requests, asks a question before it trusts us, and is set up step by step. Its wire is that of the demonstration. */
import { createHmac } from 'node:crypto';
import type { Channel } from '../../src/channels/channel.ts';
import { Fault } from '../../src/domain/fault.ts';
import { channels } from './desk.ts';

export interface CallingNetwork {
  channel: Channel;
  /** Numbers to whom a test was sent. */
  tested: string[];
}

const plain = (body: string) => ({ status: 200, type: 'text/plain', body });
export const signed = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(body).digest('hex');

export function callingNetwork(): CallingNetwork {
  const tested: string[] = [];
  const channel: Channel = {
    ...channels.demonstration,
    name: 'Invented',
    sources: [],
    connect: {
      fields: [
        { name: 'number', label: 'Number', secret: false, required: true, help: null },
        { name: 'secret', label: 'Secret', secret: true, required: true, help: null },
      ],
      guide: (typed, { address }) => [
        { text: 'Open the settings of the invented network.', link: 'https://network.example/settings' },
        { text: 'Paste this address.', copy: { label: 'Address', value: `${address}/posts` } },
        ...(typed.number === undefined ? [] : [{ text: `Choose ${typed.number} there.` }]),
      ],
      trial: ({ handle }) => `Write TEST to ${handle}.`,
      try: async ({ number = '', secret = '' }) => {
        if (secret !== 'right-secret') throw new Fault('account_refused', 'The secret is not right.');
        const lacks = number.endsWith('7') ? ['It may not delete: tick "delete" there.'] : [];
        const checks = [`${number} answers.`];
        return {
          networkId: number,
          handle: number,
          name: null,
          settings: { number },
          secret: { secret },
          lacks,
          checks,
        };
      },
      sendTest: {
        label: 'Number',
        send: async (_connected, to) => {
          if (!to.startsWith('+')) return { sent: false, reason: 'Write it with its country: +250...' };
          tested.push(to);
          return { sent: true };
        },
      },
    },
    receive: {
      paths: [{ path: 'posts', what: 'Posts' }],
      mostBytes: 20_000,
      proof: 'signature',
      take: async (account, called) => {
        if (called.path !== 'posts')
          return { kind: 'refused', status: 404, reason: 'There is no such webhook.' };
        if (called.method === 'GET')
          return {
            kind: 'answered',
            what: 'The network asked whether we are here.',
            answer: plain(called.query.challenge ?? ''),
          };
        const body = Buffer.from(called.body).toString('utf8');
        if (called.headers['x-signature'] !== signed(account.secret.secret ?? '', body))
          return { kind: 'refused', status: 401, reason: 'The signature is not right.' };
        const posts = JSON.parse(body) as { thread: string }[];
        return {
          kind: 'kept',
          items: posts.map((post) => ({ key: post.thread, payload: post })),
          answer: plain('taken'),
        };
      },
    },
  };
  return { channel, tested };
}

/** A post as the network tells of it. */
export const invented = (id: string, text: string, more: { direct?: boolean; to?: string } = {}): object => ({
  id,
  thread: id,
  parent: null,
  by: { id: `author-${id}`, handle: `author-${id}`, name: null },
  to: [more.to ?? '+250788000001'],
  direct: more.direct ?? false,
  text,
  language: null,
  at: '2026-03-02T08:00:00.000Z',
  followers: 1,
  verified: false,
  shares: 0,
});
