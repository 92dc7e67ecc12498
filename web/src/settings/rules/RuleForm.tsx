import { Plus } from 'lucide-react';
import { type Dispatch, type SetStateAction, useRef, useState } from 'react';
import type { RuleView } from '../../../../src/api/contract.ts';
import { isWait, mostActsAnHour, ruleEvents, usualActsAnHour } from '../../../../src/domain/rule.ts';
import { mostWaitHours } from '../../../../src/domain/ruleWait.ts';
import { Button } from '../../parts/Button.tsx';
import { Choice, Field } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { keepRule, rulesQuery } from '../../server/rules.ts';
import { i18n } from '../../words/i18n.ts';
import { useChange } from '../useChange.ts';
import { ActRow } from './ActRow.tsx';
import { DryRun } from './DryRun.tsx';
import { ConditionRow } from './Rows.tsx';
import {
  type ActDraft,
  actDraft,
  actKindsOf,
  actOf,
  type ConditionDraft,
  conditionDraft,
  conditionOf,
  type Definition,
  hoursOf,
  type WaitDraft,
  waitDraft,
} from './ruleDraft.ts';
import { ruleWords, whenWords } from './ruleWords.ts';
import { useDryRun } from './useDryRun.ts';
import { type RuleChoices, useRuleChoices } from './useRuleChoices.ts';

/** Most conditions and acts of one rule, as the server takes them. */
const most = { conditions: 20, acts: 10 };

interface Draft {
  when: Definition['when'];
  wait: WaitDraft;
  match: Definition['match'];
  conditions: readonly ConditionDraft[];
  acts: readonly ActDraft[];
  /** The next line's. */
  key: number;
}

const begun: Draft = {
  when: 'opened',
  wait: waitDraft(null, 'opened'),
  match: 'all',
  conditions: [{ key: 0, is: 'words', not: false, typed: '', picked: [] }],
  acts: [{ key: 1, do: 'tag', value: '' }],
  key: 2,
};

const draftOf = ({ when, hours, match, conditions, acts }: RuleView): Draft => ({
  when,
  wait: waitDraft(hours, when),
  match,
  conditions: conditions.map(conditionDraft),
  acts: acts.map((act, at) => actDraft(act, conditions.length + at)),
  key: conditions.length + acts.length,
});

/** The rule as it is written; null while a line is not filled in. */
function definitionOf({ when, wait, match, conditions, acts }: Draft): Definition | null {
  const hours = isWait(when) ? hoursOf(wait, when) : null;
  if (isWait(when) && hours === null) return null;
  const all = conditions.map(conditionOf).filter((one) => one !== null);
  const then = acts.map(actOf).filter((one) => one !== null);
  const whole = all.length === conditions.length && then.length === acts.length;
  return whole ? { when, hours, match, conditions: all, acts: then } : null;
}

/** A new rule, or one that is changed. */
export function RuleForm({ rule, close }: { rule: RuleView | null; close: () => void }) {
  const { change, busy, trouble } = useChange([rulesQuery.queryKey, ['audit']]);
  const [draft, setDraft] = useState(rule === null ? begun : draftOf(rule));
  const choices = useRuleChoices();
  const form = useRef<HTMLFormElement>(null);
  const run = useDryRun();
  const definition = definitionOf(draft);
  const save = async (typed: FormData) => {
    if (definition === null) return;
    const wanted = {
      ...definition,
      name: String(typed.get('name')),
      mostAnHour: Number(typed.get('most')),
      enabled: typed.get('enabled') !== null,
    };
    if ((await change(() => keepRule(rule?.id ?? null, wanted))) !== undefined) close();
  };
  const tryIt = () => {
    // Says at the line what is missing.
    if (definition === null) form.current?.reportValidity();
    else void run.begin(definition);
  };
  return (
    <form
      ref={form}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <Field
        label={i18n.t('Name of the rule')}
        name="name"
        required
        maxLength={120}
        dir="auto"
        defaultValue={rule?.name}
      />
      <Sentence draft={draft} setDraft={setDraft} choices={choices} />
      {definition !== null && (
        <p dir="auto" className="rounded-8 bg-deep px-3 py-2 break-words">
          {ruleWords(definition, choices.nameOf)}
        </p>
      )}
      <HowItActs rule={rule} />
      {run.running !== null && <DryRun running={run.running} nameOf={choices.nameOf} stop={run.stop} />}
      {[trouble, run.trouble].map(
        (one) =>
          one !== null && (
            <Notice key={one} kind="over">
              {one}
            </Notice>
          ),
      )}
      <div className="flex flex-wrap gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Keep the rule')}
        </Button>
        <Button disabled={run.running?.done === false} onClick={tryIt}>
          {i18n.t('Try it on the last 7 days')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}

interface Editing {
  draft: Draft;
  setDraft: Dispatch<SetStateAction<Draft>>;
  choices: RuleChoices;
}

function Sentence(editing: Editing) {
  const { draft, setDraft } = editing;
  return (
    <>
      <Choice
        label={i18n.t('When')}
        value={draft.when}
        onChange={(event) => setDraft(nowWhen(draft, event.target.value as Draft['when']))}
      >
        {ruleEvents.map((when) => (
          <option key={when} value={when}>
            {whenWords(when)}
          </option>
        ))}
      </Choice>
      <HowLong draft={draft} setDraft={setDraft} />
      <Conditions {...editing} />
      <Acts {...editing} />
    </>
  );
}

/** With what a rule that acts then may do. */
function nowWhen(draft: Draft, when: Draft['when']): Draft {
  const kinds = actKindsOf(when);
  const acts = draft.acts.map(
    (act): ActDraft => (kinds.includes(act.do) ? act : { ...act, do: 'tag', value: '' }),
  );
  return { ...draft, when, acts };
}

/** How long a rule waits: for the author in hours or days of the clock, for us in office hours. */
function HowLong({ draft: { when, wait, ...rest }, setDraft }: Omit<Editing, 'choices'>) {
  if (!isWait(when)) return null;
  const set = (next: Partial<WaitDraft>) => setDraft({ ...rest, when, wait: { ...wait, ...next } });
  const ofUs = when === 'waiting_us';
  const inDays = !ofUs && wait.unit === 'days';
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Field
        label={ofUs ? i18n.t('So many office hours') : i18n.t('How long')}
        help={
          ofUs
            ? i18n.t('Danger and safety do not wait for the office to open: for them every hour counts.')
            : i18n.t('It begins anew with each answer of ours.')
        }
        type="number"
        required
        min={1}
        max={inDays ? mostWaitHours / 24 : mostWaitHours}
        step={1}
        value={wait.n}
        onChange={(event) => set({ n: event.target.value })}
      />
      {!ofUs && (
        <Choice
          label={i18n.t('Counted in')}
          value={wait.unit}
          onChange={(event) => set({ unit: event.target.value as WaitDraft['unit'] })}
        >
          <option value="hours">{i18n.t('hours')}</option>
          <option value="days">{i18n.t('days of 24 hours')}</option>
        </Choice>
      )}
    </div>
  );
}

const replaced = <T extends { key: number }>(all: readonly T[], next: T): readonly T[] =>
  all.map((one) => (one.key === next.key ? next : one));
const without = <T extends { key: number }>(all: readonly T[], key: number): readonly T[] =>
  all.filter((one) => one.key !== key);

function Conditions({ draft, setDraft, choices }: Editing) {
  const { conditions, match, key } = draft;
  const set = (next: readonly ConditionDraft[]) => setDraft({ ...draft, conditions: next, key: key + 1 });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{i18n.t('If')}</legend>
      {conditions.length === 0 && (
        <p className="text-quiet">{i18n.t('Without a condition it always acts.')}</p>
      )}
      {conditions.length > 1 && (
        <Choice
          label={i18n.t('How many of these conditions must hold')}
          value={match}
          onChange={(event) => setDraft({ ...draft, match: event.target.value as Draft['match'] })}
        >
          <option value="all">{i18n.t('All of them')}</option>
          <option value="any">{i18n.t('Any one of them')}</option>
        </Choice>
      )}
      <ul className="flex flex-col gap-2">
        {conditions.map((one, at) => (
          <ConditionRow
            key={one.key}
            draft={one}
            n={at + 1}
            choices={choices}
            change={(next) => set(replaced(conditions, next))}
            away={() => set(without(conditions, one.key))}
          />
        ))}
      </ul>
      {conditions.length < most.conditions && (
        <div>
          <Button
            onClick={() => set([...conditions, { key, is: 'words', not: false, typed: '', picked: [] }])}
          >
            <Plus aria-hidden className="size-4" />
            {i18n.t('Add a condition')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function Acts({ draft, setDraft, choices }: Editing) {
  const { acts, key } = draft;
  const set = (next: readonly ActDraft[]) => setDraft({ ...draft, acts: next, key: key + 1 });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{i18n.t('Then')}</legend>
      <ul className="flex flex-col gap-2">
        {acts.map((one, at) => (
          <ActRow
            key={one.key}
            draft={one}
            when={draft.when}
            n={at + 1}
            choices={choices}
            change={(next) => set(replaced(acts, next))}
            away={acts.length === 1 ? null : () => set(without(acts, one.key))}
          />
        ))}
      </ul>
      {acts.length < most.acts && (
        <div>
          <Button onClick={() => set([...acts, { key, do: 'tag', value: '' }])}>
            <Plus aria-hidden className="size-4" />
            {i18n.t('Add a step')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function HowItActs({ rule }: { rule: RuleView | null }) {
  return (
    <>
      <Field
        label={i18n.t('Most cases in an hour')}
        help={i18n.t('When it acted on so many within an hour it stops itself and says so.')}
        name="most"
        type="number"
        required
        min={1}
        max={mostActsAnHour}
        defaultValue={rule?.mostAnHour ?? usualActsAnHour}
      />
      <label className="target inline-flex items-center gap-2">
        <input
          type="checkbox"
          name="enabled"
          // Whoever mends a rule that stopped itself wants it to go on.
          defaultChecked={rule === null || rule.enabled || rule.stopped !== null}
          className="size-5 accent-accent"
        />
        {i18n.t('It is on')}
      </label>
    </>
  );
}
