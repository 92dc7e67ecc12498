/** What a member does to a case besides answering. Each act is one transaction: case, row and history together. */
import { type CaseClock, reopen, resolve, takeUp } from '../../domain/case.ts';
import { Fault } from '../../domain/fault.ts';
import type { Severity } from '../../domain/queue.ts';
import { claimCase, claimOf, insertNote, releaseClaim, setTags } from '../../storage/caseActs.ts';
import { openPromisesOf } from '../../storage/commitments.ts';
import { newId } from '../../storage/ids.ts';
import { findMember } from '../../storage/members.ts';
import { type Acting, changeCase } from '../acting.ts';

/** How long a claim holds without a sign of life, in milliseconds. */
export const claimMilliseconds = 10 * 60_000;

/** Says "I am on it". Throws Fault `claimed_by_colleague`. */
export async function claim(acting: Acting, caseId: string): Promise<void> {
  const { organisationId, memberId, now } = acting;
  await changeCase(acting, caseId, async (facts, tx) => {
    const before = await claimOf(tx, organisationId, caseId, now);
    const until = new Date(now.getTime() + claimMilliseconds);
    if (!(await claimCase(tx, organisationId, { caseId, memberId, at: now, until }))) {
      throw new Fault(
        'claimed_by_colleague',
        `${before?.name ?? 'A colleague'} is on this case. Talk to them, or pick the next one.`,
      );
    }
    if (before?.memberId === memberId) return null;
    return { facts: { ...facts, ...takeUp(facts, now) }, action: 'case_claimed' };
  });
}

/** Gives one's claim back. */
export async function release(acting: Acting, caseId: string): Promise<void> {
  await changeCase(acting, caseId, async (facts, tx) => {
    const had = await releaseClaim(tx, acting.organisationId, caseId, acting.memberId);
    return had ? { facts, action: 'claim_released' } : null;
  });
}

/** Gives the case an owner, or none; and a team, or none, where that is said too. Throws Fault `input_invalid` for somebody who is not a member here. */
export async function assign(
  acting: Acting,
  caseId: string,
  ownerId: string | null,
  team?: string | null,
): Promise<void> {
  await changeCase(acting, caseId, async (facts, tx) => {
    const teamId = team === undefined ? facts.teamId : team;
    if (facts.ownerId === ownerId && facts.teamId === teamId) return null;
    if (ownerId !== null) {
      const owner = await findMember(tx, acting.organisationId, { id: ownerId });
      if (owner === null || owner.leftAt !== null) {
        throw new Fault(
          'input_invalid',
          'The new owner is not a member of this organisation any more. Choose another.',
        );
      }
    }
    const taken = ownerId === null ? facts : { ...facts, ...takeUp(facts, acting.now) };
    return { facts: { ...taken, ownerId, teamId }, action: 'case_assigned', subjectId: ownerId };
  });
}

/**
 * Says that the matter is settled. What was promised in it and is open stays to be kept only where that is said (`promisesStay`); else throws Fault `promises_open`: a promise
 * is not forgotten with its case.
 */
export async function resolveCase(acting: Acting, caseId: string, promisesStay = false): Promise<void> {
  await changeCase(acting, caseId, async (facts, tx) => {
    if (facts.state === 'resolved') return null;
    const open = await openPromisesOf(tx, acting.organisationId, caseId);
    if (open > 0 && !promisesStay)
      throw new Fault(
        'promises_open',
        'Something promised in this case is open. Say what becomes of it: it was kept, it will not be kept, or it stays to be kept.',
      );
    const particulars = open > 0 ? { particulars: { promises: open } } : {};
    return { facts: { ...facts, ...resolve(facts, acting.now) }, action: 'case_resolved', ...particulars };
  });
}

/** Takes a resolution back. */
export async function reopenCase(acting: Acting, caseId: string): Promise<void> {
  await changeCase(acting, caseId, (facts) =>
    facts.state === 'resolved'
      ? { facts: { ...facts, ...reopen(facts, acting.now) }, action: 'case_reopened' }
      : null,
  );
}

/** Takes back a resolution that nothing followed: the case is as it was, and whoever waited has waited all the time. */
export async function reopenAsBefore(
  acting: Acting,
  caseId: string,
  before: Pick<CaseClock, 'state' | 'stateAt' | 'waitingSince'>,
): Promise<void> {
  await changeCase(acting, caseId, (facts) => ({
    facts: { ...facts, ...before },
    action: 'case_reopened',
  }));
}

/** Says how grave it is. */
export async function setSeverity(
  acting: Acting,
  caseId: string,
  severity: Severity,
  vulnerable: boolean,
): Promise<void> {
  await changeCase(acting, caseId, (facts) =>
    facts.severity === severity && facts.vulnerable === vulnerable
      ? null
      : {
          facts: { ...facts, severity, vulnerable },
          action: 'severity_set',
          particulars: { severity, vulnerable },
        },
  );
}

/** Sets the tags; written once each, in the order given. */
export async function tagCase(acting: Acting, caseId: string, tags: readonly string[]): Promise<void> {
  await changeCase(acting, caseId, async (facts, tx) => {
    await setTags(tx, acting.organisationId, caseId, [...new Set(tags)]);
    return { facts, action: 'tags_set', particulars: { count: tags.length } };
  });
}

/** Writes a note for colleagues. */
export async function writeNote(acting: Acting, caseId: string, text: string): Promise<void> {
  const id = newId(acting.now.getTime());
  await changeCase(acting, caseId, async (facts, tx) => {
    await insertNote(tx, acting.organisationId, {
      id,
      caseId,
      memberId: acting.memberId,
      text,
      at: acting.now,
    });
    return { facts, action: 'note_written', subjectId: id };
  });
}
