import { queryOptions } from '@tanstack/react-query';

/**
 * A part of the console that is not in the first load, as a query: who shows it says what stands there meanwhile, and what to do about one that did not come, which `lazy` cannot.
 * Read it ahead with `prefetchQuery`.
 */
export function loadedPart<T>(name: string, load: () => Promise<T>) {
  return queryOptions({
    queryKey: ['part', name],
    queryFn: load,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    networkMode: 'always',
    // A module that did not come does not come to this document any more, however often it is asked for (HTML, the module map): only loading the page again helps.
    retry: false,
  });
}
