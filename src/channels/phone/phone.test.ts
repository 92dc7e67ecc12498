import { describe, expect, it } from 'vitest';
import {
  type CallScript,
  formBody,
  type Played,
  playCall,
} from '../../../test/factories/africasTalkingVoice.ts';
import type { HeardPost } from '../../domain/post.ts';
import type { AccountAccess, RawItem } from '../channel.ts';
import { channelContract } from '../contract.ts';
import type { Called, Taken } from '../receiving.ts';
import { caller, ended, form, line, phoneFixtures, taken } from './fixtures/calls.ts';
import { phone } from './index.ts';

const now = new Date('2030-03-01T09:34:25Z');
const channel = phone({ fetch, now: () => now, log: () => undefined });
const reader = { networkId: line, ourIds: [line], watched: [] };

const access = (settings: Record<string, string> = {}): AccountAccess => ({
  accountId: '0190b6a4-0000-7000-8000-0000000000aa',
  networkId: line,
  handle: line,
  settings: { languages: 'en,sw', rings: '+254700000002,+254700000003', ...settings },
  secret: {},
  ourIds: [line],
  watched: [],
  keepSecret: async () => undefined,
});

const called = (fields: Record<string, string>): Called => ({
  method: 'POST',
  path: '',
  address: 'https://desk.example/in/account/secret',
  query: {},
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: formBody(fields),
});

channelContract('the telephone', () => ({
  channel,
  account: reader,
  fixtures: phoneFixtures,
  openNetwork: 'at home',
  receiving: {
    access: access(),
    now,
    good: [
      { name: 'the beginning of a call', called: called(form), items: 1 },
      { name: 'a key', called: called({ ...form, dtmfDigits: '2' }), items: 1 },
      { name: 'the end of a call that was taken', called: called(taken), items: 2 },
      { name: 'the end of a call that nobody took', called: called(ended), items: 1 },
      {
        name: 'a message',
        called: called({ ...form, recordingUrl: 'https://recordings.example/1.mp3' }),
        items: 2,
      },
    ],
    challenges: [],
    forged: [
      {
        name: 'a call to another number',
        called: called({ ...form, destinationNumber: '+254700000009' }),
        status: 400,
      },
      { name: 'a form without a call', called: called({ hello: 'there' }), status: 400 },
      { name: 'another path', called: { ...called(form), path: 'other' }, status: 404 },
    ],
  },
}));

/** Plays a call against the channel; answers what was heard by post, the latest version of each. */
async function heardOf(
  script: Partial<CallScript>,
  settings: Record<string, string> = {},
  isOpen = true,
): Promise<{ posts: HeardPost[]; played: Played; items: RawItem[] }> {
  const items: RawItem[] = [];
  const whole = {
    session: 'ATVId_played',
    from: caller,
    to: line,
    starts: new Date('2030-03-01T09:30:00Z'),
    ...script,
  };
  const played = await playCall(whole, async (fields, at) => {
    const desk = { now: at, casesOf: async () => [], isOpen: async () => isOpen };
    const answer: Taken | undefined = await channel.receive?.take(access(settings), called(fields), desk);
    if (answer?.kind !== 'kept') throw new Error('not kept');
    items.push(...answer.items);
    return answer.answer.body;
  });
  const latest = new Map<string, HeardPost>();
  for (const { payload } of items) {
    const heard = channel.normalise(JSON.parse(JSON.stringify(payload)), reader);
    if (heard.kind !== 'post') throw new Error('not a post');
    const known = latest.get(heard.post.networkId);
    if (known === undefined || heard.post.revision > known.revision)
      latest.set(heard.post.networkId, heard.post);
  }
  return { posts: [...latest.values()], played, items };
}

describe('a call of a line', () => {
  it('is asked for its language, put through, and answered when somebody took it', async () => {
    const { posts, played } = await heardOf({ key: '2', takenAfter: 61, speaks: 200 });
    expect(played.said.join(' ')).toContain('Tunakuunganisha');
    expect(played.rung).toEqual(['+254700000002', '+254700000003']);
    expect(posts.map(({ networkId, at }) => [networkId, at.toISOString()])).toEqual([
      ['ATVId_played', '2030-03-01T09:30:00.000Z'],
      ['ATVId_played/taken', '2030-03-01T09:31:05.000Z'],
    ]);
    expect(posts[0]?.call).toMatchObject({
      seconds: 200,
      heldSeconds: 65,
      abandoned: false,
      recorded: false,
    });
  });

  it('speaks the first language to who presses no key', async () => {
    const { played } = await heardOf({ key: null, takenAfter: 1, speaks: 5 });
    expect(played.said.at(-1)).toContain('Please hold the line');
  });

  it('is told before it is recorded, and not recorded where that was not chosen', async () => {
    const recorded = await heardOf({ key: '1', takenAfter: 10, speaks: 20 }, { records: 'yes' });
    expect(recorded.played.said.join(' ')).toContain('This call is recorded');
    expect(recorded.posts[0]).toMatchObject({ call: { recorded: true }, media: [{ type: 'audio/mpeg' }] });
    const not = await heardOf({ key: '1', takenAfter: 10, speaks: 20 });
    expect(not.played.said.join(' ')).not.toContain('recorded');
    expect(not.posts[0]?.media).toEqual([]);
  });

  it('that nobody takes is abandoned and waits since it began', async () => {
    const { posts } = await heardOf({ key: '1', takenAfter: null, patience: 40 });
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatchObject({
      direction: 'inbound',
      at: new Date('2030-03-01T09:30:00Z'),
      call: { seconds: 0, heldSeconds: 44, abandoned: true },
    });
  });

  it('outside office hours may leave a message, which stays abandoned and can be heard', async () => {
    const { posts, played } = await heardOf({ key: '1', leavesMessage: true }, {}, false);
    expect(played.rung).toEqual([]);
    expect(played.said.at(-1)).toContain('We have your message');
    const [call, message, ...others] = posts;
    expect(others).toEqual([]);
    expect(call).toMatchObject({ call: { abandoned: true, recorded: false }, media: [] });
    expect(message).toMatchObject({ call: { abandoned: true, recorded: true }, media: [{ kind: 'other' }] });
  });

  it('whose number is withheld is an author of its own, is asked to say it, and cannot be called back', async () => {
    const one = await heardOf({ from: 'anonymous', key: '1' }, {}, false);
    const other = await heardOf({ from: '', session: 'ATVId_other', key: '1' }, {}, false);
    expect(one.played.said.join(' ')).toContain('please say it');
    const [first, second] = [one.posts[0], other.posts[0]];
    expect(first?.by.networkId).not.toBe(second?.by.networkId);
    expect(channel.mayReply(first as HeardPost, { lacks: [] }, now)[0]).toMatchObject({ allowed: false });
  });
});

describe('whatever the network does wrong', () => {
  const right = { key: '1', takenAfter: 61, speaks: 200 };

  it.each([
    ['it tells everything twice', { twice: true }],
    ['the end comes before all else', { finalFirst: true }],
  ])('%s, and the call is the same', async (_, faults) => {
    expect((await heardOf({ ...right, faults })).posts).toEqual((await heardOf(right)).posts);
  });

  it('the end never comes, and the call stands and waits', async () => {
    const { posts } = await heardOf({ ...right, faults: { noFinal: true } });
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatchObject({ revision: '', call: { seconds: null, abandoned: null } });
  });

  it('its clock is three hours off, and the call began when we heard of it', async () => {
    const wrong = { ...form, callStartTime: '2030-03-01 12:30:00' };
    const taken = await channel.receive?.take(access(), called(wrong), { now, casesOf: async () => [] });
    expect(taken?.kind === 'kept' && taken.items[0]?.payload).toMatchObject({ began: now.toISOString() });
  });
});

describe('connecting a line', () => {
  const answering =
    (status: number, body: unknown): typeof fetch =>
    async () =>
      new Response(JSON.stringify(body), { status });
  const trying = (fetcher: typeof fetch, typed: Record<string, string>) =>
    phone({ fetch: fetcher, now: () => now, log: () => undefined }).connect?.try(typed);
  const typed = {
    number: '+254 700 000 001',
    rings: '+254700000002',
    languages: 'sw, en',
    username: 'desk',
    apiKey: 'key',
  };

  it('asks after the app and says what it answered', async () => {
    const connected = await trying(answering(200, { UserData: { balance: 'KES 120.50' } }), typed);
    expect(connected).toMatchObject({
      networkId: line,
      lacks: [],
      settings: { languages: 'sw,en', rings: '+254700000002', username: 'desk' },
      checks: ['The app answers. Its balance is KES 120.50.', 'Callers choose between: Kiswahili, English.'],
    });
  });

  it('says what is wrong', async () => {
    const fine = answering(200, { UserData: { balance: 'KES 1' } });
    await expect(trying(answering(401, {}), typed)).rejects.toMatchObject({ code: 'account_refused' });
    await expect(trying(answering(500, {}), typed)).rejects.toMatchObject({ code: 'network_unreachable' });
    await expect(trying(fine, { ...typed, number: '0700' })).rejects.toMatchObject({ code: 'input_invalid' });
    await expect(trying(fine, { ...typed, rings: line })).rejects.toThrow('cannot ring itself');
    await expect(trying(fine, { ...typed, languages: 'en, tlh' })).rejects.toThrow('among');
    const { apiKey: _, ...without } = typed;
    expect((await trying(fine, without))?.lacks).toHaveLength(1);
  });
});
