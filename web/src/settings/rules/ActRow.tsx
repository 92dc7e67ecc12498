import { useId } from 'react';
import { Choice, Field } from '../../parts/Field.tsx';
import { TagList } from '../../parts/TagList.tsx';
import { i18n } from '../../words/i18n.ts';
import { Row, SeverityChoice } from './Rows.tsx';
import { type Act, type ActDraft, actKindsOf, type Definition, emptyValue } from './ruleDraft.ts';
import { actStart } from './ruleWords.ts';
import type { RuleChoices } from './useRuleChoices.ts';

/** An act: what is done, and with what. The last one cannot be taken away. */
export function ActRow({
  draft,
  when,
  n,
  choices,
  change,
  away,
}: {
  draft: ActDraft;
  when: Definition['when'];
  n: number;
  choices: RuleChoices;
  change: (draft: ActDraft) => void;
  away: (() => void) | null;
}) {
  return (
    <Row away={away} name={i18n.t('Take step {n} away', { n })}>
      <Choice
        label={i18n.t('Step {n}', { n })}
        value={draft.do}
        onChange={(event) => {
          const what = event.target.value as Act['do'];
          change({ ...draft, do: what, value: emptyValue(what) });
        }}
      >
        {actKindsOf(when).map((what) => (
          <option key={what} value={what}>
            {actStart(what)}
          </option>
        ))}
      </Choice>
      <ActValue draft={draft} choices={choices} change={(value) => change({ ...draft, value })} />
    </Row>
  );
}

function ActValue({
  draft: { do: what, value },
  choices,
  change,
}: {
  draft: ActDraft;
  choices: RuleChoices;
  change: (value: string) => void;
}) {
  const listId = useId();
  if (what === 'vulnerable' || what === 'resolve') return null;
  if (what === 'severity') return <SeverityChoice value={value} change={change} />;
  if (what === 'tag' || what === 'untag')
    return (
      <div>
        <Field
          label={i18n.t('Tag')}
          required
          dir="auto"
          maxLength={50}
          list={listId}
          value={value}
          onChange={(event) => change(event.target.value)}
        />
        <TagList id={listId} />
      </div>
    );
  const options = choices.of[what];
  const gone = value !== '' && !options.some((one) => one.value === value);
  return (
    <Choice
      label={i18n.t('Which one')}
      required
      value={value}
      onChange={(event) => change(event.target.value)}
    >
      <option value="">{i18n.t('Choose')}</option>
      {gone && <option value={value}>{choices.nameOf(value) ?? i18n.t('one that is not shown here')}</option>}
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.words}
        </option>
      ))}
    </Choice>
  );
}
