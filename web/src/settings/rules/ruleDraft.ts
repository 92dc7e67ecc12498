/** A rule while it is written: lines that may not be filled in yet. */
import type { z } from 'zod';
import type { RuleAct, RuleCondition, RuleInput } from '../../../../src/api/contract.ts';
import { mostWaitHours, type RuleWait } from '../../../../src/domain/ruleWait.ts';

export type Condition = z.infer<typeof RuleCondition>;
export type Act = z.infer<typeof RuleAct>;
export type Definition = Pick<RuleInput, 'when' | 'hours' | 'match' | 'conditions' | 'acts'>;

/** How a condition is filled in: by words that are typed, by some of a list, by a severity, or not at all. */
export const filledBy = {
  words: 'typed',
  tag: 'typed',
  language: 'typed',
  network: 'picked',
  account: 'picked',
  unit: 'picked',
  state: 'picked',
  severity: 'severity',
  vulnerable: 'nothing',
  direct: 'nothing',
  first_time: 'nothing',
  office_open: 'nothing',
  unowned: 'nothing',
} as const satisfies Record<Condition['is'], 'typed' | 'picked' | 'severity' | 'nothing'>;

export const conditionKinds = Object.keys(filledBy) as Condition['is'][];
export const actKinds = [
  'tag',
  'untag',
  'severity',
  'vulnerable',
  'unit',
  'team',
  'member',
  'suggest',
  'resolve',
] as const satisfies Act['do'][];

/** The acts that a rule may have; one resolves only what waits for its author. */
export const actKindsOf = (when: Definition['when']): readonly Act['do'][] =>
  actKinds.filter((kind) => kind !== 'resolve' || when === 'waiting_author');

/** How long a rule waits, while it is written. */
export interface WaitDraft {
  n: string;
  unit: 'hours' | 'days';
}
/** Hours of a wait; null while it is no whole number of them. Only a wait for the author is told in days. */
export function hoursOf({ n, unit }: WaitDraft, when: RuleWait): number | null {
  const hours = Number(n) * (unit === 'days' && when === 'waiting_author' ? 24 : 1);
  return /^\d+$/.test(n.trim()) && hours >= 1 && hours <= mostWaitHours ? hours : null;
}
export function waitDraft(hours: number | null, when: Definition['when']): WaitDraft {
  if (hours === null) return { n: '3', unit: 'days' };
  return when === 'waiting_author' && hours % 24 === 0
    ? { n: String(hours / 24), unit: 'days' }
    : { n: String(hours), unit: 'hours' };
}

export interface ConditionDraft {
  key: number;
  is: Condition['is'];
  not: boolean;
  /** Words with commas between them, or a severity. */
  typed: string;
  picked: readonly string[];
}
export interface ActDraft {
  key: number;
  do: Act['do'];
  value: string;
}

/** "burst, pipe*" as its parts; the same one counts once. */
export function partsOf(typed: string): string[] {
  const parts = typed.split(/[,\n]/).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** The condition of a line; null while something is missing. */
export function conditionOf({ is, not, typed, picked }: ConditionDraft): Condition | null {
  const filled = filledBy[is];
  if (filled === 'nothing') return { is, not } as Condition;
  if (filled === 'severity') return { is, not, from: Number(typed) } as Condition;
  const parts = partsOf(typed).map((part) => (is === 'language' ? part.toLowerCase() : part));
  const any = filled === 'typed' ? parts : picked;
  return any.length === 0 ? null : ({ is, not, any } as Condition);
}

export function conditionDraft(condition: Condition, key: number): ConditionDraft {
  const { is, not } = condition;
  const any = 'any' in condition ? condition.any : [];
  const typed = 'from' in condition ? String(condition.from) : filledBy[is] === 'typed' ? any.join(', ') : '';
  return { key, is, not, typed, picked: filledBy[is] === 'picked' ? any : [] };
}

/** The act of a line; null while something is missing. */
export function actOf({ do: what, value }: ActDraft): Act | null {
  if (what === 'vulnerable' || what === 'resolve') return { do: what };
  if (value.trim() === '') return null;
  switch (what) {
    case 'tag':
    case 'untag':
      return { do: what, tag: value.trim() };
    case 'severity':
      return { do: what, atLeast: Number(value) };
    case 'unit':
      return { do: what, unitId: value };
    case 'team':
      return { do: what, teamId: value };
    case 'member':
      return { do: what, memberId: value };
    case 'suggest':
      return { do: what, textId: value };
  }
}

export function valueIn(act: Act): string {
  switch (act.do) {
    case 'tag':
    case 'untag':
      return act.tag;
    case 'severity':
      return String(act.atLeast);
    case 'unit':
      return act.unitId;
    case 'team':
      return act.teamId;
    case 'member':
      return act.memberId;
    case 'suggest':
      return act.textId;
    case 'vulnerable':
    case 'resolve':
      return '';
  }
}

export const actDraft = (act: Act, key: number): ActDraft => ({ key, do: act.do, value: valueIn(act) });

/** A line of another kind begins empty; of severities, with what loses an essential service. */
export const emptyValue = (kind: Condition['is'] | Act['do']): string => (kind === 'severity' ? '2' : '');

/** The same list with one of its members a place earlier (-1) or later (1); as it was at the end. */
export function moved(ids: readonly string[], id: string, by: -1 | 1): readonly string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  const others = ids.filter((one) => one !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}

/** What the slices of a dry run come to. */
export interface Tried {
  looked: number;
  /** The places of the acts that would have been done to each case. */
  cases: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Adds a slice: a later one may name the same case again. */
export function withSlice(
  { looked, cases }: Tried,
  slice: { looked: number; matched: readonly { caseId: string; acts: readonly number[] }[] },
): Tried {
  const all = new Map(cases);
  for (const { caseId, acts } of slice.matched)
    all.set(caseId, new Set([...(all.get(caseId) ?? []), ...acts]));
  return { looked: looked + slice.looked, cases: all };
}

/** To how many cases an act would have been done. */
export const casesOf = ({ cases }: Tried, act: number): number =>
  [...cases.values()].filter((acts) => acts.has(act)).length;
