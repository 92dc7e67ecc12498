/** What a member does with an answer that was sent off here: takes it back, tries it again, says what became of it. */
import { afterHouse } from '../../domain/case.ts';
import { Fault } from '../../domain/fault.ts';
import { undoMilliseconds } from '../../domain/reply.ts';
import { isOfEndedCall } from '../../storage/announcements.ts';
import { approvalsOf, decideApprovals } from '../../storage/approvals.ts';
import { type CaseFacts, recountCases } from '../../storage/cases.ts';
import type { Tenant } from '../../storage/database.ts';
import { newsOf } from '../../storage/deliveries.ts';
import { recordFacts } from '../../storage/history.ts';
import { moveWithReply } from '../../storage/privateMoves.ts';
import { hasNoDraft, lockReply, moveReply, readReply, type StoredReply } from '../../storage/replies.ts';
import { type Acting, lockedCase, particularsOf, saveDecided } from '../acting.ts';
import { afterSent } from '../commitments/said.ts';

/**
 * Takes back what has not left: within the undo it becomes a draft again, later it ends as withdrawn. A reply by which a case moved to private ends as withdrawn with the whole move: its
 * link opens nothing, and the direct message beside it stays here too. Throws Fault `reply_left`.
 */
export async function withdrawReply(acting: Acting, replyId: string): Promise<void> {
  await moveOwn(acting, replyId, async (tx, reply, facts) => {
    if (reply.state === 'withdrawn' || (reply.state === 'draft' && reply.caseId !== null)) return null;
    if (reply.state === 'sending' || reply.state === 'sent' || reply.state === 'bounced') {
      throw new Fault(
        'reply_left',
        'It has left already and cannot be called back. Delete it on the network or write again.',
      );
    }
    if (reply.state === 'awaiting_approval') await takeBack(tx, acting, replyId);
    const wasWaiting = reply.state === 'queued' || reply.state === 'awaiting_approval';
    const move = await moveWithReply(tx, acting.organisationId, replyId);
    const toDraft = move === null && wasWaiting && reply.caseId !== null && (await hasNoDraft(tx, reply));
    await moveReply(tx, acting.organisationId, replyId, {
      state: toDraft ? 'draft' : 'withdrawn',
      at: acting.now,
      sendAt: null,
    });
    if (facts !== null && typeof move?.other === 'string')
      await takeBackBeside(tx, acting, facts, move.other);
    return { action: 'reply_withdrawn' };
  });
}

/** The other reply of the same move, where it has not left. */
async function takeBackBeside(tx: Tenant, acting: Acting, facts: CaseFacts, replyId: string): Promise<void> {
  const other = await lockReply(tx, acting.organisationId, replyId);
  if (other?.state !== 'queued' && other?.state !== 'later') return;
  await moveReply(tx, acting.organisationId, replyId, { state: 'withdrawn', at: acting.now, sendAt: null });
  await saveDecided(tx, acting, { facts, action: 'reply_withdrawn', subjectId: replyId });
}

/** Nobody needs to approve it any more. */
async function takeBack(
  tx: Tenant,
  { organisationId, memberId, now }: Acting,
  replyId: string,
): Promise<void> {
  const asked = await approvalsOf(tx, organisationId, [replyId]);
  const ids = asked.filter(({ state }) => state === 'waiting').map(({ id }) => id);
  await decideApprovals(tx, organisationId, ids, { state: 'taken_back' }, { memberId, at: now });
}

/** Sends again what the network put off, or gives a refused one back as a draft. An announcement has no draft that anybody would see: it is queued again, unless its call has ended (Fault `call_moved_on`). */
export async function retryReply(acting: Acting, replyId: string): Promise<void> {
  await moveOwn(acting, replyId, async (tx, reply, _facts, isOver) => {
    if (isOver)
      throw new Fault('call_moved_on', 'This call has ended: there is nothing to announce any more.');
    if (reply.state === 'later') {
      await moveReply(tx, acting.organisationId, replyId, {
        state: 'queued',
        at: acting.now,
        sendAt: acting.now,
      });
      return { action: 'reply_queued' };
    }
    if (reply.caseId === null && (reply.state === 'refused' || reply.state === 'draft')) {
      await queueAgain(tx, acting, reply);
      return { action: 'announcement_queued' };
    }
    if (reply.state !== 'refused' && reply.state !== 'bounced') {
      throw new Fault('reply_left', 'Only an answer that was refused or put off can be tried again.');
    }
    if (reply.caseId !== null && !(await hasNoDraft(tx, reply))) {
      throw new Fault(
        'reply_left',
        'There is another draft on this case. Send it or empty it, then try again.',
      );
    }
    await moveReply(tx, acting.organisationId, replyId, {
      state: 'draft',
      at: acting.now,
      sendAt: null,
      notTried: reply.state === 'refused',
      anew: reply.state === 'bounced',
    });
    return { action: 'reply_withdrawn' };
  });
}

/** With the undo of a first time. Nothing of a refused one is on the network, so that its time begins anew. */
async function queueAgain(tx: Tenant, { organisationId, now }: Acting, reply: StoredReply): Promise<void> {
  if (reply.state === 'refused') {
    await moveReply(tx, organisationId, reply.id, { state: 'draft', at: now, notTried: true });
  }
  const sendAt = new Date(now.getTime() + undoMilliseconds);
  await moveReply(tx, organisationId, reply.id, { state: 'queued', at: now, sendAt });
}

/** A person looked on the network: did the unknown reply go out? If so the author was answered; if not, it is sent again; not the announcement of a call that has ended. */
export async function settleUnknown(acting: Acting, replyId: string, wentOut: boolean): Promise<void> {
  await moveOwn(acting, replyId, async (tx, reply, facts, isOver) => {
    if (reply.state !== 'unknown')
      throw new Fault('reply_left', 'This answer is not in doubt any more. Look at its state.');
    const anew = isOver
      ? ({ state: 'withdrawn', sendAt: null } as const)
      : ({ state: 'queued', sendAt: acting.now } as const);
    const change = wentOut ? ({ state: 'sent' } as const) : anew;
    await moveReply(tx, acting.organisationId, replyId, { ...change, at: acting.now });
    if (!wentOut) return { action: isOver ? 'reply_withdrawn' : 'reply_queued' };
    if (await cameBackBefore(tx, acting, reply)) return { action: 'reply_bounced' };
    const answeredAt = reply.firstAttemptAt ?? acting.now;
    return {
      action: 'reply_sent',
      leftAt: answeredAt,
      ...(facts === null ? {} : { facts: await answered(tx, acting.organisationId, facts, answeredAt) }),
    };
  });
}

/** It went out, and came back before anybody could say so: true, and the reply says it. */
async function cameBackBefore(
  tx: Tenant,
  { organisationId, now }: Acting,
  reply: StoredReply,
): Promise<boolean> {
  const news = reply.networkKey === null ? null : await newsOf(tx, organisationId, reply.networkKey);
  if (news?.status !== 'failed') return false;
  await moveReply(tx, organisationId, reply.id, { state: 'bounced', at: now, reason: news.reason });
  return true;
}

/** The case after an answer of ours of which we hold no post. */
async function answered(
  tx: Tenant,
  organisationId: number,
  facts: CaseFacts,
  answeredAt: Date,
): Promise<CaseFacts> {
  const since = new Date(answeredAt.getTime() + 1);
  const recounts = await recountCases(tx, organisationId, [{ id: facts.id, since }]);
  return {
    ...facts,
    ...afterHouse(facts, answeredAt, recounts.get(facts.id)?.firstUnansweredAt ?? null),
  };
}

interface OwnMove {
  action: 'reply_withdrawn' | 'reply_queued' | 'reply_sent' | 'reply_bounced' | 'announcement_queued';
  /** The case, where the move changes it. */
  facts?: CaseFacts;
  /** When it left, of one that is known to have left. */
  leftAt?: Date;
}

/** Locks the case, or the call for complaints that it announces, before the reply, in the order of everybody who changes both. `isOver`: that call has ended. */
async function moveOwn(
  acting: Acting,
  replyId: string,
  move: (tx: Tenant, reply: StoredReply, facts: CaseFacts | null, isOver: boolean) => Promise<OwnMove | null>,
): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const seen = await readReply(tx, organisationId, replyId);
    const facts = seen?.caseId == null ? null : await lockedCase(tx, organisationId, seen.caseId);
    const isOver = facts === null && (await isOfEndedCall(tx, organisationId, replyId, now));
    const reply = await lockReply(tx, organisationId, replyId);
    if (reply === null) throw new Fault('not_found', 'This answer does not exist here.');
    const moved = await move(tx, reply, facts, isOver);
    if (moved === null) return;
    const { action, leftAt } = moved;
    if (facts === null) {
      await recordFacts(
        tx,
        organisationId,
        [
          {
            actorId: memberId,
            action,
            caseId: null,
            subjectId: replyId,
            ...particularsOf(undefined, acting.keyId),
          },
        ],
        now,
      );
      return;
    }
    const after = moved.facts ?? facts;
    await saveDecided(tx, acting, { facts: after, action, subjectId: replyId });
    const { conversationId } = reply;
    if (leftAt !== undefined)
      await afterSent(tx, { organisationId, memberId, replyId, conversationId, at: leftAt, now }, after);
  });
}
