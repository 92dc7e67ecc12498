/** Sends one SMS through the account's provider: length, money, and the pace that the provider asked for are looked at here, for all of them. */
import { smsParts } from '../../domain/smsParts.ts';
import type { Budgets } from '../budget.ts';
import type { AccountAccess, ChannelTools, Found, MemberLetter, Outcome, ReplyToSend } from '../channel.ts';
import { isE164 } from './number.ts';
import { isTooLong, mostParts } from './permission.ts';
import { priceOf, writtenCost } from './price.ts';
import type { Carried, Provider, Sms } from './provider.ts';

const refused = (code: string, reason: string): Outcome => ({ kind: 'refused', code, reason });

const nobody = refused(
  'reply_not_permitted',
  'Nobody knows to which number this answer would go. Answer an SMS of the author.',
);
const tooLong = refused(
  'too_long',
  `It would be more than ${mostParts} SMS. Shorten it; it is never cut. Letters that telephones write with 16 bits take twice the room.`,
);
const noPictures = refused(
  'media_refused',
  'An SMS holds no pictures. Leave them out, or answer another way.',
);

/** The SMS that a reply becomes; null where nobody is answered. */
export function smsOf(account: Pick<AccountAccess, 'networkId'>, reply: ReplyToSend): Sms | null {
  const to = reply.to?.handle.to ?? reply.to?.by.networkId ?? '';
  if (!isE164(to)) return null;
  return {
    key: reply.networkKey,
    to,
    from: account.networkId,
    text: reply.text,
    firstAttemptAt: reply.firstAttemptAt,
    heldByOthers: reply.heldByOthers ?? new Set(),
  };
}

/** What `send` needs of the channel. */
export interface Sending {
  tools: ChannelTools;
  budgets: Budgets;
  provider: Provider;
}

export async function sendReply(
  sending: Sending,
  account: AccountAccess,
  reply: ReplyToSend,
): Promise<Outcome> {
  const sms = smsOf(account, reply);
  if (sms === null) return nobody;
  if (reply.attachments.length > 0) return noPictures;
  return sendSms(sending, account, sms);
}

/** Hands it over once. */
export async function sendSms(
  { tools, budgets, provider }: Sending,
  account: AccountAccess,
  sms: Sms,
): Promise<Outcome> {
  if (isTooLong(sms.text)) return tooLong;
  const until = budgets.take(account.accountId, 'send', tools.now());
  if (until !== null) return { kind: 'later', at: until, reason: 'The provider asked to wait.' };
  const each = priceOf(account.settings);
  const expected = each === null ? null : each.micros * smsParts(sms.text).parts;
  const set = expected === null ? null : ((await account.meter?.setAside('answering', expected)) ?? null);
  if (expected !== null && account.meter !== undefined && set === null) return moneyShort(account);
  const carried = await provider.send(tools, account, sms);
  await set?.settle(spentOn(carried, expected ?? 0, each?.currency ?? ''));
  if (carried.kind === 'later' && carried.asked === true) askedToWait(budgets, account, carried.at);
  if (
    carried.kind === 'refused' &&
    (carried.code === 'account_refused' || carried.code === 'account_lacks_rights')
  )
    account.tell?.({ code: 'rights_missing', sentence: carried.reason });
  return outcomeOf(carried, tools.now());
}

function moneyShort(account: AccountAccess): Outcome {
  const reason =
    "This month's ceiling for SMS is reached. An admin raises it in Settings > Accounts; then send again.";
  account.tell?.({ code: 'money_short', sentence: reason });
  return refused('money_short', reason);
}

/** What may have gone out may have to be paid; what the provider says it costs is what it costs, in the same money. */
function spentOn(carried: Carried, expected: number, currency: string): number {
  if (carried.kind === 'unknown') return expected;
  if (carried.kind !== 'taken') return 0;
  return carried.cost !== null && carried.cost.currency === currency ? carried.cost.micros : expected;
}

function askedToWait(budgets: Budgets, account: AccountAccess, until: Date): void {
  budgets.exhausted(account.accountId, 'send', until);
  account.tell?.({
    code: 'asked_to_wait',
    sentence: `The provider asked to wait until ${until.toISOString().slice(11, 16)} UTC. What is to be sent waits.`,
  });
}

function outcomeOf(carried: Carried, now: Date): Outcome {
  if (carried.kind === 'later') return { kind: 'later', at: carried.at, reason: carried.reason };
  if (carried.kind !== 'taken') return carried;
  const { networkId, cost } = carried;
  // What it really cost is known now.
  return { kind: 'sent', networkId, at: now, handle: cost === null ? {} : { cost: writtenCost(cost) } };
}

/** Looks where the provider can be asked; else only a person can say. */
export async function checkReply(
  { tools, provider }: Sending,
  account: AccountAccess,
  reply: ReplyToSend,
): Promise<Found> {
  const sms = smsOf(account, reply);
  if (sms === null) return { kind: 'absent' };
  if (provider.find !== undefined) return provider.find(tools, account, sms);
  return {
    kind: 'uncertain',
    reason:
      'The provider cannot be asked what it took. Look into its list of messages, or ask the author, then say whether it went out.',
  };
}

/** An alert to a member: its subject says all that a telephone shows, and where to read on. */
export async function writeToMember(
  sending: Sending,
  account: AccountAccess,
  letter: MemberLetter,
): Promise<Outcome> {
  if (!isE164(letter.to)) return refused('author_gone', 'This is no telephone number such as +250788123456.');
  return sendSms(sending, account, {
    key: `alert.${letter.id}`,
    to: letter.to,
    from: account.networkId,
    text: letter.text,
    firstAttemptAt: letter.at,
    heldByOthers: new Set(),
  });
}
