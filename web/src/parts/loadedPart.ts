import { queryOptions } from '@tanstack/react-query';

/**
 * A part of the console that is not in the first load, as a query: who shows it says what stands there meanwhile, and one that did not come over a bad line can be asked for again,
 * which `lazy` cannot. Read it ahead with `prefetchQuery`.
 */
export function loadedPart<T>(name: string, load: () => Promise<T>) {
  return queryOptions({
    queryKey: ['part', name],
    queryFn: load,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    networkMode: 'always',
    // A line that is away for longer is said: the part may also be gone, once the server is upgraded.
    retry: 3,
  });
}
