import { Fault } from '../../domain/fault.ts';
import type { Acting } from '../acting.ts';
import { changeCommitment, type Doing } from './changeCommitment.ts';

/** Says that a promise was kept, and shows by what: a link, or words. Throws Faults `not_found`, `input_invalid`, `commitment_ended`. */
export async function keepCommitment(acting: Acting, id: string, evidence: string): Promise<void> {
  mustSay(evidence, 'Say by what it is seen that the promise was kept: a link, or a few words.');
  await changeCommitment(acting, id, () => ({
    act: { kind: 'kept', at: acting.now, by: 'member' },
    evidence,
  }));
}

/** Says that a promise will not be kept, and why. Throws as `keepCommitment`. */
export async function breakCommitment(acting: Acting, id: string, why: string): Promise<void> {
  mustSay(why, 'Say why the promise will not be kept.');
  await changeCommitment(acting, id, () => ({ act: { kind: 'broken', at: acting.now }, evidence: why }));
}

/**
 * The author says whether it happened. A yes ends an open promise and confirms one that a member ended; a no opens it again; neither does anything where the author said so themselves before; what a member read in a post they may still say otherwise.
 * Throws Fault `not_found`.
 */
export async function authorSays(
  doing: Omit<Doing, 'memberId'>,
  id: string,
  happened: boolean,
): Promise<void> {
  const at = doing.now;
  await changeCommitment(
    { ...doing, memberId: null },
    id,
    ({ commitment: { state, confirmed, confirmedByReading }, evidence }) => {
      if ((confirmed && !confirmedByReading) || (!happened && state !== 'kept')) return null;
      if (!happened) return { act: { kind: 'disputed', at } };
      // What a member showed for it still shows it.
      return { act: { kind: 'kept', at, by: 'author' }, evidence: state === 'kept' ? evidence : null };
    },
  );
}

function mustSay(words: string, sentence: string): void {
  if (words.trim() === '') throw new Fault('input_invalid', sentence);
}
