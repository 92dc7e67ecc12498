/**
 * The way out: claims what is due, hands it to the network, stores the outcome. Between claim and outcome it may have left; whoever finds such a
 * reply later (check.ts) looks on the network first.
 */
import type { Abilities, Outcome, ReplyToSend } from '../../channels/channel.ts';
import { isFault } from '../../domain/fault.ts';
import { fitImage } from '../../outside/fitImage.ts';
import { type ClaimedReply, claimReplyToSend } from '../../storage/replies.ts';
import { type DeliveryDeps, type Parcel, pack } from './parcel.ts';
import { record, tellState } from './record.ts';

/** Longer than any channel waits for its network: a sender that lives always reports before its lease ends. */
const leaseMilliseconds = 60_000;

/** Sends the next due reply; false when none is due. */
export async function deliverNext(deps: DeliveryDeps): Promise<boolean> {
  const claimed = await claimToSend(deps, []);
  if (claimed !== null) await sendClaimed(deps, claimed);
  return claimed !== null;
}

/** Takes the next due reply of any account but these; from here on it may have left. */
export async function claimToSend(
  deps: DeliveryDeps,
  butAccounts: readonly string[],
): Promise<ClaimedReply | null> {
  const now = deps.now();
  const until = new Date(now.getTime() + leaseMilliseconds);
  return deps.storage.asSystem(async (tx) => {
    const taken = await claimReplyToSend(tx, { by: deps.worker, until, butAccounts }, now);
    if (taken !== null) await tellState(tx, taken, 'reply_sending', now);
    return taken;
  });
}

/** Hands a reply to its network and stores the outcome. */
export async function sendClaimed(deps: DeliveryDeps, claimed: ClaimedReply): Promise<void> {
  const parcel = await pack(deps, claimed);
  await record(deps, parcel, await hand(deps, parcel));
}

async function hand(deps: DeliveryDeps, parcel: Parcel): Promise<Outcome> {
  if (parcel.account === null) return accountGone;
  if (parcel.account.cutOffAt != null) return cutOff;
  // Whatever happened since it was queued: the account may have been given to somebody meanwhile.
  if (parcel.withoutOwner) return notTheirs;
  if (parcel.refusal !== null) return { kind: 'refused', code: 'do_not_contact', reason: parcel.refusal };
  if (!parcel.complete) return pictureGone;
  const channel = deps.channels[parcel.account.network];
  const send = await fitted(parcel.send, channel.abilities.attachments);
  if ('kind' in send) return send;
  try {
    return await channel.send(parcel.account, send);
  } catch (error) {
    deps.log('send_threw', { reply: parcel.reply.id, reason: String(error) });
    return {
      kind: 'unknown',
      reason:
        'The connection broke while sending. It is looked for on the network before anything is sent again.',
    };
  }
}

/** With pictures no larger than the network takes; a refusal where they cannot be made so. */
async function fitted(
  send: ReplyToSend,
  limit: Abilities['attachments'],
): Promise<ReplyToSend | Extract<Outcome, { kind: 'refused' }>> {
  if (limit === null || send.attachments.length === 0) return send;
  try {
    const attachments: ReplyToSend['attachments'][number][] = [];
    for (const one of send.attachments) attachments.push({ ...one, ...(await fitImage(one, limit)) });
    return { ...send, attachments };
  } catch (error) {
    if (!isFault(error)) throw error;
    return { kind: 'refused', code: error.code, reason: error.sentence };
  }
}

const notTheirs: Outcome = {
  kind: 'refused',
  code: 'account_of_colleague',
  reason:
    'Its account became a colleague’s own before it left, and they have not said yes to it. Answer from another one, or ask them.',
};

const cutOff: Outcome = {
  kind: 'refused',
  code: 'account_cut_off',
  reason: 'Its account was cut off before it left. Answer from another one, or wait until it is used again.',
};

const accountGone: Outcome = {
  kind: 'refused',
  code: 'account_gone',
  reason: 'The account was disconnected before it left. Connect it again, then send.',
};

const pictureGone: Outcome = {
  kind: 'refused',
  code: 'media_gone',
  reason: 'An attached picture is not here any more. Attach it again or leave it out, then send.',
};
