import { describe, expect, it } from 'vitest';
import { connectFields, tryConnecting } from './connect.ts';

/** A network that nobody may ask. */
const tools = {
  fetch: async () => {
    throw new Error('the network was asked');
  },
  now: () => new Date(),
  log: () => undefined,
} as unknown as Parameters<typeof tryConnecting>[0];
const typed = { handle: 'care.example', password: 'abcd-efgh', server: 'https://pds.example' };
const trying = (more: Record<string, string>) => tryConnecting(tools, { ...typed, ...more });

describe('what is typed under Advanced', () => {
  it('is refused with a sentence before the network is asked', async () => {
    for (const wrong of [
      { chat: 'https://chat.example' },
      { chat: 'did:web:chat.example#bsky_chat' },
      { pictures: 'https://cdn.example/picture' },
      { pictures: 'ftp://cdn.example/{did}/{cid}' },
      { appview: 'https://app.example' },
      { pollSeconds: 'often' },
      { pollSeconds: '0' },
      { pollSeconds: '86400' },
      { stream: 'https://stream.example' },
      { server: 'file:///etc/passwd' },
      { listening: 'everything' },
    ])
      await expect(trying(wrong), JSON.stringify(wrong)).rejects.toMatchObject({ code: 'input_invalid' });
  });
  it('passes where it is right', async () => {
    for (const right of [
      { chat: 'did:web:chat.example%3A3000' },
      { pictures: 'https://cdn.example/{did}/{cid}' },
      { appview: 'none', pollSeconds: '0.2' },
      { listening: 'firehose', stream: 'stream.example', appview: '', chat: ' ' },
    ])
      await expect(trying(right), JSON.stringify(right)).rejects.toMatchObject({
        code: 'network_unreachable',
      });
  });
  it('can be typed: every setting has its field, and only the first ones are asked of everybody', () => {
    expect(connectFields.filter((field) => !field.advanced).map((field) => field.name)).toEqual([
      'handle',
      'password',
      'server',
    ]);
    expect(connectFields.filter((field) => field.advanced).map((field) => field.name)).toEqual([
      'listening',
      'stream',
      'chat',
      'moderation',
      'pictures',
      'appview',
      'pollSeconds',
    ]);
  });
});
