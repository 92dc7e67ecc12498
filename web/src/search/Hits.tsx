import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { SearchPage as Page } from '../../../src/api/contract.ts';
import { type CaseFilter, isEmptyFilter } from '../../../src/domain/caseFilter.ts';
import { filterQuery, noFilter } from '../filters/address.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { get } from '../server/http.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { foldedWords } from '../words/foldedWords.ts';
import { i18n } from '../words/i18n.ts';
import { authorWords, networkWords, stateWords } from '../words/names.ts';

/** What was found, page by page; nothing is asked for without words and without a filter. */
export function useFound(q: string, filter: CaseFilter) {
  return useInfiniteQuery({
    queryKey: ['search', q, filter],
    enabled: q !== '' || !isEmptyFilter(filter),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      get<Page>(
        `/api/search?q=${encodeURIComponent(q)}${filterQuery(filter)}${pageParam === null ? '' : `&before=${encodeURIComponent(pageParam)}`}`,
        { signal },
      ),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

function Hit({ hit }: { hit: Page['hits'][number] }) {
  const now = useNow();
  const { post } = hit;
  const inside = (
    <>
      <span className="flex flex-wrap gap-x-2 text-13 text-quiet">
        <span dir="auto" className="font-medium text-ink">
          {post.by.member ?? authorWords(post.by)}
        </span>
        <span>{networkWords(post.network)}</span>
        <time dateTime={post.at}>{momentWords(post.at, now)}</time>
        {hit.caseNumber !== null && hit.caseState !== null && (
          <span className="ml-auto">
            #{hit.caseNumber}, {stateWords(hit.caseState)}
          </span>
        )}
      </span>
      <span dir="auto" className="line-clamp-3 block text-15">
        {foldedWords(post) ?? i18n.t('Deleted by its author')}
      </span>
    </>
  );
  return (
    <li className="border-b border-line">
      {hit.caseId === null ? (
        <div className="px-4 py-3">{inside}</div>
      ) : (
        <Link
          to="/inbox/$view/$caseId"
          params={{ view: 'all', caseId: hit.caseId }}
          search={noFilter}
          className="block px-4 py-3 hover:bg-deep focus-visible:-outline-offset-2"
        >
          {inside}
        </Link>
      )}
    </li>
  );
}

/** A narrowed search looks through five thousand posts at a time, and says how far back that was. */
function CutHere({ back, readOn }: { back: string | null; readOn: () => void }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-3">
      <span>
        {i18n.t('5,000 more posts were looked through, back to {time}. There may be others before.', {
          time: back === null ? '' : wholeMoment(back),
        })}
      </span>
      <Button onClick={readOn}>{i18n.t('Look further')}</Button>
    </div>
  );
}

/** Reads on when its end comes into sight. */
export function Hits({ found, q }: { found: ReturnType<typeof useFound>; q: string }) {
  const end = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const cut = found.data?.pages.at(-1)?.cut === true;
  useEffect(() => {
    if (!hasNextPage || cut || end.current === null) return undefined;
    const watcher = new IntersectionObserver(
      (seen) => {
        if (seen.some((one) => one.isIntersecting) && !isFetchingNextPage) void fetchNextPage();
      },
      { rootMargin: '400px' },
    );
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [hasNextPage, cut, isFetchingNextPage, fetchNextPage]);
  if (found.data === undefined) {
    return found.isError ? (
      <Trouble error={found.error} again={() => void found.refetch()} />
    ) : (
      <Skeleton lines={10} />
    );
  }
  const hits = found.data.pages.flatMap((page) => page.hits);
  if (hits.length === 0 && !cut) {
    return (
      <Empty
        icon={<SearchX />}
        title={q === '' ? i18n.t('No such post') : i18n.t('Nobody wrote “{q}”', { q })}
      >
        {i18n.t('Whole words are searched in what was posted. Try fewer, or another spelling.')}
      </Empty>
    );
  }
  return (
    <>
      {hits.length > 0 && (
        <ul aria-label={i18n.t('Posts found')}>
          {hits.map((hit) => (
            <Hit key={hit.post.id} hit={hit} />
          ))}
        </ul>
      )}
      {cut && <CutHere back={found.data.pages.at(-1)?.next ?? null} readOn={() => void fetchNextPage()} />}
      <div ref={end}>{isFetchingNextPage && <Skeleton lines={3} />}</div>
    </>
  );
}
