/** Drafting, sending and taking back. The network is not touched here: what is queued leaves through deliver.ts. */
import type { Channel } from '../../channels/channel.ts';
import { takeUp } from '../../domain/case.ts';
import { Fault } from '../../domain/fault.ts';
import { answersOfColleagues } from '../../domain/history.ts';
import type { Network } from '../../domain/network.ts';
import { type Attachment, type ReplyMode, signed, undoMilliseconds } from '../../domain/reply.ts';
import { findAccount } from '../../storage/accounts.ts';
import type { CaseFacts } from '../../storage/cases.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { newId } from '../../storage/ids.ts';
import { findMedia } from '../../storage/media.ts';
import { findMember } from '../../storage/members.ts';
import { postById, type ReadPost } from '../../storage/postReads.ts';
import {
  actOfColleague,
  type ColleaguesAct,
  dropDraft,
  hasNoDraft,
  insertQueued,
  keepDraft,
  lockReply,
  moveReply,
  type StoredReply,
} from '../../storage/replies.ts';
import { type Acting, lockedCase, saveDecided } from '../acting.ts';
import { mustBePermitted, mustFit, permissionsFor } from './permissions.ts';

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

/** Keeps what is being typed; an empty text drops the draft. Answers its id, null when nothing is kept. */
export async function saveDraft(acting: Acting, written: Written): Promise<string | null> {
  const { storage, organisationId, memberId, now } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    if (written.text.trim() === '' && written.attachments.length === 0) {
      await dropDraft(tx, organisationId, written.caseId, memberId);
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

async function answeredPost(
  tx: Tenant,
  organisationId: number,
  written: Pick<Written, 'postId'>,
): Promise<ReadPost> {
  const post = await postById(tx, organisationId, written.postId);
  if (post === null || post.conversationId === null) {
    throw new Fault('not_found', 'The post that is answered does not exist here.');
  }
  return post;
}

/**
 * Queues a reply; it leaves after the undo. The id comes from the writer's screen, so that a request repeated by a bad line queues once.
 * Throws CaseMoved, and Faults `reply_not_permitted`, `reply_too_long`, `not_found`.
 */
export async function sendReply(
  acting: Writing,
  written: Written & { replyId: string; writtenOn: number; despite: number | null },
): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const facts = await lockedCase(tx, organisationId, written.caseId);
    const before = await lockReply(tx, organisationId, written.replyId);
    if (before !== null && before.state !== 'draft') return;
    const post = await answeredPost(tx, organisationId, written);
    const member = await findMember(tx, organisationId, { id: memberId });
    const text = signed(written.text, member?.signature ?? null);
    const permission = mustBePermitted(await permissionsFor(tx, acting.channels, organisationId, post, now), {
      ...written,
      text,
    });
    await mustHaveMedia(tx, organisationId, written.attachments);
    await mustHaveRead(tx, acting, facts, written);
    await dropOtherDraft(tx, acting, written);
    const networkKey = acting.channels[permission.account.network].networkKey({
      replyId: written.replyId,
      at: now,
    });
    const reply = {
      ...written,
      id: written.replyId,
      conversationId: post.conversationId,
      memberId,
      text,
      networkKey,
    };
    await insertQueued(tx, organisationId, reply, now, new Date(now.getTime() + undoMilliseconds));
    const taken = { ...facts, ...takeUp(facts, now) };
    await saveDecided(tx, acting, { facts: taken, action: 'reply_queued', subjectId: written.replyId });
  });
}

/** The draft that was autosaved under another id would otherwise stay behind its own reply. */
async function dropOtherDraft(
  tx: Tenant,
  acting: Acting,
  written: { caseId: string; replyId: string },
): Promise<void> {
  const own = await lockReply(tx, acting.organisationId, written.replyId);
  if (own === null) await dropDraft(tx, acting.organisationId, written.caseId, acting.memberId);
}

async function mustHaveMedia(
  tx: Tenant,
  organisationId: number,
  attachments: readonly Attachment[],
): Promise<void> {
  for (const attachment of attachments) {
    if ((await findMedia(tx, organisationId, attachment.mediaId)) === null) {
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

/** Queues an announcement from an account of ours. Throws Fault `reply_not_permitted`, `reply_too_long`. */
export async function announce(
  acting: Writing,
  written: { replyId: string; accountId: string; text: string; attachments: readonly Attachment[] },
): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    if ((await lockReply(tx, organisationId, written.replyId)) !== null) return;
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
    await insertQueued(tx, organisationId, { ...written, ...about, id: written.replyId }, now, sendAt);
    const fact = {
      actorId: memberId,
      action: 'announcement_queued',
      caseId: null,
      subjectId: written.replyId,
    } as const;
    await recordFacts(tx, organisationId, [fact], now);
  });
}

/** Takes back what has not left: within the undo it becomes a draft again, later it ends as withdrawn. Throws Fault `reply_left`. */
export async function withdrawReply(acting: Acting, replyId: string): Promise<void> {
  await moveOwn(acting, replyId, async (tx, reply) => {
    if (reply.state === 'withdrawn' || reply.state === 'draft') return null;
    if (reply.state === 'sending' || reply.state === 'sent' || reply.state === 'bounced') {
      throw new Fault(
        'reply_left',
        'It has left already and cannot be called back. Delete it on the network or write again.',
      );
    }
    const toDraft = reply.state === 'queued' && reply.caseId !== null && (await hasNoDraft(tx, reply));
    await moveReply(tx, acting.organisationId, replyId, {
      state: toDraft ? 'draft' : 'withdrawn',
      at: acting.now,
      sendAt: null,
    });
    return 'reply_withdrawn';
  });
}

/** Sends again what the network put off, or gives a refused one back as a draft. */
export async function retryReply(acting: Acting, replyId: string): Promise<void> {
  await moveOwn(acting, replyId, async (tx, reply) => {
    if (reply.state === 'later') {
      await moveReply(tx, acting.organisationId, replyId, {
        state: 'queued',
        at: acting.now,
        sendAt: acting.now,
      });
      return 'reply_queued';
    }
    if (reply.state !== 'refused' && reply.state !== 'bounced') {
      throw new Fault('reply_left', 'Only an answer that was refused or put off can be tried again.');
    }
    await moveReply(tx, acting.organisationId, replyId, { state: 'draft', at: acting.now, sendAt: null });
    return 'reply_withdrawn';
  });
}

/** A person looked on the network: did the unknown reply go out? If not, it is sent again. */
export async function settleUnknown(acting: Acting, replyId: string, wentOut: boolean): Promise<void> {
  await moveOwn(acting, replyId, async (tx, reply) => {
    if (reply.state !== 'unknown')
      throw new Fault('reply_left', 'This answer is not in doubt any more. Look at its state.');
    const change = wentOut
      ? ({ state: 'sent' } as const)
      : ({ state: 'queued', sendAt: acting.now } as const);
    await moveReply(tx, acting.organisationId, replyId, { ...change, at: acting.now });
    return wentOut ? 'reply_sent' : 'reply_queued';
  });
}

async function moveOwn(
  acting: Acting,
  replyId: string,
  move: (tx: Tenant, reply: StoredReply) => Promise<'reply_withdrawn' | 'reply_queued' | 'reply_sent' | null>,
): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const reply = await lockReply(tx, organisationId, replyId);
    if (reply === null) throw new Fault('not_found', 'This answer does not exist here.');
    const facts = reply.caseId === null ? null : await lockedCase(tx, organisationId, reply.caseId);
    const action = await move(tx, reply);
    if (action === null) return;
    if (facts === null) {
      await recordFacts(
        tx,
        organisationId,
        [{ actorId: memberId, action, caseId: null, subjectId: replyId }],
        now,
      );
    } else await saveDecided(tx, acting, { facts, action, subjectId: replyId });
  });
}
