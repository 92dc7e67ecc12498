/** Takes a public conversation to private, and brings its outcome back. What is said in public holds no number of anybody's. */
import { randomBytes } from 'node:crypto';
import { Fault } from '../../domain/fault.ts';
import { isPublicLanguage, type PublicLanguage } from '../../domain/languages.ts';
import { type MoveSentences, type MoveWay, moveSentences, neverInPublic } from '../../domain/privateMove.ts';
import type { Tenant } from '../../storage/database.ts';
import { readOrganisation } from '../../storage/organisationSettings.ts';
import { placeOfConversation, type ReadPost } from '../../storage/postReads.ts';
import { addMove, movesOfCase, setOutcome } from '../../storage/privateMoves.ts';
import { lockedCase, saveDecided } from '../acting.ts';
import { listForms, type OpenForm } from '../forms/openForm.ts';
import { permissionsFor } from './permissions.ts';
import { answeredPost, queueReply, type Writing } from './writeReply.ts';

/** The address of a link, before its token. */
export const doorPath = '/p/';

export interface MoveOffer {
  /** A direct message where the network permits one comes first, then a link where there is a form. */
  ways: { way: MoveWay; accountId: string; handle: string }[];
  sentences: MoveSentences;
  /** Why no link can be offered, and what to do; null where one can. */
  noLink: string | null;
}

/** How this very post can go on in private. No way where it cannot be answered in public. Throws Fault `not_found`. */
export async function offerMove(
  acting: Pick<Writing, 'storage' | 'channels' | 'organisationId' | 'now'>,
  asked: { caseId: string; postId: string },
): Promise<MoveOffer> {
  const { storage, organisationId } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    const post = await answeredPost(tx, organisationId, asked);
    const form = await formFor(tx, organisationId, post);
    const permitted = await permissionsFor(tx, acting.channels, organisationId, post, acting.now);
    const allowed = permitted.filter((one) => one.allowed);
    const inPublic = post.visibility === 'public' ? allowed.filter(({ mode }) => mode === 'public') : [];
    // What moves stays with the institution that was written to, whose account comes first.
    const own = inPublic.filter(
      ({ account }) => account.institutionId === permitted[0]?.account.institutionId,
    );
    const ways = (own.length > 0 ? own : inPublic).flatMap(({ account }) => {
      const offer = (way: MoveWay) => ({ way, accountId: account.id, handle: account.handle });
      const direct = allowed.some((one) => one.mode === 'direct' && one.account.id === account.id);
      return [...(direct ? [offer('direct')] : []), ...(form === null ? [] : [offer('link')])];
    });
    const sentences = moveSentences[await languageOf(tx, organisationId, post)];
    return { ways, sentences, noLink: form === null ? noForm : null };
  });
}

const noForm =
  'A link needs an open public form of this institution. An admin opens one in the settings, under Accounts.';

/** The post's own language where we have it, else the house's. */
async function languageOf(tx: Tenant, organisationId: number, post: ReadPost): Promise<PublicLanguage> {
  const said = [post.language, (await readOrganisation(tx, organisationId)).language];
  return said.map((tag) => (tag ?? '').toLowerCase().split('-')[0] ?? '').find(isPublicLanguage) ?? 'en';
}

/** The first open form of the institution that is written to, under which what comes by the link is taken; whichever unit it is of. */
async function formFor(tx: Tenant, organisationId: number, post: ReadPost): Promise<OpenForm | null> {
  if (post.conversationId === null) return null;
  const place = await placeOfConversation(tx, organisationId, post.conversationId);
  const forms = await listForms(tx, organisationId);
  return forms.find((form) => form.institutionId === place?.institutionId && form.open) ?? null;
}

interface Shared {
  caseId: string;
  /** What is said in public. */
  text: string;
  /** From the writer's screen, as with every reply. */
  replyId: string;
  writtenOn: number;
  despite: number | null;
}

export interface MoveAsked extends Shared {
  postId: string;
  accountId: string;
  way: MoveWay;
  /** Of a direct message: what it says, and the id of that reply. A link is put behind the public text instead. */
  direct: { text: string; replyId: string } | null;
}

/**
 * Queues the public reply that says that it moved, and with a direct message that one too; both leave after the undo, and the undo of one takes back the move. Asked twice it is done once. A policy that
 * asks for approval of what is said refuses it: half a move must not stand in public. `base`: the address under which authors reach us. Throws as `sendReply`, and Fault `number_in_public`.
 */
export async function moveToPrivate(acting: Writing, asked: MoveAsked, base: string): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  mustHoldNoNumber(asked.text);
  await storage.inOrganisation(organisationId, async (tx) => {
    await lockedCase(tx, organisationId, asked.caseId);
    const post = await answeredPost(tx, organisationId, asked);
    const { conversationId } = post;
    if (post.visibility !== 'public' || conversationId === null)
      throw new Fault('reply_not_permitted', 'This is private already. Answer it as it is.');
    const link = asked.way === 'link' ? await newLink(tx, organisationId, post) : null;
    const said = asked.text.trim();
    const text = link === null ? said : `${said} ${base}${doorPath}${link.token}`;
    const { caseId, postId, accountId, replyId, writtenOn, despite } = asked;
    const shared = { caseId, postId, accountId, writtenOn, despite, attachments: [] };
    const how = { mayWait: false, keepsDraft: true };
    if (!(await queueReply(tx, acting, { ...shared, mode: 'public', text, replyId }, how))) return;
    if (asked.direct !== null)
      await queueReply(tx, acting, { ...shared, mode: 'direct', ...asked.direct }, how);
    const { way, direct } = asked;
    const language = await languageOf(tx, organisationId, post);
    const by = { by: memberId, at: now };
    const move = { replyId, conversationId, postId, accountId, way, link, language, ...by };
    await addMove(tx, organisationId, { ...move, messageId: direct?.replyId ?? null });
    const facts = await lockedCase(tx, organisationId, caseId);
    const particulars = { way };
    await saveDecided(tx, acting, { facts, action: 'moved_to_private', subjectId: replyId, particulars });
  });
}

/** 128 bits that are said once, in the public reply. Throws Fault `reply_not_permitted` where there is no form. */
async function newLink(tx: Tenant, organisationId: number, post: ReadPost) {
  const form = await formFor(tx, organisationId, post);
  if (form === null) throw new Fault('reply_not_permitted', noForm);
  return { token: randomBytes(16).toString('base64url'), formAccountId: form.accountId };
}

/** Throws Fault `number_in_public`. */
function mustHoldNoNumber(text: string): void {
  const found = neverInPublic(text);
  if (found === null) return;
  throw new Fault(
    'number_in_public',
    `Everyone could read ${found}. Take it out: numbers and mail addresses stay in private.`,
  );
}

/** Queues the public reply that says how it ended, under the post from which it moved; it waits for approval as any reply. Throws as `sendReply`, and Faults `number_in_public`, `reply_left`. */
export async function bringBack(acting: Writing, asked: Shared & { moveId: string }): Promise<void> {
  const { storage, organisationId } = acting;
  mustHoldNoNumber(asked.text);
  await storage.inOrganisation(organisationId, async (tx) => {
    await lockedCase(tx, organisationId, asked.caseId);
    const moves = await movesOfCase(tx, organisationId, asked.caseId);
    const move = moves.find(({ id }) => id === asked.moveId);
    if (move === undefined)
      throw new Fault('not_found', 'This case did not move to private, or that was taken back.');
    const { moveId, ...written } = asked;
    const { postId, accountId } = move;
    const reply = { ...written, postId, accountId, mode: 'public', attachments: [] } as const;
    if (!(await queueReply(tx, acting, reply, { keepsDraft: true }))) return;
    if (move.broughtBack || move.outcomeWaits)
      throw new Fault('reply_left', 'The outcome was brought back already. Read it in the case.');
    await setOutcome(tx, organisationId, moveId, asked.replyId);
    const facts = await lockedCase(tx, organisationId, asked.caseId);
    await saveDecided(tx, acting, {
      facts,
      action: 'outcome_made_public',
      subjectId: asked.replyId,
    });
  });
}
