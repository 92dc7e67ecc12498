/** Original posts of ours: queued like an answer, and kept in sight whatever becomes of them. */
import { Fault } from '../../domain/fault.ts';
import { type Attachment, undoMilliseconds } from '../../domain/reply.ts';
import { type AccountRecord, findAccount } from '../../storage/accounts.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { insertQueued, lockReply } from '../../storage/replies.ts';
import { particularsOf } from '../acting.ts';
import { mustFit } from './permissions.ts';
import { mustHaveMedia, mustHoldNoStandIn, type Writing } from './writeReply.ts';

export interface WrittenAnnouncement {
  replyId: string;
  accountId: string;
  text: string;
  attachments: readonly Attachment[];
}

/** Queues an announcement from an account of ours. Throws Fault `reply_not_permitted`, `reply_too_long`. */
export async function announce(acting: Writing, written: WrittenAnnouncement): Promise<void> {
  const { storage, organisationId } = acting;
  await storage.inOrganisation(organisationId, (tx) => announceIn(tx, acting, written));
}

/** The same in the caller's transaction. False where it was queued before. */
export async function announceIn(
  tx: Tenant,
  acting: Writing,
  written: WrittenAnnouncement,
): Promise<boolean> {
  const { organisationId, memberId, now } = acting;
  if ((await lockReply(tx, organisationId, written.replyId)) !== null) return false;
  const account = await findAccount(tx, organisationId, written.accountId);
  const channel = account === null ? null : acting.channels[account.network];
  if (
    account === null ||
    channel === null ||
    !channel.abilities.announces ||
    channel.abilities.length === null
  ) {
    throw new Fault('reply_not_permitted', 'Nothing can be announced from this account. Choose another.');
  }
  mustBeUsable(account, memberId);
  mustHoldNoStandIn(written.text);
  mustFit(written.text, channel.abilities.length);
  await mustHaveMedia(tx, organisationId, written.attachments);
  const networkKey = channel.networkKey({ replyId: written.replyId, at: now });
  const about = {
    caseId: null,
    conversationId: null,
    postId: null,
    mode: 'public',
    writtenOn: 0,
    memberId,
    networkKey,
  } as const;
  const sendAt = new Date(now.getTime() + undoMilliseconds);
  await insertQueued(
    tx,
    organisationId,
    { ...written, ...about, id: written.replyId, typed: written.text },
    now,
    sendAt,
  );
  const fact = {
    actorId: memberId,
    action: 'announcement_queued',
    caseId: null,
    subjectId: written.replyId,
    ...particularsOf(undefined, acting.keyId),
  } as const;
  await recordFacts(tx, organisationId, [fact], now);
  return true;
}

/** Throws Fault `reply_not_permitted`: nobody announces anything from a colleague's own account, or from one that was cut off. */
function mustBeUsable({ owner, cutOffAt }: AccountRecord, memberId: string): void {
  if (cutOffAt === null && (owner === null || owner.id === memberId)) return;
  throw new Fault(
    'reply_not_permitted',
    'This is a colleague’s own account, or it was cut off. Announce from an account of the house.',
  );
}
