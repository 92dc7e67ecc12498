import type { HistoryAction } from '../../domain/history.ts';
import type { RuleEvent } from '../../domain/rule.ts';

/** The facts of the history for which rules wait. Intake and members write them, rules never do: what a rule does wakes no rule. */
const eventsOf: Partial<Record<HistoryAction, readonly RuleEvent[]>> = {
  case_opened: ['opened', 'written'],
  post_heard: ['written'],
  case_reopened: ['reopened'],
};

/** What a fact is to rules. */
export const ruleEventsOf = (action: HistoryAction): readonly RuleEvent[] => eventsOf[action] ?? [];

/** The facts that are any of these events. */
export const actionsFor = (events: readonly RuleEvent[]): HistoryAction[] =>
  (Object.keys(eventsOf) as HistoryAction[]).filter((action) =>
    ruleEventsOf(action).some((event) => events.includes(event)),
  );
