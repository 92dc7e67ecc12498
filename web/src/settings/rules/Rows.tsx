import { X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { Choice as Option } from '../../filters/useFacetChoices.ts';
import { Button, IconButton } from '../../parts/Button.tsx';
import { Choice, Field } from '../../parts/Field.tsx';
import { TagList } from '../../parts/TagList.tsx';
import { i18n } from '../../words/i18n.ts';
import { severityWords } from '../../words/names.ts';
import { type Condition, type ConditionDraft, conditionKinds, emptyValue } from './ruleDraft.ts';
import { conditionStart } from './ruleWords.ts';
import type { RuleChoices } from './useRuleChoices.ts';

/** One line of a sentence, with what takes it away. */
export function Row({
  away,
  name,
  children,
}: {
  away: (() => void) | null;
  name: string;
  children: ReactNode;
}) {
  return (
    <li className="flex items-start gap-1 rounded-8 border border-line p-3">
      <div className="grid min-w-0 flex-1 items-start gap-3 sm:grid-cols-2">{children}</div>
      {away !== null && (
        <IconButton name={name} onClick={away}>
          <X aria-hidden className="size-4" />
        </IconButton>
      )}
    </li>
  );
}

/** A condition: what is asked, as one choice, and what it is compared with. */
export function ConditionRow({
  draft,
  n,
  choices,
  change,
  away,
}: {
  draft: ConditionDraft;
  n: number;
  choices: RuleChoices;
  change: (draft: ConditionDraft) => void;
  away: () => void;
}) {
  const choose = (value: string) => {
    const [is, not] = value.split(' ') as [Condition['is'], string];
    const kept = is === draft.is ? draft : { ...draft, is, typed: emptyValue(is), picked: [] };
    change({ ...kept, not: not === 'not' });
  };
  const option = (is: Condition['is'], not: boolean) => (
    <option key={`${is} ${not}`} value={`${is} ${not ? 'not' : 'so'}`}>
      {conditionStart(is, not)}
    </option>
  );
  return (
    <Row away={away} name={i18n.t('Take condition {n} away', { n })}>
      <Choice
        label={i18n.t('Condition {n}', { n })}
        value={`${draft.is} ${draft.not ? 'not' : 'so'}`}
        onChange={(event) => choose(event.target.value)}
      >
        {conditionKinds.flatMap((is) => [option(is, false), option(is, true)])}
      </Choice>
      <ConditionValue draft={draft} choices={choices} change={change} />
    </Row>
  );
}

function ConditionValue({
  draft,
  choices,
  change,
}: {
  draft: ConditionDraft;
  choices: RuleChoices;
  change: (draft: ConditionDraft) => void;
}) {
  const { is, typed, picked } = draft;
  const listId = useId();
  const type = (value: string) => change({ ...draft, typed: value });
  switch (is) {
    case 'words':
    case 'language':
    case 'tag':
      return (
        <div>
          <Field
            label={typedLabel(is)}
            help={typedHelp(is)}
            required
            dir="auto"
            list={is === 'tag' ? listId : undefined}
            pattern={is === 'language' ? '\\s*[A-Za-z]{2,8}(\\s*,\\s*[A-Za-z]{2,8})*\\s*' : undefined}
            value={typed}
            onChange={(event) => type(event.target.value)}
          />
          {is === 'tag' && <TagList id={listId} />}
        </div>
      );
    case 'severity':
      return <SeverityChoice value={typed} change={type} />;
    case 'network':
    case 'account':
    case 'unit':
    case 'state':
      return (
        <Picks
          options={choices.of[is]}
          picked={picked}
          nameOf={choices.nameOf}
          change={(next) => change({ ...draft, picked: next })}
        />
      );
    default:
      return null;
  }
}

function typedLabel(is: 'words' | 'language' | 'tag'): string {
  if (is === 'words') return i18n.t('Words');
  return is === 'tag' ? i18n.t('Tags') : i18n.t('Languages');
}

function typedHelp(is: 'words' | 'language' | 'tag'): string {
  if (is === 'words')
    return i18n.t('Any of them, with commas between. A star at the end stands for any ending: burst*');
  return is === 'tag' ? i18n.t('Any of them, with commas between.') : i18n.t('Codes such as en, fr, sw');
}

export function SeverityChoice({ value, change }: { value: string; change: (value: string) => void }) {
  return (
    <Choice label={i18n.t('Severity')} value={value} onChange={(event) => change(event.target.value)}>
      {[4, 3, 2, 1].map((one) => (
        <option key={one} value={one}>
          {severityWords(one)}
        </option>
      ))}
    </Choice>
  );
}

/** Some of a list: each that is chosen becomes a button that takes it away again. */
function Picks({
  options,
  picked,
  nameOf,
  change,
}: {
  options: readonly Option[];
  picked: readonly string[];
  nameOf: (id: string) => string | null;
  change: (picked: readonly string[]) => void;
}) {
  const words = (value: string) =>
    options.find((one) => one.value === value)?.words ??
    nameOf(value) ??
    i18n.t('one that is not shown here');
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Choice
        label={picked.length === 0 ? i18n.t('Which one') : i18n.t('Or another one')}
        required={picked.length === 0}
        value=""
        onChange={(event) => change([...picked, event.target.value])}
      >
        <option value="">{i18n.t('Choose')}</option>
        {options
          .filter(({ value }) => !picked.includes(value))
          .map(({ value, words: shown }) => (
            <option key={value} value={value}>
              {shown}
            </option>
          ))}
      </Choice>
      <ul className="flex flex-wrap gap-2">
        {picked.map((value) => (
          <li key={value} className="max-w-full">
            <Button
              aria-label={i18n.t('Leave out: {tag}', { tag: words(value) })}
              onClick={() => change(picked.filter((one) => one !== value))}
              className="max-w-full"
            >
              <span dir="auto" className="min-w-0 truncate">
                {words(value)}
              </span>
              <X aria-hidden className="size-4 shrink-0" />
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
