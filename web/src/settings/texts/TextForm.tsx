import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { TextView } from '../../../../src/api/contract.ts';
import { variables, whatIsWrongWith } from '../../../../src/domain/approvedText.ts';
import { Button } from '../../parts/Button.tsx';
import { Choice, Field } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { membersQuery, textsQuery } from '../../server/queries.ts';
import { keepText } from '../../server/settingChanges.ts';
import { useMe } from '../../shell/useMe.ts';
import { i18n } from '../../words/i18n.ts';
import { languageWords, writtenLanguages } from '../../words/names.ts';
import { useChange } from '../useChange.ts';

const inHalfAYear = () => new Date(Date.now() + 182 * 86_400_000).toISOString().slice(0, 10);

/** A new text, or one that is changed. */
export function TextForm({ text, close }: { text: TextView | null; close: () => void }) {
  const me = useMe();
  const members = useQuery(membersQuery).data ?? [];
  const { change, busy, trouble } = useChange([textsQuery.queryKey, ['audit']]);
  const [words, setWords] = useState(text?.text ?? '');
  const wordsId = useId();
  const wrong = whatIsWrongWith(words);
  const owners = members.filter((one) => one.leftAt === null && !one.invited);
  const save = async (form: FormData) => {
    const language = String(form.get('language'));
    const kept = await change(() =>
      keepText(text?.id ?? null, {
        title: String(form.get('title')),
        topic: String(form.get('topic')),
        language: language === '' ? null : language,
        text: words,
        ownerId: String(form.get('owner')),
        reviewOn: String(form.get('review')),
      }),
    );
    if (kept !== undefined) close();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <Field
        label={i18n.t('Title')}
        name="title"
        required
        maxLength={120}
        dir="auto"
        defaultValue={text?.title}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={i18n.t('Topic')}
          name="topic"
          required
          maxLength={60}
          dir="auto"
          defaultValue={text?.topic}
        />
        <Choice label={i18n.t('Language')} name="language" defaultValue={text?.language ?? ''}>
          <option value="">{i18n.t('Any')}</option>
          {writtenLanguages.map((one) => (
            <option key={one} value={one}>
              {languageWords(one)}
            </option>
          ))}
        </Choice>
        <Choice
          label={i18n.t('Who answers for it')}
          name="owner"
          defaultValue={text?.owner.id ?? me.member.id}
        >
          {owners.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
        <Field
          label={i18n.t('To be read again by')}
          name="review"
          type="date"
          required
          defaultValue={text?.reviewOn ?? inHalfAYear()}
        />
      </div>
      <div className="flex flex-col gap-1">
        <label htmlFor={wordsId} className="font-medium">
          {i18n.t('Text')}
        </label>
        <textarea
          id={wordsId}
          dir="auto"
          rows={5}
          required
          maxLength={5_000}
          value={words}
          aria-invalid={wrong !== null}
          aria-describedby={`${wordsId}-help`}
          onChange={(event) => setWords(event.target.value)}
          className="w-full rounded-8 border border-line-strong bg-raised px-3 py-2"
        />
        <p id={`${wordsId}-help`} className="text-13 text-quiet">
          {i18n.t('Filled in when it is used: {places}.', {
            places: variables.map((one) => `{${one}}`).join(', '),
          })}
        </p>
      </div>
      {wrong !== null && <Notice kind="soon">{wrong}</Notice>}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex gap-2">
        <Button kind="main" type="submit" disabled={busy || wrong !== null}>
          {i18n.t('Keep the text')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}
