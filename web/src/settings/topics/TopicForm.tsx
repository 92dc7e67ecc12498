import { useState } from 'react';
import type { TopicView } from '../../../../src/api/contract.ts';
import {
  examplesNeeded,
  linesOf,
  longestExample,
  longestTopicName,
  mostExamples,
  mostNames,
  type TopicMistake,
  whatIsWrongWithTopic,
} from '../../../../src/domain/topic.ts';
import { Button } from '../../parts/Button.tsx';
import { Area, Field } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { keepTopic, topicsQuery } from '../../server/topics.ts';
import { i18n } from '../../words/i18n.ts';
import { useChange } from '../useChange.ts';

/** A new topic, or one that is changed. */
export function TopicForm({ topic, close }: { topic: TopicView | null; close: () => void }) {
  const { change, busy, trouble } = useChange([topicsQuery.queryKey, ['tags'], ['audit']]);
  const [name, setName] = useState(topic?.name ?? '');
  const [names, setNames] = useState(topic?.names.join('\n') ?? '');
  const [examples, setExamples] = useState(topic?.examples.join('\n') ?? '');
  const written = { name: name.trim(), names: linesOf(names), examples: linesOf(examples) };
  // That there is no name yet is no mistake: the field asks for it.
  const wrong = written.name === '' ? null : whatIsWrongWithTopic(written);
  const save = async () => {
    const kept = await change(() => keepTopic(topic, written));
    if (kept !== undefined) close();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field
        label={i18n.t('Name')}
        required
        maxLength={longestTopicName}
        dir="auto"
        value={name}
        onChange={(event) => setName(event.target.value)}
        help={
          topic !== null && written.name !== topic.name
            ? i18n.t('Cases that have the old name as their tag keep it; rename it under Tags, too.')
            : i18n.t('It is the tag of cases that are about it.')
        }
      />
      <Area
        label={i18n.t('Its names in other languages')}
        value={names}
        rows={2}
        onChange={(event) => setNames(event.target.value)}
        help={i18n.t('One a line. A name in the language of those who write is worth more than an example.')}
      />
      <Area
        label={i18n.t('Examples')}
        value={examples}
        rows={8}
        onChange={(event) => setExamples(event.target.value)}
        help={examplesHelp(written.examples.length)}
      />
      {wrong !== null && <Notice kind="soon">{mistakeWords(wrong)}</Notice>}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex gap-2">
        <Button kind="main" type="submit" disabled={busy || wrong !== null}>
          {i18n.t('Keep the topic')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}

const examplesHelp = (n: number): string =>
  n < examplesNeeded
    ? i18n.t(
        'One sentence a line, as people write them, in all their languages. {n} of {needed}: from ten on it is found well.',
        { n, needed: examplesNeeded },
      )
    : i18n.t('One sentence a line, as people write them, in all their languages. There are {n}.', { n });

function mistakeWords(wrong: TopicMistake): string {
  switch (wrong.kind) {
    case 'no_name':
      return i18n.t('A topic needs a name.');
    case 'name_too_long':
      return i18n.t('A name has at most {n} characters.', { n: longestTopicName });
    case 'too_many_names':
      return i18n.t('A topic has at most {n} names in other languages.', { n: mostNames });
    case 'too_many_examples':
      return i18n.t('A topic has at most {n} examples. Keep those that differ most.', { n: mostExamples });
    case 'example_too_long':
      return i18n.t('Example {at} is longer than {n} characters. Cut it in two.', {
        at: wrong.at,
        n: longestExample,
      });
  }
}
