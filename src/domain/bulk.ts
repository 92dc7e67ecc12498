/** What is done to many cases at once: what it would do to each, and how it is taken back. Pure. */
import type { CaseState } from './case.ts';

export type BulkAct =
  | { do: 'assign'; memberId: string | null }
  | { do: 'handoff'; memberId: string; reason: string }
  | { do: 'team'; teamId: string; reason: string }
  | { do: 'tag'; tag: string }
  | { do: 'untag'; tag: string }
  | { do: 'retag'; from: string; to: string }
  | { do: 'unit'; unitId: string | null }
  | { do: 'resolve' };

/** As many at most. */
export const mostInBulk = 500;
export const mostTags = 30;

/** What has to be known of a case to say what would become of it. */
export interface BulkFacts {
  state: CaseState;
  stateAt: Date;
  waitingSince: Date | null;
  ownerId: string | null;
  teamId: string | null;
  tags: readonly string[];
  unitId: string | null;
  institutionId: string;
  merged: boolean;
  /** The colleague who is on it now; null for nobody, and for whoever asks. */
  claimedBy: string | null;
  /** An answer of ours has not reached its network yet, or nobody knows whether it did. */
  answerUnderWay: boolean;
  /** Somebody threatens in it to harm themselves or others. */
  threatened: boolean;
  /** Something promised in it is open. */
  promised: boolean;
}

export type Outcome = 'changed' | 'nothing' | 'refused';
export interface Foreseen {
  outcome: Outcome;
  /** Why it is refused; null otherwise. */
  sentence: string | null;
}

const changed: Foreseen = { outcome: 'changed', sentence: null };
const nothing: Foreseen = { outcome: 'nothing', sentence: null };
const refused = (sentence: string): Foreseen => ({ outcome: 'refused', sentence });
const either = (differs: boolean): Foreseen => (differs ? changed : nothing);

/** What the act would do to a case. `unitOf`: the institution of the unit that is meant. */
export function foresee(facts: BulkFacts, act: BulkAct, unitOf: string | null): Foreseen {
  if (facts.merged) return refused('It is part of another case by now.');
  switch (act.do) {
    case 'assign':
    case 'handoff':
      if (facts.ownerId === act.memberId) return nothing;
      return facts.claimedBy === null ? changed : isOnIt(facts.claimedBy);
    case 'team':
      if (isInQueueOf(facts, act.teamId)) return nothing;
      return facts.claimedBy === null ? changed : isOnIt(facts.claimedBy);
    case 'tag':
      if (facts.tags.includes(act.tag)) return nothing;
      return facts.tags.length < mostTags ? changed : refused('It has as many tags as a case can have.');
    case 'untag':
      return either(facts.tags.includes(act.tag));
    case 'retag':
      return either(facts.tags.includes(act.from));
    case 'unit':
      if (unitOf !== null && unitOf !== facts.institutionId)
        return refused('The unit is of another institution.');
      return either(facts.unitId !== act.unitId);
    case 'resolve':
      if (facts.state === 'resolved') return nothing;
      if (facts.threatened)
        return refused(
          'Somebody threatens in it to harm themselves or others. Open it, and settle it by itself.',
        );
      if (facts.promised)
        return refused('Something promised in it is open. Open it, and say what becomes of that.');
      if (facts.answerUnderWay) return refused('An answer to its author is still under way.');
      return facts.claimedBy === null ? changed : isOnIt(facts.claimedBy);
  }
}

/** It stands in the team's queue and nobody took it from there. */
const isInQueueOf = ({ ownerId, teamId }: Pick<BulkFacts, 'ownerId' | 'teamId'>, id: string): boolean =>
  teamId === id && ownerId === null;

const isOnIt = (name: string) => refused(`${name} is on it now.`);

/** What a case was before, as far as an undo needs it. */
export type Before = Pick<BulkFacts, 'state' | 'ownerId' | 'teamId' | 'tags' | 'unitId'> & {
  stateAt: string;
  waitingSince: string | null;
  doneAt: string;
};

/** Whether what the act made of a case still stands, so that it can be taken back. `at`: when it was done. */
export function stillStands(facts: BulkFacts, act: BulkAct, at: Date): boolean {
  if (facts.merged) return false;
  switch (act.do) {
    case 'assign':
    case 'handoff':
      return facts.ownerId === act.memberId;
    case 'team':
      return isInQueueOf(facts, act.teamId);
    case 'tag':
      return facts.tags.includes(act.tag);
    case 'untag':
      return !facts.tags.includes(act.tag);
    case 'retag':
      return facts.tags.includes(act.to) && !facts.tags.includes(act.from);
    case 'unit':
      return facts.unitId === act.unitId;
    case 'resolve':
      return facts.state === 'resolved' && facts.stateAt.getTime() === at.getTime();
  }
}

/** The tags with one renamed, each once, in their order. */
export const retagged = (tags: readonly string[], from: string, to: string): string[] => [
  ...new Set(tags.map((tag) => (tag === from ? to : tag))),
];

/** The tags with a renaming taken back: the old one is there again, the new one only where it was before. */
export const unretagged = (
  tags: readonly string[],
  before: readonly string[],
  from: string,
  to: string,
): string[] => (before.includes(to) ? [...tags, from] : retagged(tags, to, from));
