/** Announces a call for complaints from accounts of ours, from each once, while it is open. */
import { Fault } from '../../domain/fault.ts';
import { findAccount } from '../../storage/accounts.ts';
import { announcementsOfCall, callOfAnnouncement, lockUnsent } from '../../storage/announcements.ts';
import { addCallAnnouncement, lookSoon } from '../../storage/complaintCalls.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { moveReply } from '../../storage/replies.ts';
import { announceIn, type WrittenAnnouncement } from '../replies/announce.ts';
import type { Writing } from '../replies/writeReply.ts';
import { lockedCall, say } from './openCall.ts';

/**
 * Announces a call from an account of its institution; the same `replyId` leaves once. Throws Fault `not_found`, `call_moved_on` once it has ended, or where the account has announced it,
 * `reply_not_permitted` for an account of another institution, and what `announce` throws.
 */
export async function announceCall(
  acting: Writing,
  callId: string,
  written: Omit<WrittenAnnouncement, 'attachments'>,
): Promise<void> {
  const { storage, organisationId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const call = await lockedCall(tx, organisationId, callId);
    if ((await callOfAnnouncement(tx, organisationId, written.replyId)) === callId) return;
    if (call.endedAt !== null || now >= call.closesAt)
      throw new Fault('call_moved_on', 'This call has ended: there is nothing to announce any more.');
    await mustAnnounce(tx, call, written.accountId);
    if (!(await announceIn(tx, acting, { ...written, attachments: [] })))
      throw new Fault(
        'input_invalid',
        'Another answer has this id. Load the page again and announce it anew.',
      );
    await addCallAnnouncement(tx, organisationId, callId, written.replyId);
    await lookSoon(tx, organisationId, callId, now);
    await say(tx, acting, 'complaint_call_announced', callId, { reply: written.replyId });
  });
}

async function mustAnnounce(
  tx: Tenant,
  { organisationId, id, institutionId }: { organisationId: number; id: string; institutionId: string },
  accountId: string,
): Promise<void> {
  const account = await findAccount(tx, organisationId, accountId);
  if (account !== null && account.institutionId !== institutionId)
    throw new Fault(
      'reply_not_permitted',
      'This account is of another institution than the one that asks. Choose another account.',
    );
  const others = await announcementsOfCall(tx, organisationId, id);
  if (others.some((one) => one.accountId === accountId && one.state !== 'withdrawn'))
    throw new Fault(
      'call_moved_on',
      'This account has announced the call already. Look at what became of that, and try that again where it did not leave.',
    );
}

/** Takes back what has not left of the announcements of a call that has ended. True where one is leaving right now: whoever asks looks again. */
export async function withdrawUnsent(
  tx: Tenant,
  {
    organisationId,
    callId,
    memberId,
    now,
  }: { organisationId: number; callId: string; memberId: string | null; now: Date },
): Promise<boolean> {
  const unsent = await lockUnsent(tx, organisationId, callId);
  const waiting = unsent.filter(({ state }) => state !== 'sending');
  for (const { id } of waiting)
    await moveReply(tx, organisationId, id, { state: 'withdrawn', at: now, sendAt: null });
  const facts = waiting.map(
    ({ id }) => ({ actorId: memberId, action: 'reply_withdrawn', caseId: null, subjectId: id }) as const,
  );
  if (facts.length > 0) await recordFacts(tx, organisationId, facts, now);
  return unsent.length > waiting.length;
}
