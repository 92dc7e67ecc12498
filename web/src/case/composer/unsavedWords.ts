/** Words that the server does not have yet stay in this browser, so that a bad line, a closed page or a flat battery costs nobody a sentence. */
import type { CaseView } from '../../../../src/api/contract.ts';
import { signed } from '../../../../src/domain/reply.ts';
import { forgetKept, keep, recall } from '../../parts/remembered.ts';
import { unsigned } from './signature.ts';
import { isEmpty, type Writing } from './writing.ts';

export interface UnsavedWords {
  writing: Writing;
  /** When the server's draft, on which these words were written, was kept; null when it had none. */
  basis: string | null;
}

const nameOf = (memberId: string, caseId = '') => `unsaved.${memberId}.${caseId}`;

export const keepUnsaved = (memberId: string, caseId: string, words: UnsavedWords) =>
  keep(nameOf(memberId, caseId), words);
export const unsavedOf = (memberId: string, caseId: string) =>
  recall<UnsavedWords | null>(nameOf(memberId, caseId), null);
/** Forgets what is kept for a case; with `saved` only when it is what the server has now. */
export function forgetUnsaved(memberId: string, caseId: string, saved?: Writing): void {
  if (saved !== undefined && !sameWords(unsavedOf(memberId, caseId)?.writing, saved)) return;
  forgetKept(nameOf(memberId, caseId));
}
/** Forgets all words of a member in this browser. */
export const forgetAllUnsaved = (memberId: string) => forgetKept(nameOf(memberId));

function sameWords(one: Writing | undefined, other: Writing): boolean {
  return (
    one?.text === other.text &&
    one.mode === other.mode &&
    one.attachments.length === other.attachments.length &&
    one.attachments.every((picture, n) => {
      const beside = other.attachments[n];
      return picture.mediaId === beside?.mediaId && picture.alt === beside.alt;
    })
  );
}

export interface ComeBack {
  /** What stands in the composer. */
  writing: Writing;
  /** Whether that came from this browser and must still be brought to the server. */
  restored: boolean;
  /** Words of this browser that are offered, because others were written elsewhere since. */
  beside: Writing | null;
}

/**
 * What stands in the composer when a case is opened. Words of this browser come back by themselves where nothing was changed elsewhere since;
 * else they are offered beside. Words that went out meanwhile are not given back.
 */
export function comeBack(
  shown: Pick<CaseView, 'draft' | 'replies'>,
  start: Writing,
  kept: UnsavedWords | null,
  member: { id: string; signature: string | null },
): ComeBack {
  const server: ComeBack = { writing: start, restored: false, beside: null };
  if (kept === null || sameWords(kept.writing, start)) return server;
  if ((shown.draft?.stateAt ?? null) === kept.basis && !wentOut(shown.replies, kept.writing, member))
    return { writing: kept.writing, restored: true, beside: null };
  return isEmpty(kept.writing) || wentOut(shown.replies, kept.writing, member)
    ? server
    : { ...server, beside: kept.writing };
}

function wentOut(
  replies: CaseView['replies'],
  { text }: Writing,
  { id, signature }: { id: string; signature: string | null },
): boolean {
  const whole = signed(text.trim(), signature);
  return replies.some(
    (reply) => reply.member.id === id && signed(unsigned(reply.text, signature), signature) === whole,
  );
}
