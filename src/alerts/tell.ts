/** Tells an alert by one way to one place, and notes what became of it. */
import type { AccountAccess, Channel, Outcome } from '../channels/channel.ts';
import { triedAgainAt } from '../domain/alert.ts';
import { maskedValue } from '../domain/authorMask.ts';
import { isFault } from '../domain/fault.ts';
import type { Network } from '../domain/network.ts';
import { pushKeysOf } from '../outside/push/encrypt.ts';
import { type Ask, type PushOutcome, sendPush } from '../outside/push/sendPush.ts';
import type { Vapid } from '../outside/push/vapid.ts';
import { openAccount } from '../storage/accountsOpened.ts';
import {
  type AlertToTell,
  accountForMembers,
  type ClaimedDelivery,
  type DeliveryEnd,
  noteDelivery,
  readAlert,
} from '../storage/alertDeliveries.ts';
import { type AlertedMember, alertedMembers } from '../storage/alertSettings.ts';
import type { Storage } from '../storage/database.ts';
import { readMask } from '../storage/protectedAuthors.ts';
import { noteSent, openSubscription, removeSubscription } from '../storage/pushSubscriptions.ts';
import type { MasterKey } from '../storage/secrets.ts';
import { digestLetter } from './digest.ts';
import { letterOf, shortLetterOf } from './letter.ts';
import { type Notice, noticeOf } from './notice.ts';

export interface TellDeps {
  storage: Storage;
  key: MasterKey;
  channels: Record<Network, Channel>;
  /** Asks a push service through the guard. */
  ask: Ask;
  vapid: Vapid;
  /** Our address on the web; null where it is not known. */
  publicAddress: string | null;
  now(): Date;
}

interface Telling {
  alert: AlertToTell;
  member: AlertedMember;
  notice: Notice;
}

/** Tells it and notes the end. What a killed program was telling is pushed again, under the same name, which shows it once; a letter is not written again: it may lie there. */
export async function tell(deps: TellDeps, claimed: ClaimedDelivery): Promise<DeliveryEnd['state'] | null> {
  const { storage } = deps;
  const { organisationId } = claimed;
  const end = await told(deps, claimed);
  const noted = await storage.inOrganisation(organisationId, async (tx) => {
    if (!(await noteDelivery(tx, claimed, end))) return false;
    if (claimed.way === 'push' && end.state === 'sent')
      await noteSent(tx, organisationId, claimed.place, end.at);
    return true;
  });
  return noted ? end.state : null;
}

const refused = (reason: string): DeliveryEnd => ({ state: 'refused', reason });

async function told(deps: TellDeps, claimed: ClaimedDelivery): Promise<DeliveryEnd> {
  const { storage, now } = deps;
  const { organisationId, alertId, way, interrupted } = claimed;
  if (interrupted && way !== 'push')
    return { state: 'unknown', reason: 'The program ended while it was being sent. It may have arrived.' };
  const telling = await storage.inOrganisation(organisationId, async (tx) => {
    const found = await readAlert(tx, organisationId, alertId);
    // What leaves here passes no screen that would mask it.
    const alert =
      found === null ? null : (maskedValue(found, await readMask(tx, organisationId)) as AlertToTell);
    const member =
      alert === null
        ? undefined
        : (await alertedMembers(tx, organisationId, [alert.memberId])).get(alert.memberId);
    if (alert === null || member === undefined) return null;
    const { language, settings } = member;
    const notice = noticeOf(alertId, alert, { language, showsWords: settings.showsWords });
    return { alert, member, notice };
  });
  if (telling === null) return refused('The member has left.');
  const later = (asked: Date | null, reason: string): DeliveryEnd => {
    const { attempts } = claimed;
    const at = triedAgainAt({ attempts, tellAt: telling.alert.tellAt, asked }, now());
    return at === null ? refused(reason) : { state: 'waiting', at, reason };
  };
  if (way === 'push') return push(deps, claimed, telling, later);
  if (way === 'email') return write(deps, claimed, telling, later);
  return text(deps, claimed, telling, later);
}

type Later = (asked: Date | null, reason: string) => DeliveryEnd;

/** Seconds for which a push service keeps an alert for a telephone that is off: longer than that others have it. */
const keptSeconds = 12 * 3_600;

async function push(
  deps: TellDeps,
  { organisationId, place }: ClaimedDelivery,
  { alert, notice }: Telling,
  later: Later,
): Promise<DeliveryEnd> {
  const urgency = alert.kind === 'digest' ? 'normal' : 'high';
  const outcome = await pushTo(deps, organisationId, place, notice, urgency);
  switch (outcome.kind) {
    case 'sent':
      return { state: 'sent', at: deps.now() };
    case 'gone':
      return refused('This browser takes no more notifications.');
    case 'later':
      return later(outcome.at, outcome.reason);
    case 'refused':
      return refused(outcome.reason);
  }
}

/** Pushes a notice to a browser; one that takes no more is forgotten. */
export async function pushTo(
  deps: Pick<TellDeps, 'storage' | 'key' | 'ask' | 'vapid' | 'now'>,
  organisationId: number,
  subscriptionId: string,
  notice: Notice,
  urgency: 'normal' | 'high',
): Promise<PushOutcome> {
  const { storage, key, ask, vapid, now } = deps;
  const open = await storage
    .inOrganisation(organisationId, (tx) => openSubscription(tx, key, organisationId, subscriptionId))
    .catch(unusable);
  const keys = open === null ? null : pushKeysOf(open);
  if (open === null || keys === null) {
    await storage.inOrganisation(organisationId, (tx) =>
      removeSubscription(tx, organisationId, subscriptionId),
    );
    return { kind: 'gone' };
  }
  const message = { id: notice.id, text: JSON.stringify(notice), ttl: keptSeconds, urgency };
  const to = { endpoint: open.endpoint, ...keys };
  const outcome = await sendPush({ ask, vapid, now: now() }, to, message);
  if (outcome.kind === 'gone')
    await storage.inOrganisation(organisationId, (tx) =>
      removeSubscription(tx, organisationId, subscriptionId),
    );
  return outcome;
}

/** Sealed with another key than the program has now: the browser is to be added anew. */
function unusable(error: unknown): null {
  if (isFault(error) && error.code === 'key_unusable') return null;
  throw error;
}

const noTelephone = 'The member has entered no telephone number. They do so in Settings > Alerts.';
const noProvider =
  'No connected account sends SMS. An admin connects one for SMS and USSD in Settings > Accounts.';

/** By SMS: what it is about, and where to read on. */
async function text(
  deps: TellDeps,
  { organisationId, alertId }: ClaimedDelivery,
  { alert, member, notice }: Telling,
  later: Later,
): Promise<DeliveryEnd> {
  if (member.telephone === null) return refused(noTelephone);
  const from = await accountToWriteFrom(deps, organisationId, 'sms');
  if (from === null) return refused(noProvider);
  const letter = shortLetterOf(notice, deps.publicAddress);
  const outcome = await from.write({ ...letter, id: alertId, to: member.telephone, at: alert.tellAt });
  return endOf(outcome, deps.now(), later);
}

function endOf(outcome: Outcome, now: Date, later: Later): DeliveryEnd {
  switch (outcome.kind) {
    case 'sent':
      return { state: 'sent', at: now };
    case 'later':
      return later(outcome.at, outcome.reason);
    default:
      return { state: outcome.kind, reason: outcome.reason };
  }
}

const noAccount =
  'No connected account can write to members. An admin connects one for email in Settings > Accounts.';

async function write(
  deps: TellDeps,
  { organisationId, alertId }: ClaimedDelivery,
  { alert, member, notice }: Telling,
  later: Later,
): Promise<DeliveryEnd> {
  const { publicAddress, now } = deps;
  const begun = await letterToWrite(deps, organisationId, { alert, member, notice }, publicAddress).catch(
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  // Nothing has left yet: it is written again.
  if (begun instanceof Error) return later(null, 'The letter could not be made. It is tried again.');
  if (begun === null) return refused(noAccount);
  const { from, letter } = begun;
  const outcome = await from.write({ ...letter, id: alertId, to: member.email, at: alert.tellAt });
  return endOf(outcome, now(), later);
}

/** The letter, and from where it is written; null where no account can. */
async function letterToWrite(
  deps: TellDeps,
  organisationId: number,
  { alert, member, notice }: Telling,
  publicAddress: string | null,
) {
  const from = await accountToWriteFrom(deps, organisationId, 'email');
  if (from === null) return null;
  const letter =
    alert.kind === 'digest'
      ? await digestLetter(deps, { organisationId, member, date: alert.key })
      : letterOf(notice, publicAddress);
  return { from, letter };
}

type Write = NonNullable<Channel['writeToMember']>;

/** The account from which members are written to; null where none is connected that can. */
async function accountToWriteFrom(
  { storage, key, channels }: TellDeps,
  organisationId: number,
  way: 'email' | 'sms',
): Promise<{ write(letter: Parameters<Write>[1]): Promise<Outcome> } | null> {
  const account = await storage.inOrganisation(organisationId, (tx) =>
    accountForMembers(tx, organisationId, networksForMembers(channels, way)),
  );
  const write = account === null ? undefined : channels[account.network as Network].writeToMember;
  if (account === null || write === undefined) return null;
  const opened = await openAccount(storage, key, organisationId, account.id);
  return opened === null ? null : { write: (letter) => write(opened satisfies AccountAccess, letter) };
}

/** Networks on which members can be written to, by this way. */
export const networksForMembers = (channels: Record<Network, Channel>, way: 'email' | 'sms'): string[] =>
  Object.values(channels).flatMap(({ network, writeToMember, reachesMembersBy = 'email' }) =>
    writeToMember === undefined || reachesMembersBy !== way ? [] : [network],
  );
