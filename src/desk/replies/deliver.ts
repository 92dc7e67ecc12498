/**
 * The way out: claims what is due, hands it to the network, stores the outcome. Between claim and outcome it may have left; whoever finds such a
 * reply later looks on the network first and sends again only where a key makes twice impossible.
 */
import type { AccountAccess, Channel, Found, Outcome, ReplyToSend } from '../../channels/channel.ts';
import { afterHouse } from '../../domain/case.ts';
import { postKey } from '../../domain/gathering.ts';
import type { HistoryAction } from '../../domain/history.ts';
import type { Network } from '../../domain/network.ts';
import type { ReplyState } from '../../domain/reply.ts';
import { recountCases } from '../../storage/cases.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import { recordFacts } from '../../storage/history.ts';
import { keepIdentities } from '../../storage/identities.ts';
import { newId } from '../../storage/ids.ts';
import { findMedia } from '../../storage/media.ts';
import { postById, type ReadPost } from '../../storage/postReads.ts';
import {
  type ClaimedReply,
  claimReplyToCheck,
  claimReplyToSend,
  heldByOthers,
  lockReply,
  moveReply,
  type StoredReply,
  storeOurPost,
} from '../../storage/replies.ts';
import { lockedCase, saveDecided } from '../acting.ts';

export interface DeliveryAccount extends AccountAccess {
  network: Network;
}

export interface DeliveryDeps {
  storage: Storage;
  channels: Record<Network, Channel>;
  /** The account with its secret opened; null when it was removed. */
  openAccount(organisationId: number, accountId: string): Promise<DeliveryAccount | null>;
  worker: string;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

/** Longer than any channel waits for its network: a sender that lives always reports before its lease ends. */
const leaseMilliseconds = 60_000;
const lookAgainMilliseconds = 120_000;
/** The network could not be asked, or says that it is too early. */
const notSaidYetMilliseconds = 20_000;
const shortestWait = 1_000;

interface Parcel {
  reply: StoredReply;
  to: ReadPost | null;
  account: DeliveryAccount | null;
  send: ReplyToSend;
}

/** Sends the next due reply; false when none is due. */
export async function deliverNext(deps: DeliveryDeps): Promise<boolean> {
  const now = deps.now();
  const claimed = await deps.storage.asSystem(async (tx) => {
    const taken = await claimReplyToSend(tx, deps.worker, now, new Date(now.getTime() + leaseMilliseconds));
    if (taken !== null) await tellState(tx, taken, 'reply_sending', now);
    return taken;
  });
  if (claimed === null) return false;
  const parcel = await pack(deps, claimed);
  const outcome = await hand(deps, parcel);
  await record(deps, parcel, outcome);
  return true;
}

async function hand(deps: DeliveryDeps, parcel: Parcel): Promise<Outcome> {
  if (parcel.account === null) return accountGone;
  try {
    return await deps.channels[parcel.account.network].send(parcel.account, parcel.send);
  } catch (error) {
    deps.log('send_threw', { reply: parcel.reply.id, reason: String(error) });
    return {
      kind: 'unknown',
      reason:
        'The connection broke while sending. It is looked for on the network before anything is sent again.',
    };
  }
}

const accountGone: Outcome = {
  kind: 'refused',
  code: 'account_gone',
  reason: 'The account was disconnected before it left. Connect it again, then send.',
};

/** Looks for the next reply that may have left unheard; false when there is none. */
export async function checkNext(deps: DeliveryDeps): Promise<boolean> {
  const now = deps.now();
  const claimed = await deps.storage.asSystem(async (tx) => {
    const taken = await claimReplyToCheck(
      tx,
      deps.worker,
      now,
      new Date(now.getTime() + lookAgainMilliseconds),
    );
    // Said once, not at every look.
    if (taken?.before === 'sending') await tellState(tx, taken, 'reply_unknown', now);
    return taken;
  });
  if (claimed === null) return false;
  const parcel = await pack(deps, claimed);
  if (parcel.account === null) return true;
  const channel = deps.channels[parcel.account.network];
  let found: Found;
  try {
    found = await channel.check(parcel.account, { ...parcel.send, heldByOthers: await others(deps, parcel) });
  } catch (error) {
    deps.log('check_failed', { reply: parcel.reply.id, reason: String(error) });
    // Nothing is known yet: it stays as it is, with its reason.
    await doubt(deps, parcel, parcel.reply.reason ?? notSaidYet, notSaidYetMilliseconds);
    return true;
  }
  if (found.kind === 'there') await record(deps, parcel, { ...found, kind: 'sent' });
  else if (found.kind === 'absent' && channel.abilities.keyed[parcel.reply.mode])
    await sendAgain(deps, parcel);
  else await doubt(deps, parcel, found.kind === 'uncertain' ? found.reason : doubtful, lookAgainMilliseconds);
  return true;
}

/** Where the network takes no key, one message must not prove two replies of the same words. */
function others({ storage }: DeliveryDeps, { reply }: Parcel): Promise<Set<string>> {
  return storage.inOrganisation(reply.organisationId, (tx) => heldByOthers(tx, reply));
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

async function tellState(
  tx: Tenant,
  reply: Pick<ClaimedReply, 'organisationId' | 'id' | 'caseId'>,
  action: HistoryAction,
  at: Date,
): Promise<void> {
  await recordFacts(
    tx,
    reply.organisationId,
    [{ actorId: null, action, caseId: reply.caseId, subjectId: reply.id }],
    at,
  );
}

/** Everything that a channel needs, read after the claim. */
async function pack(deps: DeliveryDeps, claimed: ClaimedReply): Promise<Parcel> {
  const { organisationId, id } = claimed;
  const read = await deps.storage.inOrganisation(organisationId, async (tx) => {
    const reply = await lockReply(tx, organisationId, id);
    if (reply === null) throw new Error(`reply ${id} vanished`);
    const to = reply.postId === null ? null : await postById(tx, organisationId, reply.postId);
    const attachments: ReplyToSend['attachments'][number][] = [];
    for (const { mediaId, alt } of reply.attachments) {
      const media = await findMedia(tx, organisationId, mediaId);
      if (media === null) continue;
      attachments.push({
        type: media.type,
        alt,
        bytes: media.bytes,
        width: media.width ?? 0,
        height: media.height ?? 0,
      });
    }
    return { reply, to, attachments };
  });
  const { reply, to, attachments } = read;
  const account = reply.accountId === null ? null : await deps.openAccount(organisationId, reply.accountId);
  const send: ReplyToSend = {
    replyId: reply.id,
    mode: reply.mode,
    text: reply.text,
    language: to?.language ?? null,
    to:
      to === null
        ? null
        : {
            networkId: to.networkId,
            thread: to.thread,
            by: to.by,
            handle: to.handle,
            visibility: to.visibility,
          },
    quote: null,
    attachments,
    networkKey: reply.networkKey ?? reply.id,
    firstAttemptAt: reply.firstAttemptAt ?? deps.now(),
  };
  return { reply, to, account, send };
}

const stateOf: Record<Outcome['kind'], { state: ReplyState; action: HistoryAction }> = {
  sent: { state: 'sent', action: 'reply_sent' },
  refused: { state: 'refused', action: 'reply_refused' },
  later: { state: 'later', action: 'reply_later' },
  unknown: { state: 'unknown', action: 'reply_unknown' },
};

/** Stores an outcome. The stream may bring the same post at the same moment and the two wait for each other in a circle: the loser tries again. */
async function record(deps: DeliveryDeps, parcel: Parcel, outcome: Outcome): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await recordOnce(deps, parcel, outcome);
    } catch (error) {
      if (failureOf(error) !== 'retry' || attempt === 10) throw error;
    }
  }
}

/** An outcome that somebody else stored meanwhile stands, and a later attempt is not judged by the outcome of an earlier one, unless that one arrived. */
async function recordOnce(deps: DeliveryDeps, parcel: Parcel, outcome: Outcome): Promise<void> {
  const { organisationId, id } = parcel.reply;
  const now = deps.now();
  const { state, action } = stateOf[outcome.kind];
  await deps.storage.inOrganisation(organisationId, async (tx) => {
    const facts =
      parcel.reply.caseId === null ? null : await lockedCase(tx, organisationId, parcel.reply.caseId);
    const reply = await lockReply(tx, organisationId, id);
    if (reply === null || (reply.state !== 'sending' && reply.state !== 'unknown')) return;
    if (outcome.kind !== 'sent' && reply.attempts !== parcel.reply.attempts) return;
    await moveReply(tx, organisationId, id, {
      state,
      at: now,
      networkId: outcome.kind === 'sent' ? outcome.networkId : null,
      code: outcome.kind === 'refused' ? outcome.code : null,
      reason: outcome.kind === 'sent' ? null : outcome.reason,
      ...(outcome.kind === 'later' ? { sendAt: notBefore(outcome.at, now) } : {}),
      lookAgainAt: outcome.kind === 'unknown' ? now : null,
    });
    const actor = { organisationId, memberId: reply.memberId, now };
    if (facts === null) {
      if (outcome.kind === 'sent') await publish(tx, parcel, outcome);
      await tellState(tx, reply, action, now);
    } else if (outcome.kind === 'sent') {
      await publish(tx, parcel, outcome);
      const recount = (await recountCases(tx, organisationId, [{ id: facts.id, since: null }])).get(facts.id);
      const answered = { ...facts, ...afterHouse(facts, outcome.at, recount?.firstUnansweredAt ?? null) };
      await saveDecided(tx, actor, { facts: answered, action, subjectId: id });
    } else await saveDecided(tx, actor, { facts, action, subjectId: id });
  });
}

/** A network that names a time in the past is not asked again at once. */
function notBefore(at: Date, now: Date): Date {
  return new Date(Math.max(at.getTime(), now.getTime() + shortestWait));
}

/** Our own words as a post of the thread, at once, not only when the network brings them back. */
async function publish(
  tx: Tenant,
  parcel: Parcel,
  outcome: Extract<Outcome, { kind: 'sent' }>,
): Promise<void> {
  const { account, to, reply } = parcel;
  if (account === null) return;
  const { network, networkId, handle } = account;
  const us = await keepIdentities(
    tx,
    reply.organisationId,
    new Map([[postKey(network, networkId), { network, networkId, handle, name: null, at: outcome.at }]]),
  );
  await storeOurPost(tx, {
    id: newId(),
    reply,
    network,
    networkId: outcome.networkId,
    thread: to?.thread ?? outcome.networkId,
    parentNetworkId: to?.networkId ?? null,
    identityId: [...us.values()][0]?.id ?? null,
    handle: outcome.handle,
    language: to?.language ?? null,
    at: outcome.at,
  });
}
