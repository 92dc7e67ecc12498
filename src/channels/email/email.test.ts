import { describe, expect, test } from 'vitest';
import { channelContract } from '../contract.ts';
import { fixtures } from './fixtures/fixtures.ts';
import { account, house, mailOf, payloadOf, receivedAt } from './fixtures/mails.ts';
import { readHead } from './head.ts';
import { email } from './index.ts';
import { readSource } from './source.ts';

const channel = email({ fetch, now: () => new Date('2031-01-06T12:00:00Z'), log: () => undefined });

// Sending is asked of real servers: test/journeys/emailContract.servers.test.ts.
channelContract('Email', () => ({
  channel: { ...channel, abilities: { ...channel.abilities, replies: [] } },
  account,
  fixtures: fixtures.filter(({ heard }) => heard.kind !== 'post'),
  openNetwork: null,
}));

describe('mails are heard as they must be', () => {
  test.each(fixtures.map((one) => [one.name, one] as const))('%s', (_, { payload, heard }) => {
    expect(channel.normalise(payload, account)).toEqual(heard);
    // As it comes back from the database.
    expect(channel.normalise(JSON.parse(JSON.stringify(payload)), account)).toEqual(heard);
  });
});

const heardFrom = async (...lines: string[]) => {
  const heard = channel.normalise(await payloadOf(mailOf(...lines)), account);
  if (heard.kind !== 'post') throw new Error(`heard as ${heard.kind}`);
  return heard.post;
};

describe('the time of a mail', () => {
  const mail = mailOf('From: a@x.example', 'Message-ID: <1@x.example>', '', 'Dry.');
  const at = async (heardAt: Date) => {
    const heard = channel.normalise(await payloadOf(mail, 'inbox', heardAt), account);
    return heard.kind === 'post' ? heard.post.at : null;
  };
  const second = new Date(Math.floor(receivedAt.getTime() / 1000) * 1000);
  const later = (milliseconds: number) => new Date(second.getTime() + milliseconds);

  test('is the end of the second that its server names, so that no earlier answer seems to answer it', async () => {
    expect(await at(later(5_000))).toEqual(later(999));
  });

  test('is never after it was heard of: what is answered within that second is answered', async () => {
    expect(await at(later(300))).toEqual(later(300));
    expect(await at(later(-90_000))).toEqual(later(-90_000));
  });
});

describe('threads', () => {
  test('two authors with the same subject are never joined', async () => {
    const one = await heardFrom(
      'From: a@x.example',
      'Subject: No water',
      'Message-ID: <1@x.example>',
      '',
      'Dry.',
    );
    const two = await heardFrom(
      'From: b@y.example',
      'Subject: Re: No water',
      'Message-ID: <2@y.example>',
      '',
      'Dry.',
    );
    expect(one.thread).not.toBe(two.thread);
  });

  test("a stranger who names another's thread stays in a conversation of their own", async () => {
    const [, , , answer] = fixtures;
    const stranger = await heardFrom(
      'From: eve@z.example',
      'Message-ID: <3@z.example>',
      'References: <first@people.example>',
      '',
      'Tell me all.',
    );
    expect(answer?.heard).toMatchObject({ post: { thread: stranger.thread } });
    expect(stranger.conversationWith).toBe('eve@z.example');
  });

  test('a mail without a Message-ID has the same id again', async () => {
    const lines = [
      'From: a@x.example',
      'Subject: No water',
      'Date: Mon, 6 Jan 2031 08:00:00 +0000',
      '',
      'Dry.',
    ];
    const [one, again] = [await heardFrom(...lines), await heardFrom(...lines)];
    expect(one.networkId).toMatch(/^<[0-9a-f]{40}@without-message-id>$/);
    expect(again.networkId).toBe(one.networkId);
    expect(one.handle.references).toBeUndefined();
  });
});

describe('permission', () => {
  const may = (handle: Record<string, string>) =>
    channel.mayReply({ visibility: 'direct', direction: 'inbound', handle }, { lacks: [] }, new Date());
  test('mail is answered directly and in no other way', () => {
    expect(may({ to: 'amina@people.example' })).toMatchObject([{ mode: 'direct', allowed: true }]);
  });
  test.each([
    [{ to: 'no-reply@bank.example' }, /Nobody reads/],
    [{ to: 'noreply+7@bank.example' }, /Nobody reads/],
    [{ to: 'mailer-daemon@bank.example' }, /Nobody reads/],
    [{ to: 'amina@people.example', automatic: 'yes' }, /A program wrote/],
    [{}, /Nobody knows/],
  ])('%j is not answered, and why is said', (handle, reason) => {
    const [permission] = may(handle as Record<string, string>);
    expect(permission).toMatchObject({ allowed: false, reason: expect.stringMatching(reason) });
  });
  test('a name that only begins like one that nobody reads is answered', () => {
    expect(may({ to: 'norely.bounceman@people.example' })).toMatchObject([{ allowed: true }]);
  });
});

describe('strange mails', () => {
  test.each<[string, string[]]>([
    [
      'a charset that nobody knows',
      [
        'From: a@x.example',
        'Message-ID: <c@x.example>',
        'Content-Type: text/plain; charset=klingon-8',
        '',
        'Dry.',
      ],
    ],
    [
      'a boundary that never comes',
      [
        'From: a@x.example',
        'Message-ID: <d@x.example>',
        'Content-Type: multipart/mixed; boundary=never',
        '',
        'Dry.',
      ],
    ],
    ['a NUL in the words', ['From: a@x.example', 'Message-ID: <e@x.example>', '', 'Dry\u0000.']],
  ])('%s is heard all the same', async (_, lines) => {
    const post = await heardFrom(...lines);
    expect(post.text).not.toContain('\u0000');
    expect(post.by.networkId).toBe('a@x.example');
  });

  test('ten thousand headers and ten thousand recipients are cut, and who wrote is known all the same', async () => {
    const flood = Array.from({ length: 10_000 }, (_, i) => `X-Flood-${i}: ${'x'.repeat(20)}`);
    const to = Array.from({ length: 10_000 }, (_, i) => `p${i}@x.example`).join(',\r\n ');
    const source = mailOf(
      'From: a@x.example',
      'Message-ID: <f@x.example>',
      `To: ${to}`,
      ...flood,
      '',
      'Dry.',
    );
    // What no reader takes whole is read by its parts, of which this is the first.
    await expect(readSource(source)).rejects.toThrow(/header/i);
    const head = await readHead(source);
    expect(head).toMatchObject({ messageId: '<f@x.example>', from: { address: 'a@x.example' } });
    expect(JSON.stringify(head).length).toBeLessThan(50_000);
  });

  test('HTML of ninety thousand nested elements becomes text', async () => {
    const nested = `${'<div>'.repeat(90_000)}Dry.`;
    const post = await heardFrom(
      'From: a@x.example',
      'Message-ID: <g@x.example>',
      'Content-Type: text/html',
      '',
      nested,
    );
    expect(post.text).toContain('Dry.');
  });

  test('a list that is our own address hands on what people write', async () => {
    const post = await heardFrom(
      'From: a@x.example',
      `To: ${house}`,
      'Message-ID: <h@x.example>',
      'List-Id: <care.water.example>',
      'Precedence: list',
      '',
      'Dry.',
    );
    expect(post.automatic).toBeUndefined();
  });
});
