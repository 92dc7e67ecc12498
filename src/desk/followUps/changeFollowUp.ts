import { Fault } from '../../domain/fault.ts';
import { type FollowUpAct, type FollowUpActKind, followUpOf, mayFollowOn } from '../../domain/followUp.ts';
import type { HistoryAction } from '../../domain/history.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  type Asked,
  findFollowUp,
  lockFollowUp,
  lockKnown,
  nothingSaid,
  type StoredFollowUp,
  writeFollowUpAct,
} from '../../storage/followUps.ts';
import { type Acting, lockedCase } from '../acting.ts';
import { mayReadFollowUps } from './mayRead.ts';
import { readPeople, type Sides, sidesOf } from './sides.ts';
import { tellFollowUp } from './tellFollowUp.ts';

const actionOf = {
  accepted: 'follow_up_accepted',
  reported: 'follow_up_reported',
  report_accepted: 'follow_up_report_accepted',
  sent_back: 'follow_up_sent_back',
  given: 'follow_up_given',
  moved: 'follow_up_moved',
  withdrawn: 'follow_up_withdrawn',
} as const satisfies Record<Exclude<FollowUpActKind, 'asked'>, HistoryAction>;

/** What a verb decided about a follow-up. */
export interface FollowUpDecision {
  act: Exclude<FollowUpAct, { kind: 'asked' }>;
  words?: string;
  suggestion?: string | null;
  files?: readonly string[];
  /** Whom it was given to. */
  to?: Asked;
  /** Who is asked from now on; left out: as before. */
  asked?: Asked;
}

/**
 * Load, decide, save: locks case (where it is about one) and follow-up, lets the verb decide (null: nothing to do), writes act, what stands after it and history in one transaction. Throws Faults
 * `not_found`, and `follow_up_moved_on` for an act that may not follow.
 */
export async function changeFollowUp(
  acting: Acting,
  id: string,
  decide: (
    stored: LockedFollowUp,
    sides: Sides,
    tx: Tenant,
  ) => Promise<FollowUpDecision | null> | FollowUpDecision | null,
): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const stored = await lockedFollowUp(tx, organisationId, id);
    const people = await readPeople(tx, organisationId, now);
    const [readable] = await mayReadFollowUps(tx, organisationId, [stored], { people, memberId, now });
    if (readable === undefined) throw noSuchFollowUp();
    const decided = await decide(stored, sidesOf(people, stored, memberId, now), tx);
    if (decided !== null) await saveAct(tx, acting, stored, decided);
  });
}

/** A follow-up that is locked, and whether the author it is about was erased meanwhile. */
export type LockedFollowUp = StoredFollowUp & { isOfErased: boolean };

/** The follow-up, locked, and before it what it is about, its case or its author: in that order, as whoever acts on a case or erases an author does. Throws Fault `not_found`. */
export async function lockedFollowUp(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<LockedFollowUp> {
  const found = await findFollowUp(tx, organisationId, id);
  const caseId = found === null ? null : caseOf(found);
  if (caseId !== null) await lockedCase(tx, organisationId, caseId);
  const isOfErased =
    found?.about.kind === 'author' && !(await lockKnown(tx, organisationId, found.about.identityId));
  const stored = await lockFollowUp(tx, organisationId, id);
  if (stored === null) throw noSuchFollowUp();
  return { ...stored, isOfErased };
}

/** Throws Fault `input_invalid` where the author it is about was erased: nothing is written about them any more. */
export function mustNotBeOfErased({ isOfErased }: LockedFollowUp): void {
  if (isOfErased)
    throw new Fault(
      'input_invalid',
      'The author whom this is about was erased: nothing more is written about them. Whoever asked can close it.',
    );
}

/** The case that a follow-up is about; null where it is about none. */
export const caseOf = ({ about }: Pick<StoredFollowUp, 'about'>): string | null =>
  about.kind === 'case' ? about.caseId : null;

export const noSuchFollowUp = () =>
  new Fault('not_found', 'This follow-up does not exist, or not in your organisation.');

async function saveAct(
  tx: Tenant,
  acting: Acting,
  stored: StoredFollowUp,
  { act, asked, ...written }: FollowUpDecision,
): Promise<void> {
  if (!mayFollowOn(stored.followUp, act.kind)) throw movedOn(stored);
  const after = followUpOf([...stored.history, act]);
  const said = { ...nothingSaid, ...written, by: acting.memberId };
  await writeFollowUpAct(tx, acting.organisationId, stored, { ...said, act, after, asked: asked ?? null });
  await tellFollowUp(tx, acting, {
    caseId: caseOf(stored),
    action: actionOf[act.kind],
    subjectId: stored.id,
    ...(written.to === undefined
      ? {}
      : { particulars: { member: written.to.memberId, team: written.to.teamId } }),
  });
}

/** Throws Fault `follow_up_moved_on` where so many acts were seen and there are others by now: what is decided is about what was read. */
export function mustBeAsSeen(stored: StoredFollowUp, acts: number): void {
  if (stored.acts.length !== acts) throw movedOn(stored);
}

function movedOn({ followUp: { state } }: StoredFollowUp): Fault {
  const sentence =
    state === 'done' || state === 'withdrawn'
      ? 'This follow-up is closed. Ask anew if there is more to be done.'
      : state === 'reported'
        ? 'The report has come: whoever asked accepts it or sends it back. Load the follow-up again.'
        : 'This follow-up is no longer where you saw it. Load it again.';
  return new Fault('follow_up_moved_on', sentence);
}

/** Throws Fault `not_permitted` for who is not asked. */
export function mustBeAsked({ isAsked }: Sides): void {
  if (!isAsked) throw new Fault('not_permitted', 'Only whoever is asked can say that.');
}

/** Throws Fault `not_permitted` for who did not ask. */
export function mustBeAsker({ isAsker }: Sides): void {
  if (!isAsker) throw new Fault('not_permitted', 'Only whoever asked, or their superiors, can decide that.');
}

/** Throws Fault `input_invalid` where nothing is said. */
export function mustSay(words: string, sentence: string): void {
  if (words.trim() === '') throw new Fault('input_invalid', sentence);
}

/** Throws Fault `input_invalid` for a date that has passed. */
export function mustBeAhead(dueAt: Date, now: Date): void {
  if (dueAt <= now)
    throw new Fault('input_invalid', 'The date for the report has passed. Choose one that is ahead.');
}
