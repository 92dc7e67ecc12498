/** Looks for replies that may have left unheard; sends again only where a key makes twice impossible. */
import type { Found, ReplyToSend } from '../../channels/channel.ts';
import type { Network } from '../../domain/network.ts';
import { toldByKey } from '../../storage/deliveries.ts';
import {
  type ClaimedReply,
  claimReplyToCheck,
  heldByOthers,
  lockReply,
  moveReply,
} from '../../storage/replies.ts';
import { type DeliveryDeps, type Parcel, pack } from './parcel.ts';
import { record, tellState } from './record.ts';

const lookAgainMilliseconds = 120_000;
/** Less than the time until somebody looks again. */
const longestLook = 60_000;
/** The network could not be asked, or says that it is too early. */
const notSaidYetMilliseconds = 20_000;

/** Looks for the next reply that may have left unheard; false when there is none. */
export async function checkNext(deps: DeliveryDeps): Promise<boolean> {
  const claimed = await claimToCheck(deps, []);
  if (claimed !== null) await checkClaimed(deps, claimed);
  return claimed !== null;
}

/** Takes the next doubtful reply of any account but these. */
export async function claimToCheck(
  deps: DeliveryDeps,
  butAccounts: readonly string[],
): Promise<ClaimedReply | null> {
  const now = deps.now();
  const until = new Date(now.getTime() + lookAgainMilliseconds);
  return deps.storage.asSystem(async (tx) => {
    const taken = await claimReplyToCheck(tx, { by: deps.worker, until, butAccounts }, now);
    // Said once, not at every look.
    if (taken?.before === 'sending') await tellState(tx, taken, 'reply_unknown', now);
    return taken;
  });
}

/** Asks the network for a reply and stores what it says. */
export async function checkClaimed(deps: DeliveryDeps, claimed: ClaimedReply): Promise<void> {
  const parcel = await pack(deps, claimed);
  if (parcel.account === null) return;
  const channel = deps.channels[parcel.account.network];
  let found: Found;
  try {
    const known = await whatIsKnown(deps, parcel, parcel.account.network);
    const wanted = { ...parcel.send, ...known, doubtfulSince: parcel.reply.stateAt };
    found = await inTime(channel.check(parcel.account, wanted), deps.lookMilliseconds ?? longestLook);
  } catch (error) {
    deps.log('check_failed', { reply: parcel.reply.id, reason: String(error) });
    // Nothing is known yet: it stays as it is, with its reason.
    await doubt(deps, parcel, parcel.reply.reason ?? notSaidYet, notSaidYetMilliseconds);
    return;
  }
  if (found.kind === 'there') await record(deps, parcel, { ...found, kind: 'sent' });
  else if (found.kind === 'absent' && channel.abilities.keyed[parcel.reply.mode])
    await sendAgain(deps, parcel);
  else await doubt(deps, parcel, found.kind === 'uncertain' ? found.reason : doubtful, lookAgainMilliseconds);
}

/** The answer, or a failure once it took longer than that; what comes later is heard by nobody. */
async function inTime<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  const ended = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => ended.reject(new Error(`no answer within ${milliseconds} ms`)),
    milliseconds,
  );
  try {
    return await Promise.race([answer, ended.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Where the network takes no key, one message must not prove two replies of the same words; and what it told of the reply by itself proves it. */
function whatIsKnown(
  { storage }: DeliveryDeps,
  { reply, send }: Parcel,
  network: Network,
): Promise<Pick<ReplyToSend, 'heldByOthers' | 'toldOf'>> {
  const { organisationId } = reply;
  return storage.inOrganisation(organisationId, async (tx) => {
    const told = await toldByKey(tx, organisationId, { network, key: send.networkKey });
    const held = await heldByOthers(tx, reply);
    return { heldByOthers: held, ...(told === null ? {} : { toldOf: told }) };
  });
}

const notSaidYet =
  'It may have gone out, and the network cannot say so yet. It is looked for again by itself.';
const doubtful =
  'It was not found on the network, but it may still arrive. Look there, then say whether it went out.';

async function sendAgain(deps: DeliveryDeps, parcel: Parcel): Promise<void> {
  const { organisationId, id } = parcel.reply;
  const now = deps.now();
  await deps.storage.inOrganisation(organisationId, async (tx) => {
    const reply = await lockReply(tx, organisationId, id);
    if (reply?.state !== 'unknown') return;
    await moveReply(tx, organisationId, id, { state: 'queued', at: now, sendAt: now });
    await tellState(tx, reply, 'reply_queued', now);
  });
}

/** It stays unknown and is looked for again after `wait` milliseconds. */
async function doubt(deps: DeliveryDeps, parcel: Parcel, reason: string, wait: number): Promise<void> {
  const { organisationId, id } = parcel.reply;
  const now = deps.now();
  await deps.storage.inOrganisation(organisationId, async (tx) => {
    const reply = await lockReply(tx, organisationId, id);
    if (reply?.state !== 'unknown') return;
    const lookAgainAt = new Date(now.getTime() + wait);
    await moveReply(tx, organisationId, id, { state: 'unknown', at: reply.stateAt, reason, lookAgainAt });
  });
}
