import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormView } from '../../../src/api/contract.ts';
import { publicLanguages } from '../../../src/domain/languages.ts';
import { Button } from '../parts/Button.tsx';
import { Area, Choice, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { accountsQuery, formsQuery, unitsQuery } from '../server/queries.ts';
import { changeForm, openForm } from '../server/settingChanges.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { languageWords } from '../words/names.ts';
import { useChange } from './useChange.ts';

/** The words of a form as they were typed. */
function wordsOf(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const topics = text('topics')
    .split('\n')
    .map((topic) => topic.trim());
  return {
    title: text('title'),
    intro: text('intro'),
    topics: [...new Set(topics.filter((topic) => topic !== ''))],
    language: text('language'),
    unitId: text('unitId') || null,
  };
}

function PlaceFields({ form }: { form?: FormView | undefined }) {
  const me = useMe();
  const [institutionId, choose] = useState(form?.institutionId ?? me.institutions[0]?.id ?? '');
  const units = (useQuery(unitsQuery).data ?? []).filter((one) => one.institutionId === institutionId);
  const offered = units.filter((one) => one.retiredAt === null || one.id === form?.unitId);
  return (
    <>
      {form === undefined && me.institutions.length > 1 && (
        <Choice
          label={i18n.t('Institution')}
          name="institutionId"
          value={institutionId}
          onChange={(event) => choose(event.target.value)}
        >
          {me.institutions.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Choice>
      )}
      {offered.length > 0 && (
        <Choice
          label={i18n.t('Unit')}
          name="unitId"
          defaultValue={form?.unitId ?? ''}
          help={i18n.t('Without one the form is for the whole institution, and authors may choose a unit.')}
        >
          <option value="">{i18n.t('No unit')}</option>
          {offered.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Choice>
      )}
    </>
  );
}

/** What a public form says and asks. Its address cannot be changed: it may be printed on a wall. */
export function FormFields({ form, close }: { form?: FormView; close: () => void }) {
  const me = useMe();
  const { change, busy, trouble } = useChange([formsQuery.queryKey, accountsQuery.queryKey, ['audit']]);
  const save = async (typed: FormData) => {
    const words = wordsOf(typed);
    const institutionId = String(typed.get('institutionId') ?? me.institutions[0]?.id);
    const slug = String(typed.get('slug') ?? '');
    const saved = await change(() =>
      form === undefined ? openForm({ ...words, institutionId, slug }) : changeForm(form.id, words),
    );
    if (saved === undefined) return;
    tell(form === undefined ? i18n.t('The form is open.') : i18n.t('Saved.'));
    close();
  };
  return (
    <form
      className="flex max-w-[30rem] flex-col gap-4"
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
        autoComplete="off"
        defaultValue={form?.title}
      />
      {form === undefined && (
        <Field
          label={i18n.t('Address: /f/ and these letters')}
          name="slug"
          required
          minLength={2}
          maxLength={60}
          pattern="[a-z0-9][a-z0-9\-]*"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          help={i18n.t('Small letters, digits and hyphens. It cannot be changed later.')}
        />
      )}
      <PlaceFields form={form} />
      <Area label={i18n.t('Introduction')} name="intro" maxLength={1_000} defaultValue={form?.intro} />
      <Area
        label={i18n.t('Topics, one a line')}
        name="topics"
        maxLength={2_400}
        defaultValue={form?.topics.join('\n')}
        help={i18n.t('Authors choose one of them. Without any they are not asked.')}
      />
      <Choice
        label={i18n.t('Language of these words')}
        name="language"
        defaultValue={form?.language ?? me.organisation.language}
      >
        {publicLanguages.map((code) => (
          <option key={code} value={code}>
            {languageWords(code)}
          </option>
        ))}
      </Choice>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {form === undefined ? i18n.t('Open the form') : i18n.t('Save')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}
