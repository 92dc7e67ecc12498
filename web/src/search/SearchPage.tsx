import { useNavigate, useSearch } from '@tanstack/react-router';
import { SearchIcon } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type CaseFilter, isEmptyFilter } from '../../../src/domain/caseFilter.ts';
import { filterOf, filterQuery, noFilter } from '../filters/address.ts';
import { FilterButton } from '../filters/FilterButton.tsx';
import { NarrowedLine } from '../filters/NarrowedLine.tsx';
import { useFacetChoices } from '../filters/useFacetChoices.ts';
import { useCommands } from '../keys/commands.ts';
import { Empty } from '../parts/Empty.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { Hits, useFound } from './Hits.tsx';
import { typedFacets, wordsOf } from './typedFacets.ts';

const pause = 250;

/** The field for words and facets. What it says goes to the address after a short pause, facets at once. */
function SearchField({
  q,
  filter,
  go,
}: {
  q: string;
  filter: CaseFilter;
  go: (q: string, filter: CaseFilter) => void;
}) {
  const [typed, setTyped] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  const choices = useFacetChoices();
  useEffect(() => field.current?.focus(), []);
  const words = wordsOf(typed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed waits for its pause
  useEffect(() => {
    const timer = setTimeout(() => {
      if (words !== q) go(words, filter);
    }, pause);
    return () => clearTimeout(timer);
  }, [words, q]);
  const take = (text: string, entered: boolean) => {
    const { text: left, found } = typedFacets(text, entered, choices);
    setTyped(left);
    if (!isEmptyFilter(found)) go(wordsOf(left), { ...filter, ...found });
  };
  return (
    <div className="relative min-w-0 max-w-[48rem] flex-1">
      <SearchIcon
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-5 -translate-y-1/2 text-quiet"
      />
      <input
        ref={field}
        type="search"
        dir="auto"
        maxLength={200}
        aria-label={i18n.t('Search posts')}
        placeholder={i18n.t('Search posts')}
        value={typed}
        onChange={(event) => take(event.target.value, false)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) take(typed, true);
        }}
        className="target w-full rounded-8 border border-line-strong bg-raised pr-3 pl-10 text-17"
      />
    </div>
  );
}

function Start(): ReactNode {
  return (
    <Empty icon={<SearchIcon />} title={i18n.t('Search what was written')}>
      {i18n.t('Words of authors and of ours, in every language, latest first.')}{' '}
      {i18n.t('Narrow it down with f, or as you type: tag:leak state:new owner:me from:2026-11-01.')}
    </Empty>
  );
}

/** Finds posts by their words, and by what is known of them and their cases. */
export default function SearchPage() {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const q = typeof search.q === 'string' ? search.q : '';
  const filter = filterOf(search);
  const navigate = useNavigate();
  const found = useFound(q, filter);
  const go = (words: string, next: CaseFilter) =>
    void navigate({
      to: '/search',
      search: { ...noFilter, ...next, ...(words === '' ? {} : { q: words }) },
      replace: true,
    });
  const set = (next: CaseFilter) => go(q, next);
  const mayExport = useMay('cases.export') && (q !== '' || !isEmptyFilter(filter));
  useCommands([
    mayExport && {
      id: 'export',
      title: i18n.t('Take this list along as CSV'),
      group: i18n.t('Search'),
      run: () =>
        window.location.assign(`/api/search/export?q=${encodeURIComponent(q)}${filterQuery(filter)}`),
    },
  ]);
  return (
    <section aria-label={i18n.t('Search')} className="flex h-full min-h-0 flex-col">
      <h1 className="sr-only">{i18n.t('Search')}</h1>
      <div className="flex shrink-0 items-center gap-2 border-b border-line p-3">
        <SearchField q={q} filter={filter} go={go} />
        <FilterButton filter={filter} set={set} group={i18n.t('Search')} />
      </div>
      <NarrowedLine shown={{ view: 'search', words: q, filter }} set={set} />
      <Scroll name={i18n.t('Results')} busy={found.isFetching} className="min-h-0 flex-1">
        <div className="max-w-[50rem]">
          {q === '' && isEmptyFilter(filter) ? <Start /> : <Hits found={found} q={q} />}
        </div>
      </Scroll>
    </section>
  );
}
