/** Drafting and sending. The network is not touched here: what is queued leaves through deliver.ts. */
import type { Channel } from '../../channels/channel.ts';
import { unfilled } from '../../domain/approvedText.ts';
import { standInIn } from '../../domain/authorMask.ts';
import { takeUp } from '../../domain/case.ts';
import { Fault } from '../../domain/fault.ts';
import { answersOfColleagues } from '../../domain/history.ts';
import type { Network } from '../../domain/network.ts';
import { privateIn } from '../../domain/numbersInText.ts';
import {
  type Attachment,
  type ReplyMode,
  signatureFor,
  signed,
  undoMilliseconds,
} from '../../domain/reply.ts';
import type { AccountRecord } from '../../storage/accounts.ts';
import type { CaseFacts } from '../../storage/cases.ts';
import type { ReplyPromise } from '../../storage/commitments.ts';
import type { Tenant } from '../../storage/database.ts';
import { picturesToSend } from '../../storage/followUpFiles.ts';
import { newId } from '../../storage/ids.ts';
import { findMember } from '../../storage/members.ts';
import { placeOfConversation, postById, type ReadPost } from '../../storage/postReads.ts';
import {
  actOfColleague,
  type ColleaguesAct,
  dropDraft,
  insertQueued,
  keepDraft,
  lockReply,
  type StoredReply,
} from '../../storage/replies.ts';
import { type Acting, lockedCase, saveDecided } from '../acting.ts';
import { noteReplyPromise } from '../commitments/said.ts';
import { ask, policiesThatAsk } from './asking.ts';
import { mustBePermitted, permissionsFor } from './permissions.ts';

export interface Writing extends Acting {
  channels: Record<Network, Channel>;
}

export interface Written {
  caseId: string;
  postId: string;
  accountId: string;
  mode: ReplyMode;
  text: string;
  attachments: readonly Attachment[];
}

/** A colleague answered since the writer read the case. Carries what the writer must see. */
export class CaseMoved extends Fault {
  readonly act: ColleaguesAct;

  constructor(act: ColleaguesAct) {
    super(
      'case_moved',
      `${act.by ?? 'A colleague'} answered in the meantime. Read it, then send or drop yours.`,
    );
    this.act = act;
  }
}

const showsPrivate =
  'Everybody will read this answer, and something in it looks like a number or a mail address of somebody. Take it out, or say that all may read it.';

/** A public answer shows what looks private, and its writer has not said that all may read it. Carries all that was found. */
export class ShowsPrivate extends Fault {
  readonly shows: readonly string[];

  constructor(shows: readonly string[], sentence = showsPrivate) {
    super('shows_private', sentence);
    this.shows = shows;
  }
}

/** Keeps what is being typed; an empty text drops the draft. Answers its id, null when nothing is kept. */
export async function saveDraft(acting: Acting, written: Written): Promise<string | null> {
  const { storage, organisationId, memberId, now } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    if (written.text.trim() === '' && written.attachments.length === 0) {
      await dropDraft(tx, organisationId, { caseId: written.caseId, memberId, at: now });
      return null;
    }
    const post = await answeredPost(tx, organisationId, written);
    const draft = {
      ...written,
      id: newId(now.getTime()),
      conversationId: post.conversationId,
      memberId,
      writtenOn: 0,
    };
    return keepDraft(tx, organisationId, draft, now);
  });
}

/** The post that is answered. Throws Fault `not_found` where it is not of this case. */
export async function answeredPost(
  tx: Tenant,
  organisationId: number,
  written: Pick<Written, 'postId' | 'caseId'>,
): Promise<ReadPost> {
  const post = await postById(tx, organisationId, written.postId);
  const place =
    post?.conversationId == null ? null : await placeOfConversation(tx, organisationId, post.conversationId);
  if (post === null || place?.caseId !== written.caseId) {
    throw new Fault('not_found', 'The post that is answered does not exist here.');
  }
  return post;
}

function mustBeThere({ erasedAt, deletedAt }: ReadPost): void {
  if (erasedAt !== null)
    throw new Fault('reply_not_permitted', 'The post that is answered was erased. Answer another post.');
  if (deletedAt !== null)
    throw new Fault('reply_not_permitted', 'The post that is answered was deleted. Answer another post.');
}

export interface Queued extends Written {
  replyId: string;
  writtenOn: number;
  despite: number | null;
  /** Its writer posts it on the network, where no program may; it is found there. */
  byHand?: boolean;
  /** What of its text looks private, and its writer says that all may read. */
  shows?: readonly string[];
  /** What it promises, or that it promises nothing; left out where its writer said nothing of it. */
  promise?: ReplyPromise | null;
}

export interface HowToQueue {
  /** Its writer wants approval. */
  asksForApproval?: boolean;
  /** False where it cannot wait for approval: it is refused then. */
  mayWait?: boolean;
  /** What is typed elsewhere on the case stays as it is. */
  keepsDraft?: boolean;
}

/**
 * Queues a reply; it leaves after the undo, or waits for approval where a policy or its writer asks for it. The id comes from the writer's screen, so that a request repeated by a bad line queues once.
 * Throws CaseMoved and ShowsPrivate, and Faults `reply_not_permitted`, `reply_too_long`, `not_found`.
 */
export async function sendReply(acting: Writing, written: Queued, asksForApproval = false): Promise<void> {
  // Before what looks private: six digits of it may look like a number.
  mustHoldNoStandIn(written.text);
  const found = written.mode === 'public' ? privateIn(written.text).map(({ words }) => words) : [];
  if (found.some((words) => !written.shows?.includes(words))) throw new ShowsPrivate(found);
  await acting.storage.inOrganisation(acting.organisationId, (tx) =>
    queueReply(tx, acting, written, { asksForApproval }),
  );
}

/** The same in the caller's transaction. False when the same request was served before. */
export async function queueReply(
  tx: Tenant,
  acting: Writing,
  written: Queued,
  { asksForApproval = false, mayWait = true, keepsDraft = false }: HowToQueue,
): Promise<boolean> {
  const { organisationId, memberId, now } = acting;
  mustBeFilled(written.text);
  const facts = await lockedCase(tx, organisationId, written.caseId);
  const before = await lockReply(tx, organisationId, written.replyId);
  if (before !== null && !mayGoOut(before, memberId, written.caseId)) return false;
  const { reply, ownerId } = await judged(tx, acting, facts, written);
  if (!keepsDraft) await dropOtherDraft(tx, acting, written);
  const taken = { ...facts, ...takeUp(facts, now) };
  const policies = await policiesThatAsk(tx, acting, { ...written, memberId });
  if (!mayWait) mustNotWait(policies, ownerId);
  const wishes = policies.length === 0 && ownerId === null && asksForApproval;
  const asking = wishes ? [null] : policies.map(({ id }) => id);
  const waits = asking.length > 0 || ownerId !== null;
  if (waits) {
    await insertQueued(tx, organisationId, { ...reply, networkKey: null }, now, null);
    const on = Math.max(written.writtenOn, written.despite ?? 0);
    await ask(tx, acting, { id: written.replyId, on }, asking, ownerId);
  } else await insertQueued(tx, organisationId, reply, now, new Date(now.getTime() + undoMilliseconds));
  await noteReplyPromise(tx, acting, written, written.promise ?? null);
  const action = waits ? 'approval_asked' : 'reply_queued';
  await saveDecided(tx, acting, { facts: taken, action, subjectId: written.replyId });
  return true;
}

/** Throws Fault `reply_not_permitted`. */
function mustNotWait(policies: readonly { name: string }[], ownerId: string | null): void {
  if (policies[0] !== undefined) throw cannotWait(policies[0].name);
  if (ownerId !== null) throw notFromOwn();
}

const cannotWait = (policy: string) =>
  new Fault(
    'reply_not_permitted',
    `The policy "${policy}" asks for approval, and a move to private does not wait for it. Ask somebody whose answers need none to move it.`,
  );

const notFromOwn = () =>
  new Fault(
    'reply_not_permitted',
    'This is a colleague’s own account, and a move to private does not wait for their yes. Move it from an account of the house.',
  );

/** What is put behind an answer: the writer's own signature; from a colleague's own account, both names. */
export function signatureOf(
  writer: { id: string; name: string; signature: string | null } | null,
  account: Pick<AccountRecord, 'owner'> | null,
  language: string | null,
): string | null {
  const owner = account?.owner ?? null;
  if (writer === null) return null;
  return owner === null || owner.id === writer.id ? writer.signature : signatureFor(writer, owner, language);
}

/** The reply as it goes out, and whose yes it needs because it leaves from their own account, once nothing speaks against it. Throws as `sendReply`. */
async function judged(tx: Tenant, acting: Writing, facts: CaseFacts, written: Queued) {
  const { organisationId, memberId, now } = acting;
  const post = await answeredPost(tx, organisationId, written);
  mustBeThere(post);
  const member = await findMember(tx, organisationId, { id: memberId });
  const permissions = await permissionsFor(tx, acting.channels, organisationId, post, now);
  const from = permissions.find(({ account }) => account.id === written.accountId)?.account ?? null;
  const text = signed(written.text, signatureOf(member, from, post.language));
  const permission = mustBePermitted(permissions, { ...written, text });
  await mustHaveMedia(tx, organisationId, written.attachments);
  await mustHaveRead(tx, acting, facts, written);
  const networkKey = acting.channels[permission.account.network].networkKey({
    replyId: written.replyId,
    at: now,
    from: permission.account.networkId,
    thread: post.thread,
  });
  const { conversationId } = post;
  const { owner } = permission.account;
  const reply = {
    ...written,
    id: written.replyId,
    conversationId,
    memberId,
    text,
    typed: written.text,
    networkKey,
  };
  return { reply, ownerId: owner === null || owner.id === memberId ? null : owner.id };
}

/** Throws Fault `input_invalid` for a place of an approved text that nobody filled in, or what stands for a protected author. */
function mustBeFilled(text: string): void {
  const left = unfilled(text);
  if (left !== null)
    throw new Fault('input_invalid', `${left} was not filled in. Write what stands for it, then send.`);
  mustHoldNoStandIn(text);
}

/** Throws Fault `input_invalid` where what stands for a protected author would go out. */
export function mustHoldNoStandIn(text: string): void {
  const standIn = standInIn(text);
  if (standIn !== null)
    throw new Fault(
      'input_invalid',
      `"${standIn}" stands for a protected author, who would not know it. Write without a name, then send.`,
    );
}

/** False when the same request was served before. Throws Fault for a reply that is not this member's on this case, or that was taken back. */
function mayGoOut(before: StoredReply, memberId: string, caseId: string): boolean {
  if (before.memberId !== memberId || before.caseId !== caseId) {
    throw new Fault('not_found', 'This answer does not exist here.');
  }
  if (before.state === 'withdrawn') {
    throw new Fault('reply_left', 'This answer was taken back. Write it again to send it.');
  }
  return before.state === 'draft';
}

/** The draft that was autosaved under another id would otherwise stay behind its own reply. */
async function dropOtherDraft(
  tx: Tenant,
  { organisationId, memberId, now }: Acting,
  { caseId, replyId }: { caseId: string; replyId: string },
): Promise<void> {
  const own = await lockReply(tx, organisationId, replyId);
  if (own === null) await dropDraft(tx, organisationId, { caseId, memberId, at: now });
}

/** Throws Fault `not_found` for a picture that is not there any more or was not uploaded to be sent (what members show each other stays between them), `input_invalid` for one that nobody described. */
export async function mustHaveMedia(
  tx: Tenant,
  organisationId: number,
  attachments: readonly Attachment[],
): Promise<void> {
  const ids = attachments.map(({ mediaId }) => mediaId);
  const ours = await picturesToSend(tx, organisationId, ids);
  for (const attachment of attachments) {
    if (!ours.has(attachment.mediaId)) {
      throw new Fault('not_found', 'An attached picture is not there any more. Attach it again.');
    }
    if (attachment.alt.trim() === '') {
      throw new Fault('input_invalid', 'Describe each picture in words, for those who cannot see it.');
    }
  }
}

async function mustHaveRead(
  tx: Tenant,
  acting: Acting,
  facts: CaseFacts,
  written: { writtenOn: number; despite: number | null },
): Promise<void> {
  const act = await actOfColleague(tx, acting.organisationId, {
    caseId: facts.id,
    after: Math.max(written.writtenOn, written.despite ?? 0),
    memberId: acting.memberId,
    actions: answersOfColleagues,
  });
  if (act !== null) throw new CaseMoved(act);
}
