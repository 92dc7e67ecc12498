import { useState } from 'react';
import { type CaseFilter, type Facet, facetValue } from '../../../src/domain/caseFilter.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Choice, Field } from '../parts/Field.tsx';
import { TagList } from '../parts/TagList.tsx';
import { i18n } from '../words/i18n.ts';
import { languageWords, writtenLanguages } from '../words/names.ts';
import { facetWords, useFacetChoices } from './useFacetChoices.ts';

const chosen = ['state', 'owner', 'network', 'account', 'unit', 'severity', 'answered', 'moved'] as const;

/** Asks what a list or a search is narrowed to. */
export default function FilterDialog({
  filter,
  set,
  close,
}: {
  filter: CaseFilter;
  set: (filter: CaseFilter) => void;
  close: () => void;
}) {
  const choices = useFacetChoices();
  const [wanted, setWanted] = useState(filter);
  const take = (facet: Facet, typed: string) => setWanted({ ...wanted, [facet]: facetValue(facet, typed) });
  const done = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const last = { ...wanted };
    for (const facet of ['tag', 'language'] as const)
      Object.assign(last, { [facet]: facetValue(facet, String(typed.get(facet) ?? '')) });
    set(last);
    close();
  };
  return (
    <Dialog title={i18n.t('Narrow down')} wide onClose={close}>
      <form onSubmit={done} className="flex flex-col gap-4">
        <div className="grid gap-3 sm:grid-cols-2">
          {chosen.map((facet) => {
            const those = choices[facet] ?? [];
            if (those.length === 0) return null;
            return (
              <Choice
                key={facet}
                label={facetWords(facet)}
                value={String(wanted[facet] ?? '')}
                onChange={(event) => take(facet, event.target.value)}
              >
                <option value="">{i18n.t('Any')}</option>
                {those.map(({ value, words }) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </Choice>
            );
          })}
          <Field
            label={facetWords('tag')}
            name="tag"
            list="tags-in-use"
            dir="auto"
            maxLength={50}
            defaultValue={filter.tag ?? ''}
          />
          <Field
            label={facetWords('language')}
            name="language"
            maxLength={8}
            pattern="[A-Za-z]{2,8}"
            title={i18n.t('A code such as en, fr, sw')}
            placeholder={i18n.t('A code such as en, fr, sw')}
            list="languages-written"
            defaultValue={filter.language ?? ''}
          />
          {(['from', 'until'] as const).map((facet) => (
            <Field
              key={facet}
              label={facetWords(facet)}
              type="date"
              value={wanted[facet] ?? ''}
              onChange={(event) => take(facet, event.target.value)}
            />
          ))}
        </div>
        <TagList id="tags-in-use" />
        <datalist id="languages-written">
          {writtenLanguages.map((code) => (
            <option key={code} value={code} label={languageWords(code)} />
          ))}
        </datalist>
        <div className="flex flex-wrap justify-end gap-2">
          <Button
            kind="quiet"
            onClick={() => {
              set({});
              close();
            }}
          >
            {i18n.t('Show everything')}
          </Button>
          <Button kind="main" type="submit">
            {i18n.t('Narrow down')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
