import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, FilePlus, ListChecks } from 'lucide-react';
import { useState } from 'react';
import type { View } from '../../../src/api/contract.ts';
import type { CaseFilter } from '../../../src/domain/caseFilter.ts';
import { noFilter } from '../filters/address.ts';
import { FilterButton } from '../filters/FilterButton.tsx';
import { savedAs, useOpenSaved, useSavedViews } from '../filters/savedViews.ts';
import { commandsNow } from '../keys/commands.ts';
import { IconButton } from '../parts/Button.tsx';
import { countsQuery } from '../server/queries.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { viewWords } from '../words/names.ts';

export const viewOrder: readonly View[] = [
  'queue',
  'mine',
  'team',
  'unowned',
  'waiting_author',
  'resolved',
  'all',
];

/** Counted up to a thousand; beyond that nobody needs to know. */
const countWords = (count: number | undefined) =>
  count === undefined ? '' : count >= 1000 ? i18n.t('1,000 or more') : String(count);

const withCount = (name: string, count: string) => (count === '' ? name : `${name} (${count})`);

/** Chooses the view, by the system's own control: as good for a thumb as for a screen reader. */
export function Views({
  view,
  filter,
  setFilter,
}: {
  view: View;
  filter: CaseFilter;
  setFilter: (filter: CaseFilter) => void;
}) {
  const navigate = useNavigate();
  const counts = useQuery(countsQuery).data;
  const mayWork = useMay('cases.work');
  const [counted, setCounted] = useState(false);
  const { saved, countOf } = useSavedViews(counted);
  const openSaved = useOpenSaved();
  const here = savedAs({ view, words: '', filter }, saved);
  const shownCount = here === undefined ? countWords(counts?.[view]) : countOf(here);
  // Whoever is in no team has no use for a team's queue, unless they were sent to it.
  const inTeam = useMe().teams.length > 0 || view === 'team';
  return (
    <div className="flex h-14 shrink-0 items-center border-b border-line px-3">
      <h1 className="sr-only">{viewWords(view)}</h1>
      <div className="relative flex min-w-0 flex-1 items-center rounded-8 pl-1 hover:bg-deep has-focus-visible:outline-2 has-focus-visible:outline-accent">
        {/* Drawn here, under the system's control, so that a long name is cut before its count is. */}
        <span aria-hidden className="flex min-w-0 gap-x-1.5 text-17 font-semibold">
          <span dir="auto" className="truncate">
            {here?.name ?? viewWords(view)}
          </span>
          {shownCount !== '' && <span className="shrink-0 tabular-nums">({shownCount})</span>}
        </span>
        <ChevronDown aria-hidden className="mx-1 size-4 shrink-0 text-quiet" />
        <select
          aria-label={i18n.t('View')}
          value={here?.id ?? view}
          onFocus={() => setCounted(true)}
          onPointerEnter={() => setCounted(true)}
          onChange={(event) => {
            const chosen = saved.find(({ id }) => id === event.target.value);
            if (chosen !== undefined) openSaved(chosen);
            else
              void navigate({
                to: '/inbox/$view',
                params: { view: event.target.value as View },
                // Another view of the same cases, unless what is left was kept under a name.
                ...(here === undefined ? {} : { search: noFilter }),
              });
          }}
          className="target absolute inset-0 w-full cursor-pointer opacity-0"
        >
          {viewOrder
            .filter((one) => one !== 'team' || inTeam)
            .map((one) => (
              <option key={one} value={one} className="bg-raised text-ink">
                {withCount(viewWords(one), countWords(counts?.[one]))}
              </option>
            ))}
          {saved.length > 0 && (
            <optgroup label={i18n.t('Kept under a name')} className="bg-raised text-ink">
              {saved.map((one) => (
                <option key={one.id} value={one.id}>
                  {withCount(one.name, countOf(one))}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </div>
      <FilterButton filter={filter} set={setFilter} group={i18n.t('List')} />
      {mayWork && (
        <IconButton
          name={i18n.t('Select several')}
          onClick={() =>
            commandsNow()
              .find((command) => command.id === 'pick-begin')
              ?.run()
          }
        >
          <ListChecks aria-hidden className="size-5" />
        </IconButton>
      )}
      {mayWork && (
        <IconButton
          name={i18n.t('Log a letter or visit')}
          shortcut="l"
          onClick={() =>
            commandsNow()
              .find((command) => command.id === 'log-by-hand')
              ?.run()
          }
        >
          <FilePlus aria-hidden className="size-5" />
        </IconButton>
      )}
    </div>
  );
}
