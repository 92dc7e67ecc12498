/** Stores what the network said of a reply, in one transaction with its case, its post and the history. */
import type { Outcome } from '../../channels/channel.ts';
import { afterBounce, afterHouse, type StandingPosts } from '../../domain/case.ts';
import { postKey } from '../../domain/gathering.ts';
import type { HistoryAction } from '../../domain/history.ts';
import type { ReplyState } from '../../domain/reply.ts';
import { type CaseFacts, recountCases } from '../../storage/cases.ts';
import type { Tenant } from '../../storage/database.ts';
import { markBounced, newsOf } from '../../storage/deliveries.ts';
import { failureOf, Overtaken } from '../../storage/failures.ts';
import { recordFacts } from '../../storage/history.ts';
import { keepIdentities } from '../../storage/identities.ts';
import { newId } from '../../storage/ids.ts';
import { type ClaimedReply, lockReply, moveReply, readReply, storeOurPost } from '../../storage/replies.ts';
import { lockedCase, saveDecided } from '../acting.ts';
import { afterSent } from '../commitments/said.ts';
import { afterRefusal } from './moveUnheard.ts';
import type { DeliveryDeps, Parcel } from './parcel.ts';

const shortestWait = 1_000;

/** Writes that the program, not a member, moved a reply. */
export async function tellState(
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

const stateOf: Record<Outcome['kind'], { state: ReplyState; action: HistoryAction }> = {
  sent: { state: 'sent', action: 'reply_sent' },
  refused: { state: 'refused', action: 'reply_refused' },
  later: { state: 'later', action: 'reply_later' },
  unknown: { state: 'unknown', action: 'reply_unknown' },
};

/** Stores an outcome. The stream may bring the same post at the same moment and the two wait for each other in a circle: the loser tries again. */
export async function record(deps: DeliveryDeps, parcel: Parcel, outcome: Outcome): Promise<void> {
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
    // Its case may have been put into another since the reply was claimed.
    const caseId = (await readReply(tx, organisationId, id))?.caseId ?? null;
    const facts = caseId === null ? null : await lockedCase(tx, organisationId, caseId);
    const reply = await lockReply(tx, organisationId, id);
    if (reply !== null && reply.caseId !== caseId) throw new Overtaken('the reply moved to another case');
    if (reply === null || (reply.state !== 'sending' && reply.state !== 'unknown')) return;
    if (outcome.kind !== 'sent' && reply.attempts !== parcel.reply.attempts) return;
    await moveReply(tx, organisationId, id, {
      state,
      at: now,
      networkId: outcome.kind === 'sent' ? outcome.networkId : null,
      code: outcome.kind === 'refused' || outcome.kind === 'later' ? (outcome.code ?? null) : null,
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
      await answered(
        tx,
        { ...actor, replyId: id, conversationId: reply.conversationId, sent: outcome },
        facts,
      );
    } else {
      // One that is put off while the message beside it was refused stays here, too: it was on its way when that was heard.
      const stays = outcome.kind === 'refused' || outcome.kind === 'later';
      const after = stays ? await afterRefusal(tx, { ...actor, replyId: id }, facts) : facts;
      await saveDecided(tx, actor, { facts: after, action, subjectId: id });
    }
  });
}

interface Answered {
  organisationId: number;
  memberId: string;
  now: Date;
  replyId: string;
  conversationId: string | null;
  sent: Extract<Outcome, { kind: 'sent' }>;
}

/** The case after the answer, which may be known to have come back before we had written down that it left. */
async function answered(tx: Tenant, act: Answered, before: CaseFacts): Promise<void> {
  const { organisationId, replyId, now, sent } = act;
  const news = await newsOf(tx, organisationId, sent.networkId);
  const back = news?.status === 'failed';
  if (back) await markBounced(tx, organisationId, [{ replyId, news }], now);
  else if (news?.status === 'delayed')
    await moveReply(tx, organisationId, replyId, { state: 'sent', at: now, reason: news.reason });
  const recount = (await recountCases(tx, organisationId, [{ id: before.id, since: null }])).get(before.id);
  const clock = back
    ? afterBounce(before, recount ?? nothingStands, now)
    : afterHouse(before, sent.at, recount?.firstUnansweredAt ?? null);
  const facts = await afterRefusal(tx, act, { ...before, ...clock });
  await saveDecided(tx, act, { facts, action: 'reply_sent', subjectId: replyId });
  if (back)
    await saveDecided(tx, { ...act, memberId: null }, { facts, action: 'reply_bounced', subjectId: replyId });
  else await afterSent(tx, { ...act, at: sent.at }, facts);
}

const nothingStands: StandingPosts = {
  inboundPosts: 0,
  firstUnansweredAt: null,
  firstInboundAt: null,
  lastInboundAt: null,
  firstHouseAt: null,
  lastHouseAt: null,
};

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
