const names = ['period', 'from', 'to', 'kind', 'hours', 'by', 'dimension', 'value', 'list', 'day'] as const;

/** What the address asks the record for, as it is written there; read in `recordFilter.ts`, which is loaded with the page. */
export type RecordSearch = Partial<Record<(typeof names)[number], string | undefined>>;

export function recordSearchOf(given: Record<string, unknown>): RecordSearch {
  return Object.fromEntries(
    names.flatMap((name) => (given[name] === undefined ? [] : [[name, String(given[name])]])),
  );
}
