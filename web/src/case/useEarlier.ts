import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

export interface EarlierPage<T> {
  /** Oldest first. */
  items: readonly T[];
  more: boolean;
}

export interface Earlier<T> {
  /** What came before what the case was opened with, as far as it was asked for, oldest first. */
  items: readonly T[];
  more: boolean;
  busy: boolean;
  error: unknown;
  show: () => void;
}

/**
 * What came before the latest of a case, page by page, once somebody asks. It is read again whenever the case is, and what slides out of the latest meanwhile
 * stays: a case that goes on while it is read shows no gap.
 */
export function useEarlier<T>(of: {
  key: readonly string[];
  latest: readonly T[];
  more: boolean;
  idOf: (item: T) => string;
  read: (before: string, signal: AbortSignal) => Promise<EarlierPage<T>>;
}): Earlier<T> {
  const { key, latest, idOf } = of;
  const name = key.join(' ');
  const [asked, ask] = useState<{ name: string; before: string } | null>(null);
  const before = asked?.name === name ? asked.before : null;
  const found = useInfiniteQuery({
    queryKey: [...key, before],
    enabled: before !== null,
    initialPageParam: before ?? '',
    queryFn: ({ pageParam, signal }) => of.read(pageParam, signal),
    getNextPageParam: (page) => (page.more && page.items[0] !== undefined ? idOf(page.items[0]) : null),
  });
  const seen = useRef({ name: '', items: new Map<string, T>() });
  useEffect(() => {
    if (seen.current.name !== `${name} ${before}`)
      seen.current = { name: `${name} ${before}`, items: new Map() };
    if (before !== null) for (const item of latest) seen.current.items.set(idOf(item), item);
  }, [name, before, latest, idOf]);
  const pages = found.data?.pages.toReversed().flatMap(({ items }) => items) ?? [];
  return {
    items: before === null ? [] : withoutLatest([...pages, ...seen.current.items.values()], latest, idOf),
    more: before === null || found.data === undefined ? of.more : found.hasNextPage,
    busy: found.isFetching,
    error: found.error,
    show: () => {
      const [oldest] = latest;
      if (before !== null) void found.fetchNextPage();
      else if (oldest !== undefined) ask({ name, before: idOf(oldest) });
    },
  };
}

/** Each once; what stands among the latest is newer there. */
export function withoutLatest<T>(
  items: readonly T[],
  latest: readonly T[],
  idOf: (item: T) => string,
): readonly T[] {
  const shown = new Set(latest.map(idOf));
  return items.filter((item) => {
    const id = idOf(item);
    if (shown.has(id)) return false;
    shown.add(id);
    return true;
  });
}
