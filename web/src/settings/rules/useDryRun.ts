import { useEffect, useRef, useState } from 'react';
import type { DryRunView } from '../../../../src/api/contract.ts';
import { sentenceOf } from '../../server/http.ts';
import { dryRunRule } from '../../server/rules.ts';
import { type Definition, type Tried, withSlice } from './ruleDraft.ts';

export interface Running extends Tried {
  /** The rule that is tried: the form may have gone on since. */
  rule: Definition;
  named: DryRunView['named'];
  /** How much of the week is behind it, 0 to 1. */
  share: number;
  done: boolean;
}

const mostShown = 20;

/** Tries a rule on the last seven days, slice by slice; `stop` leaves what was found so far. */
export function useDryRun() {
  const [running, setRunning] = useState<Running | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const turn = useRef(0);
  const stop = () => {
    turn.current += 1;
    setRunning((was) => (was === null ? null : { ...was, done: true }));
  };
  // Whoever leaves does not go on asking.
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  const begin = async (rule: Definition) => {
    turn.current += 1;
    const mine = turn.current;
    let found: Running = { rule, looked: 0, cases: new Map(), named: [], share: 0, done: false };
    setTrouble(null);
    setRunning(found);
    try {
      for (let from: number | null = null; !found.done; ) {
        const slice: DryRunView = await dryRunRule(rule, from);
        if (turn.current !== mine) return;
        const news = slice.named.filter(({ caseId }) => !found.cases.has(caseId));
        const { share, next } = slice;
        const named = [...found.named, ...news].slice(0, mostShown);
        found = { ...found, ...withSlice(found, slice), named, share, done: next === null };
        setRunning(found);
        from = next;
      }
    } catch (error) {
      if (turn.current !== mine) return;
      setRunning(null);
      setTrouble(sentenceOf(error));
    }
  };
  return { running, trouble, begin, stop };
}
