/** The contract of channels on Dovecot and Postfix. What asks to wait and what cuts the line is a proxy of ours before Postfix. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountAccess, Heading, ReplyToSend } from '../../src/channels/channel.ts';
import { channelContract, type SendingNetwork } from '../../src/channels/contract.ts';
import { fixtures } from '../../src/channels/email/fixtures/fixtures.ts';
import { account as hearing } from '../../src/channels/email/fixtures/mails.ts';
import { email } from '../../src/channels/email/index.ts';
import { threadOf } from '../../src/channels/email/tokens.ts';
import { type Mail, mailMissing, startMail } from '../servers/startMail.ts';

const missing = process.env.CI === 'true' ? null : mailMissing();
const channel = email({ fetch, now: () => new Date(), log: () => undefined });
const house = 'care@water.example';
const amina = 'amina@people.example';

async function connected(mail: Mail): Promise<AccountAccess> {
  const made = await channel.connect?.try(mail.typedFor(house));
  if (made === undefined) throw new Error('mailboxes are not connected by hand');
  return { ...made, accountId: 'house', ourIds: [house], watched: [], keepSecret: async () => undefined };
}

async function openNetwork(): Promise<SendingNetwork> {
  const mail = await startMail();
  if (mail === null) throw new Error('The mail servers did not start.');
  const root = '<asked@people.example>';
  const thread = threadOf(root);
  const by = { networkId: amina, handle: amina, name: null };
  const handle = { to: amina, subject: 'No water', references: root };
  const account = await connected(mail);
  return {
    account,
    async reply(mode, text): Promise<ReplyToSend> {
      const replyId = crypto.randomUUID();
      const firstAttemptAt = new Date();
      const networkKey = channel.networkKey({ replyId, at: firstAttemptAt, from: house, thread });
      const to = { networkId: root, thread, by, handle, visibility: 'direct' as const };
      return {
        replyId,
        mode,
        text,
        language: 'en',
        quote: null,
        attachments: [],
        to,
        networkKey,
        firstAttemptAt,
      };
    },
    async published(text) {
      // What Postfix took it hands on by itself: the queue is empty before anybody counts.
      await mail.settled();
      return (await mail.read(amina)).filter((one) => one.text?.trim() === text).length;
    },
    limitNext: async (until) => mail.proxy.limitNext(Math.round((until.getTime() - Date.now()) / 1000)),
    cutNext: async () => mail.proxy.cutNext(),
    close: () => mail.stop(),
  };
}

describe.runIf(missing === null)('Email', () => {
  channelContract('Email', () => ({ channel, account: hearing, fixtures, openNetwork }));

  describe('a mailbox', () => {
    let mail: Mail;
    let account: AccountAccess;
    beforeAll(async () => {
      const started = await startMail();
      if (started === null) throw new Error('The mail servers did not start.');
      mail = started;
      account = await connected(mail);
    });
    afterAll(() => mail?.stop());

    test.each<[string, Record<string, string>, string, RegExp]>([
      [
        'a wrong password',
        { password: 'wrong' },
        'account_refused',
        /does not accept this name and password/,
      ],
      ['a server that is not there', { imapPort: '1' }, 'network_unreachable', /does not answer/],
      ['no encryption', { imapSecurity: 'starttls' }, 'network_unreachable', /no encryption/],
      ['no encryption for sending', { smtpSecurity: 'starttls' }, 'network_unreachable', /no encryption/],
      ['a wrong password for sending', { smtpPassword: 'wrong' }, 'account_refused', /for sending/],
      ['no server for sending', { smtpPort: '1' }, 'network_unreachable', /not sent/],
      ['no address', { address: 'care' }, 'input_invalid', /such as/],
    ])('%s is said in a sentence', async (_, wrong, code, sentence) => {
      const trying = channel.connect?.try({ ...mail.typedFor(house), ...wrong });
      await expect(trying).rejects.toMatchObject({ code, sentence: expect.stringMatching(sentence) });
    });

    test('a mail that comes while it is listened to is told by the server', async () => {
      const stopping = new AbortController();
      const heard: Heading[] = [];
      const [inbox] = channel.sources;
      const listening = (async () => {
        for await (const heading of inbox?.stream(account, null, stopping.signal) ?? []) {
          heard.push(heading);
          if (heading.items.length > 0) stopping.abort();
          else await mail.send({ from: amina, to: house, subject: 'No water', text: 'Dry.' });
        }
      })();
      await listening;
      expect(heard.flatMap((one) => one.items)).toHaveLength(1);
      expect(heard.at(-1)?.cursor).toMatch(/^\d+:\d+$/);
    });

    test('the whole mailbox is listed by Message-ID, and what is known is not fetched', async () => {
      await mail.send({ from: amina, to: house, text: 'Still dry.', messageId: '<still@people.example>' });
      await mail.settled();
      const listed = async (known: readonly string[]) => {
        const knows = async () => new Set(known);
        const found: (string | null)[] = [];
        for await (const piece of channel.reconcile(
          { ...account, knows },
          new Date(Date.now() - 86_400_000),
          AbortSignal.timeout(60_000),
        ))
          found.push(...piece.map((one) => one.networkId));
        return found;
      };
      expect(await listed([])).toContain('<still@people.example>');
      expect(await listed(['<still@people.example>'])).not.toContain('<still@people.example>');
    });
  });
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: the contract of channels on real mail servers. ${missing}\n`);
    expect(missing).not.toBe('');
  });
}
