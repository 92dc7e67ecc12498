import type { QueryClient } from '@tanstack/react-query';

/** Reads the follow-ups of cases, and every list of them, anew. */
export const readAnew = (client: QueryClient) =>
  client.invalidateQueries({
    predicate: ({ queryKey: [kind, , of] }) =>
      kind === 'follow-ups' || (kind === 'case' && of === 'follow-ups'),
  });
