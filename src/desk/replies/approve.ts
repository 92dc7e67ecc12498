/**
 * Approval: where a policy asks, or the writer does, a reply waits until somebody else says yes. It goes out by the queue of every reply, so that nothing between the yes
 * and the sending can lose it or send it twice.
 */
import { takeUp } from '../../domain/case.ts';
import { Fault } from '../../domain/fault.ts';
import { movesBeforeApproval } from '../../domain/history.ts';
import { signed, undoMilliseconds } from '../../domain/reply.ts';
import { findAccount } from '../../storage/accounts.ts';
import {
  approvalsOf,
  decideApprovals,
  type Move,
  movesOfCase,
  type StoredApproval,
} from '../../storage/approvals.ts';
import type { CaseFacts } from '../../storage/cases.ts';
import type { Tenant } from '../../storage/database.ts';
import { findMember } from '../../storage/members.ts';
import { policiesById } from '../../storage/policies.ts';
import {
  hasNoDraft,
  insertQueued,
  lockReply,
  moveReply,
  readReply,
  type StoredReply,
} from '../../storage/replies.ts';
import { type Acting, lockedCase, saveDecided } from '../acting.ts';
import { approversOfApproval, approversOfAsk, ask, policiesThatAsk, readApprovers } from './asking.ts';
import { mustBePermitted, permissionsFor } from './permissions.ts';
import { answeredPost, mustHoldNoStandIn, signatureOf, type Writing } from './writeReply.ts';

/** The case moved since approval was asked for: whoever approves must have seen how. */
export class MovedBeforeApproval extends Fault {
  readonly moves: readonly Move[];

  constructor(moves: readonly Move[]) {
    super(
      'case_moved',
      'The case moved since approval was asked for. Read what happened, then approve or send it back.',
    );
    this.moves = moves;
  }
}

/** What an approver says yes to. */
export interface Yes {
  replyId: string;
  /** The words instead of the writer's; null: as they are. */
  text: string | null;
  /** The words that the approver had before them; null: not said. */
  shown: string | null;
  /** Up to which fact about the case the approver has seen what happened since approval was asked for; null: nothing. */
  despite: number | null;
}

/**
 * Says yes, in the name of every policy in whose name the member may; once all have their yes, the reply is queued and leaves after the undo. Throws MovedBeforeApproval, and
 * Faults `not_found`, `not_permitted`, `approval_decided`, `reply_not_permitted`, `reply_too_long`.
 */
export async function approve(acting: Writing, yes: Yes): Promise<void> {
  const { storage, organisationId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const waiting = await lockWaiting(tx, acting, yes.replyId);
    if (waiting === null) return;
    const { reply, facts } = waiting;
    await mustHaveSeen(tx, acting, waiting, yes.despite);
    const before = reply.typed ?? reply.text;
    mustBeShown(reply, yes.shown);
    const typed = yes.text ?? before;
    const isChanged = typed !== before;
    const text = isChanged ? await signedAgain(tx, organisationId, reply, typed) : reply.text;
    mustHoldNoStandIn(text);
    const networkKey = await mustStillGoOut(tx, acting, reply, text);
    const left = await giveYes(tx, acting, waiting, { text: typed, isChanged });
    const about = { ...reply, accountId: reply.accountId ?? '', text, typed };
    const particulars = { writer: reply.memberId, changed: isChanged };
    await saveDecided(tx, acting, { facts, action: 'approval_given', subjectId: reply.id, particulars });
    if (left > 0) return insertQueued(tx, organisationId, { ...about, networkKey: null }, now, null);
    const sendAt = new Date(now.getTime() + undoMilliseconds);
    await insertQueued(tx, organisationId, { ...about, networkKey }, now, sendAt);
    // In its writer's name: who said yes is in the fact before.
    const inName = { organisationId, memberId: reply.memberId, now };
    const taken = { ...facts, ...takeUp(facts, now) };
    await saveDecided(tx, inName, { facts: taken, action: 'reply_queued', subjectId: reply.id });
  });
}

/** Sends it back to its writer with a reason: a draft again, unless they have begun another one. Throws Faults as `approve`. */
export async function sendBack(acting: Acting, replyId: string, reason: string): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const waiting = await lockWaiting(tx, acting, replyId);
    if (waiting === null) return;
    const { reply, facts, open } = waiting;
    await decideApprovals(
      tx,
      organisationId,
      open.map(({ id }) => id),
      { state: 'sent_back', reason },
      { memberId, at: now },
    );
    const state = (await hasNoDraft(tx, reply)) ? 'draft' : 'withdrawn';
    await moveReply(tx, organisationId, replyId, { state, at: now, sendAt: null });
    await saveDecided(tx, acting, {
      facts,
      action: 'approval_refused',
      subjectId: replyId,
      particulars: { writer: reply.memberId },
    });
  });
}

/** Throws Fault `approval_decided` where somebody changed the words since the approver read them. */
function mustBeShown({ text, typed }: StoredReply, shown: string | null): void {
  if (shown !== null && shown !== text && shown !== typed)
    throw new Fault(
      'approval_decided',
      'Its words were changed since you read them. Read them as they are now, then decide.',
    );
}

interface Waiting {
  reply: StoredReply;
  facts: CaseFacts;
  /** What waits for a yes. */
  open: StoredApproval[];
  /** Those of them that this member may give. */
  mine: StoredApproval[];
}

/** The reply that waits and what of it this member may approve; the case is locked first, as everywhere. Null where this member's yes was taken before. */
async function lockWaiting(tx: Tenant, acting: Acting, replyId: string): Promise<Waiting | null> {
  const { organisationId, memberId, now } = acting;
  const seen = await readReply(tx, organisationId, replyId);
  if (seen?.caseId == null) throw new Fault('not_found', 'This answer does not exist here.');
  const facts = await lockedCase(tx, organisationId, seen.caseId);
  const reply = await lockReply(tx, organisationId, replyId);
  if (reply === null) throw new Fault('not_found', 'This answer does not exist here.');
  const all = await approvalsOf(tx, organisationId, [replyId]);
  if (reply.state !== 'awaiting_approval') return decidedBefore(all, memberId);
  if (reply.memberId === memberId)
    throw new Fault('not_permitted', 'Nobody approves their own answer. Somebody else must read it.');
  const open = all.filter(({ state }) => state === 'waiting');
  const policies = await policiesById(
    tx,
    organisationId,
    open.flatMap(({ policyId }) => policyId ?? []),
  );
  const members = await readApprovers(tx, organisationId, now);
  const mine = open.filter((one) =>
    approversOfApproval(one, policies.get(one.policyId ?? ''), reply.memberId, members, now).includes(
      memberId,
    ),
  );
  if (mine.length > 0) return { reply, facts, open, mine };
  if (all.some((one) => one.state === 'approved' && one.decidedBy === memberId)) return null;
  throw new Fault(
    'not_permitted',
    'This answer waits for the approval of others. Open the case to see of whom.',
  );
}

function decidedBefore(all: readonly StoredApproval[], memberId: string): null {
  const last = all.findLast(({ state }) => state !== 'waiting');
  // The same yes, asked again by a bad line.
  if (last?.decidedBy === memberId && last.state === 'approved') return null;
  const who = last?.decidedByName ?? '?';
  if (last?.state === 'approved')
    throw new Fault('approval_decided', `${who} approved it already. There is nothing left to approve.`);
  if (last?.state === 'sent_back')
    throw new Fault('approval_decided', `${who} sent it back already. There is nothing left to approve.`);
  throw new Fault('approval_decided', 'Its writer took it back. There is nothing left to approve.');
}

async function mustHaveSeen(
  tx: Tenant,
  { organisationId, memberId }: Acting,
  { reply, open }: Waiting,
  despite: number | null,
): Promise<void> {
  const after = Math.max(...open.map(({ askedOn }) => askedOn));
  // What the two did themselves is no news to them.
  const butBy = [reply.memberId, memberId];
  const wanted = { caseId: reply.caseId ?? '', after, actions: movesBeforeApproval, butBy };
  const moves = await movesOfCase(tx, organisationId, wanted);
  if (moves.some(({ sequence }) => sequence > (despite ?? 0))) throw new MovedBeforeApproval(moves);
}

/** Other words with the signature that the reply had. */
async function signedAgain(
  tx: Tenant,
  organisationId: number,
  reply: StoredReply,
  typed: string,
): Promise<string> {
  const writer = await findMember(tx, organisationId, { id: reply.memberId });
  const account = await findAccount(tx, organisationId, reply.accountId ?? '');
  const post = await answeredPost(tx, organisationId, {
    caseId: reply.caseId ?? '',
    postId: reply.postId ?? '',
  });
  return signed(typed, signatureOf(writer, account, post.language));
}

/** What the network permitted when it was written it may have forbidden since. Answers the key by which it will be known there. */
async function mustStillGoOut(
  tx: Tenant,
  acting: Writing,
  reply: StoredReply,
  text: string,
): Promise<string> {
  const { organisationId, now, channels } = acting;
  const post = await answeredPost(tx, organisationId, {
    caseId: reply.caseId ?? '',
    postId: reply.postId ?? '',
  });
  if (post.deletedAt !== null)
    throw new Fault('reply_not_permitted', 'The post that is answered was deleted. Send the answer back.');
  const permissions = await permissionsFor(tx, channels, organisationId, post, now);
  const { account } = mustBePermitted(permissions, {
    accountId: reply.accountId ?? '',
    mode: reply.mode,
    text,
    // Whether it is posted by hand was said when it was written.
    byHand: true,
  });
  const about = { replyId: reply.id, at: now, from: account.networkId, thread: post.thread };
  return channels[account.network].networkKey(about);
}

/** Whose account a changed reply leaves from, where their yes was to the words before: they say yes to these. Null where it still waits for them, or they changed it themselves. */
async function ownerToAsk(
  tx: Tenant,
  { organisationId, memberId }: Acting,
  replyId: string,
  left: readonly StoredApproval[],
): Promise<string | null> {
  if (left.some(({ ownerId }) => ownerId !== null)) return null;
  const asked = (await approvalsOf(tx, organisationId, [replyId])).findLast(
    ({ ownerId }) => ownerId !== null,
  );
  return asked?.ownerId === memberId ? null : (asked?.ownerId ?? null);
}

/** Takes the yes; answers how many are still missing. Changed words are asked about anew: what others had said yes to was something else. */
async function giveYes(
  tx: Tenant,
  acting: Acting,
  { reply, open, mine }: Waiting,
  words: { text: string; isChanged: boolean },
): Promise<number> {
  const { organisationId, memberId, now } = acting;
  const by = { memberId, at: now };
  const written = words.isChanged ? (reply.typed ?? reply.text) : null;
  await decideApprovals(
    tx,
    organisationId,
    mine.map(({ id }) => id),
    { state: 'approved', written },
    by,
  );
  const left = open.filter((one) => !mine.includes(one));
  if (!words.isChanged) return left.length;
  const asking = await policiesThatAsk(tx, acting, {
    caseId: reply.caseId ?? '',
    memberId: reply.memberId,
    text: words.text,
  });
  const members = await readApprovers(tx, organisationId, now);
  const anew = asking.filter(
    (policy) =>
      !approversOfAsk(policy, reply.memberId, members, now).includes(memberId) &&
      !left.some(({ policyId }) => policyId === policy.id),
  );
  const on = Math.max(...open.map(({ askedOn }) => askedOn));
  const owner = await ownerToAsk(tx, acting, reply.id, left);
  await ask(
    tx,
    acting,
    { id: reply.id, on },
    anew.map(({ id }) => id),
    owner,
  );
  return left.length + anew.length + (owner === null ? 0 : 1);
}
