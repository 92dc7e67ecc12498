/** Sends a reply as a mail: once, to the author alone. */
import type { AccountAccess, ChannelTools, Outcome, ReplyToSend } from '../channel.ts';
import { type Server, smtpServer } from './access.ts';
import { isTlsCode, noTls } from './mailbox.ts';
import { type Letter, sentHandle, writeMail } from './message.ts';
import { mailLength } from './permission.ts';
import { sayable } from './report.ts';
import { keepSent } from './sentMail.ts';
import { type Submitted, submit } from './submission.ts';

export const attachments = {
  most: 10,
  types: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
  mostBytes: 8_000_000,
} as const;

const minute = 60_000;
/** RFC 5321, 4.5.4.1: a sender gives up after four or five days. */
const longestTrying = 5 * 24 * 60 * minute;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Hands the reply to the mail server and, once that has it, puts a copy into the folder of sent mail. */
export async function sendMail(
  tools: ChannelTools,
  account: AccountAccess,
  reply: ReplyToSend,
): Promise<Outcome> {
  const to = reply.to?.handle.to ?? reply.to?.by.networkId ?? null;
  const refusal = refusalOf(reply, to);
  if (refusal !== null || to === null) return refusal ?? nobody;
  const letter = await writeMail(account, reply, to);
  const server = smtpServer(account);
  const submitted = await handedOver(server, letter, account.networkId);
  if (submitted.kind !== 'accepted') return outcomeOf(submitted, server, reply, tools.now());
  await keepSent(tools, account, reply.networkKey, letter.source);
  return { kind: 'sent', networkId: reply.networkKey, at: tools.now(), handle: sentHandle(reply, to) };
}

/** Some servers let nobody send but from the very address that signed in: then bounces go there, and are known by their Message-ID. */
async function handedOver(server: Server, letter: Letter, address: string): Promise<Submitted> {
  const first = await submit(server, letter);
  const sender = first.kind === 'answered' && first.code >= 500 && first.command === 'MAIL FROM';
  return sender && letter.from !== address ? submit(server, { ...letter, from: address }) : first;
}

const refused = (code: string, reason: string): Outcome => ({ kind: 'refused', code, reason });
const nobody = refused(
  'reply_not_permitted',
  'Nobody knows to whom this answer would go. Answer a mail of the author.',
);

function refusalOf(reply: ReplyToSend, to: string | null): Outcome | null {
  if (to === null || !/^[^\s<>,;"]+@[^\s<>,;"]+$/.test(to)) return nobody;
  if (reply.text.trim() === '' && reply.attachments.length === 0) {
    return refused('reply_empty', 'There is nothing to send. Write something or add a picture.');
  }
  const graphemes = reply.text.length <= mailLength.graphemes ? 0 : [...segmenter.segment(reply.text)].length;
  if (graphemes > mailLength.graphemes || Buffer.byteLength(reply.text) > mailLength.bytes) {
    return refused('reply_too_long', 'A mail takes 100,000 characters. Shorten the reply.');
  }
  if (reply.attachments.length > attachments.most) {
    return refused('media_refused', 'A mail takes ten pictures at most. Take some away.');
  }
  return null;
}

/** What the server's answer, or its silence, means for the reply. */
export function outcomeOf(
  submitted: Exclude<Submitted, { kind: 'accepted' }>,
  server: Pick<Server, 'host' | 'port'>,
  reply: Pick<ReplyToSend, 'networkKey' | 'firstAttemptAt'>,
  now: Date,
): Outcome {
  if (submitted.kind === 'silent') return ofSilence(submitted, server, reply, now);
  const said = sayable(submitted.said);
  if (submitted.code < 500)
    return later(`The mail server asks to wait: "${said}".`, waitOf(said), reply, now);
  if (submitted.command.startsWith('AUTH')) {
    return refused(
      'account_refused',
      `${server.host} does not accept the name and password of this account. Connect it again in Settings > Accounts.`,
    );
  }
  return refused(...meaningOf(said));
}

function ofSilence(
  { begun, error }: Extract<Submitted, { kind: 'silent' }>,
  server: Pick<Server, 'host' | 'port'>,
  reply: Pick<ReplyToSend, 'networkKey' | 'firstAttemptAt'>,
  now: Date,
): Outcome {
  if (begun) {
    const reason = `The connection broke after the mail was on its way; it may have gone out. Its Message-ID is ${reply.networkKey}.`;
    return { kind: 'unknown', reason };
  }
  if (isTlsCode(error.code)) return later(noTls(server, error).sentence, null, reply, now);
  return later(`The mail server ${server.host} cannot be reached.`, minute, reply, now);
}

/** The time that the server named, else longer the longer it lasts; in the end it is given up. */
function later(
  reason: string,
  named: number | null,
  reply: Pick<ReplyToSend, 'firstAttemptAt'>,
  now: Date,
): Outcome {
  const tried = now.getTime() - reply.firstAttemptAt.getTime();
  if (tried > longestTrying) return refused('network_refused', `It was tried for five days. ${reason}`);
  return { kind: 'later', at: new Date(now.getTime() + (named ?? usualWait(tried))), reason };
}

/** Grey lists let a mail in after some minutes; RFC 5321 asks for half an hour between attempts of anything that lasts. */
function usualWait(tried: number): number {
  return tried < 5 * minute ? 5 * minute : tried < 60 * minute ? 15 * minute : 30 * minute;
}

/** The wait in milliseconds that a sentence of the server names ("try again in 300 seconds"); null where it names none. */
export function waitOf(said: string): number | null {
  const [, number, unit] =
    /\b(?:in|after|for)\s+(\d{1,6})\s*(s|sec|second|m|min|minute|h|hour)s?\b/i.exec(said) ?? [];
  if (number === undefined || unit === undefined) return null;
  const each = unit.toLowerCase().startsWith('h')
    ? 60 * minute
    : unit.toLowerCase().startsWith('m')
      ? minute
      : 1_000;
  return Math.min(Number(number) * each, 24 * 60 * minute);
}

/** A refusal for good, by its class (RFC 3463) where the server gives one. */
function meaningOf(said: string): [code: string, reason: string] {
  const code = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(said)?.[0] ?? '';
  const server = `The server said: "${said}".`;
  if (/^5\.1\.(1|2|3|10)$/.test(code))
    return ['author_gone', `This address does not exist. Reach the author another way. ${server}`];
  if (code === '5.2.2')
    return ['mailbox_full', `The author's mailbox is full. Try again in some days. ${server}`];
  if (code === '5.2.3' || code === '5.3.4')
    return [
      'reply_too_large',
      `It is larger than the server takes. Send it with fewer or smaller pictures. ${server}`,
    ];
  return [
    'network_refused',
    `The mail server refused it. Change the reply or reach the author another way. ${server}`,
  ];
}
