import { X } from 'lucide-react';
import { type CaseFilter, type Facet, facets, isEmptyFilter } from '../../../src/domain/caseFilter.ts';
import { dateWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { languageWords } from '../words/names.ts';
import { facetWords, useFacetChoices } from './useFacetChoices.ts';

/** What is narrowed, each with a button that takes it away. */
export function FilterChips({ filter, set }: { filter: CaseFilter; set: (filter: CaseFilter) => void }) {
  if (isEmptyFilter(filter)) return null;
  return <Chips filter={filter} set={set} />;
}

function Chips({ filter, set }: { filter: CaseFilter; set: (filter: CaseFilter) => void }) {
  const choices = useFacetChoices();
  const words = (facet: Facet) => {
    const value = String(filter[facet]);
    if (facet === 'campaign') return i18n.t('one text');
    if (facet === 'language') return languageWords(value);
    if (facet === 'from' || facet === 'until') return dateWords(value);
    return choices[facet]?.find((one) => one.value === value)?.words ?? value;
  };
  return (
    <ul aria-label={i18n.t('Narrowed to')} className="flex flex-wrap gap-1 px-3 py-1.5">
      {facets
        .filter((facet) => filter[facet] !== undefined)
        .map((facet) => (
          <li
            key={facet}
            className="inline-flex max-w-full items-center rounded-8 bg-accent-soft pl-2 text-13"
          >
            <span className="truncate">
              {facetWords(facet)}: <bdi className="font-medium">{words(facet)}</bdi>
            </span>
            <button
              type="button"
              aria-label={i18n.t('Take away: {facet}', { facet: facetWords(facet) })}
              onClick={() => set({ ...filter, [facet]: undefined })}
              className="target -my-1 inline-flex shrink-0 items-center justify-center text-quiet hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        ))}
    </ul>
  );
}
