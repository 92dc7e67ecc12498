import { z } from 'zod';
import { caseStates } from '../../domain/case.ts';
import { networks } from '../../domain/network.ts';
import { mostActsAnHour, ruleEvents, usualActsAnHour } from '../../domain/rule.ts';
import { mostWaitHours } from '../../domain/ruleWait.ts';
import { id, instant } from './fields.ts';

const tag = z.string().trim().min(1).max(50);
const some = <T extends z.ZodType>(of: T) => z.array(of).min(1).max(50).readonly();
const not = z.boolean().default(false);

/** What must hold; with `not` it must not. The language has no word for followers, verification or shares. */
export const RuleCondition = z.discriminatedUnion('is', [
  /** Whole words, whatever their case and accents; several in a row; a star at the end stands for any ending. */
  z.object({ is: z.literal('words'), any: some(z.string().trim().min(1).max(100)), not }),
  z.object({ is: z.literal('network'), any: some(z.enum(networks)), not }),
  z.object({ is: z.literal('account'), any: some(id), not }),
  z.object({ is: z.literal('language'), any: some(z.string().regex(/^[a-z]{2,8}$/)), not }),
  z.object({ is: z.literal('tag'), any: some(tag), not }),
  z.object({ is: z.literal('unit'), any: some(id), not }),
  z.object({ is: z.literal('severity'), from: z.number().int().min(1).max(4), not }),
  z.object({ is: z.literal('vulnerable'), not }),
  z.object({ is: z.literal('direct'), not }),
  z.object({ is: z.literal('first_time'), not }),
  z.object({ is: z.literal('office_open'), not }),
  z.object({ is: z.literal('state'), any: some(z.enum(caseStates)), not }),
  z.object({ is: z.literal('unowned'), not }),
]);

export const RuleAct = z.discriminatedUnion('do', [
  z.object({ do: z.literal('tag'), tag }),
  z.object({ do: z.literal('untag'), tag }),
  z.object({ do: z.literal('unit'), unitId: id }),
  z.object({ do: z.literal('severity'), atLeast: z.number().int().min(1).max(4) }),
  z.object({ do: z.literal('vulnerable') }),
  z.object({ do: z.literal('team'), teamId: id }),
  z.object({ do: z.literal('member'), memberId: id }),
  /** An approved text, shown to whoever answers next. */
  z.object({ do: z.literal('suggest'), textId: id }),
  /** Only in a rule that waits for the author. */
  z.object({ do: z.literal('resolve') }),
]);

const RuleDefinition = z.object({
  when: z.enum(ruleEvents),
  /** How long it has waited: for the author by the clock, for us in office hours. Null unless `when` is a wait. */
  hours: z.number().int().min(1).max(mostWaitHours).nullable().default(null),
  match: z.enum(['all', 'any']),
  conditions: z.array(RuleCondition).max(20).readonly(),
  acts: z.array(RuleAct).min(1).max(10).readonly(),
});

/** POST /api/rules; PUT /api/rules/:id; DELETE /api/rules/:id takes it out of use. A rule looks at what happens from the moment in which it is kept. */
export const RuleInput = RuleDefinition.extend({
  name: z.string().trim().min(1).max(120),
  enabled: z.boolean(),
  /** It stops itself when it acted on so many cases within an hour. */
  mostAnHour: z.number().int().min(1).max(mostActsAnHour).default(usualActsAnHour),
});

/** GET /api/rules: in use, in the order in which they act. */
export const RuleView = RuleInput.extend({
  id,
  /** When and why it stopped itself. */
  stopped: z.object({ at: instant, because: z.string() }).nullable(),
  /** How many times it acted in the last seven days, counted to 10,000. */
  acted: z.number().int(),
  lastActedAt: instant.nullable(),
  /** What it could not do, the last time within seven days. */
  lastFailure: z.object({ at: instant, sentence: z.string() }).nullable(),
});

/** POST /api/rules/order: every rule, in the order in which they are to act. */
export const RuleOrderInput = z.object({ ids: z.array(id).max(200) });

/** POST /api/rules/dry-run: one slice of the last seven days; `from` is the answer's `next`, null at the beginning. Changes nothing. Of a rule that waits: those cases that wait still. */
export const DryRunInput = z.object({ rule: RuleDefinition, from: z.number().int().min(0).nullable() });
export const DryRunView = z.object({
  /** Posts that were looked at in this slice; of a rule that waits, cases. */
  looked: z.number().int(),
  /** The cases in which the rule holds; `acts` are the places of those acts that would have been done. A later slice may name the same case. */
  matched: z.array(z.object({ caseId: id, acts: z.array(z.number().int()) })),
  /** The first of them. */
  named: z.array(
    z.object({
      caseId: id,
      number: z.number().int(),
      at: instant,
      words: z.string(),
      did: z.array(RuleAct),
      left: z.array(
        z.object({
          act: RuleAct,
          because: z.enum([
            'already',
            'other_rule',
            'taken_back',
            'claimed',
            'threat',
            'promised',
            'full',
            'gone',
          ]),
        }),
      ),
    }),
  ),
  next: z.number().int().nullable(),
  /** How much of the week is behind it, 0 to 1. */
  share: z.number(),
});

export type RuleInput = z.infer<typeof RuleInput>;
export type RuleView = z.infer<typeof RuleView>;
export type DryRunInput = z.infer<typeof DryRunInput>;
export type DryRunView = z.infer<typeof DryRunView>;
