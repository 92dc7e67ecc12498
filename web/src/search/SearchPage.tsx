import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { SearchIcon, SearchX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { SearchPage as Page } from '../../../src/api/contract.ts';
import { Empty } from '../parts/Empty.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { get } from '../server/http.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords, stateWords } from '../words/names.ts';

const pause = 250;

function useFound(q: string) {
  return useInfiniteQuery({
    queryKey: ['search', q],
    enabled: q !== '',
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      get<Page>(
        `/api/search?q=${encodeURIComponent(q)}${pageParam === null ? '' : `&before=${encodeURIComponent(pageParam)}`}`,
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
          {post.by.member ?? post.by.name}
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
        {post.text ?? i18n.t('Deleted by its author')}
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
          className="block px-4 py-3 hover:bg-deep focus-visible:-outline-offset-2"
        >
          {inside}
        </Link>
      )}
    </li>
  );
}

/** Reads on when its end comes into sight. */
function Hits({ found, q }: { found: ReturnType<typeof useFound>; q: string }) {
  const end = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  useEffect(() => {
    if (!hasNextPage || end.current === null) return undefined;
    const watcher = new IntersectionObserver(
      (seen) => {
        if (seen.some((one) => one.isIntersecting) && !isFetchingNextPage) void fetchNextPage();
      },
      { rootMargin: '400px' },
    );
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (found.data === undefined) {
    return found.isError ? (
      <Trouble error={found.error} again={() => void found.refetch()} />
    ) : (
      <Skeleton lines={10} />
    );
  }
  const hits = found.data.pages.flatMap((page) => page.hits);
  if (hits.length === 0) {
    return (
      <Empty icon={<SearchX />} title={i18n.t('Nobody wrote “{q}”', { q })}>
        {i18n.t('Whole words are searched in what was posted. Try fewer, or another spelling.')}
      </Empty>
    );
  }
  return (
    <>
      <ul aria-label={i18n.t('Posts found')}>
        {hits.map((hit) => (
          <Hit key={hit.post.id} hit={hit} />
        ))}
      </ul>
      <div ref={end}>{isFetchingNextPage && <Skeleton lines={3} />}</div>
    </>
  );
}

/** Finds posts by their words. */
export default function SearchPage() {
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.trim() !== q)
        void navigate({
          to: '/search',
          search: typed.trim() === '' ? {} : { q: typed.trim() },
          replace: true,
        });
    }, pause);
    return () => clearTimeout(timer);
  }, [typed, q, navigate]);
  const found = useFound(q);
  return (
    <section aria-label={i18n.t('Search')} className="flex h-full min-h-0 flex-col">
      <h1 className="sr-only">{i18n.t('Search')}</h1>
      <div className="relative shrink-0 border-b border-line p-3">
        <SearchIcon
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-6 size-5 -translate-y-1/2 text-quiet"
        />
        <input
          ref={field}
          type="search"
          dir="auto"
          maxLength={200}
          aria-label={i18n.t('Search posts')}
          placeholder={i18n.t('Search posts')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          className="target w-full max-w-[48rem] rounded-8 border border-line-strong bg-raised pr-3 pl-10 text-17"
        />
      </div>
      <Scroll name={i18n.t('Results')} busy={found.isFetching} className="min-h-0 flex-1">
        <div className="max-w-[50rem]">
          {q === '' ? (
            <Empty icon={<SearchIcon />} title={i18n.t('Search what was written')}>
              {i18n.t('Words of authors and of ours, in every language, latest first.')}
            </Empty>
          ) : (
            <Hits found={found} q={q} />
          )}
        </div>
      </Scroll>
    </section>
  );
}
