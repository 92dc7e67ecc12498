/** A list of cases as a table that can be taken along, page by page, so that a long one needs no memory. */
import type { CaseFilter } from '../domain/caseFilter.ts';
import { csvLine } from '../domain/csvLine.ts';
import type { CaseViewName, PageEnd } from '../storage/casePlans.ts';
import { type CasesRead, type ListedCase, pageOfCases } from '../storage/caseReads.ts';
import type { Storage } from '../storage/database.ts';

/** No more rows than a spreadsheet takes. */
const mostRows = 1_000_000;
const pageRows = 1_000;

const columns: readonly [string, (row: ListedCase) => string | number | boolean | null][] = [
  ['number', (row) => row.number],
  ['state', (row) => row.state],
  ['since', (row) => row.stateAt.toISOString()],
  ['institution', (row) => row.institution],
  ['network', (row) => row.network],
  ['visibility', (row) => row.visibility],
  ['author', (row) => row.author.name],
  ['handle', (row) => row.author.handle],
  ['words', (row) => row.words],
  ['language', (row) => row.language],
  ['severity', (row) => row.severity],
  ['vulnerable', (row) => row.vulnerable],
  ['owner', (row) => row.owner?.name ?? null],
  ['tags', (row) => row.tags.join('; ')],
  ['posts', (row) => row.inboundPosts],
  ['waiting_since', (row) => row.waitingSince?.toISOString() ?? null],
  ['due', (row) => row.dueAt?.toISOString() ?? null],
  ['last_heard', (row) => row.lastInboundAt?.toISOString() ?? null],
];

export interface CaseTable {
  organisationId: number;
  memberId: string;
  view: CaseViewName;
  /** What the view is narrowed to; left out, all of it. */
  filter?: CaseFilter;
  /** Whose queues the member sees. */
  teamIds: readonly string[];
}

/** The view's cases as CSV, in its order, with a line of names first. Each page is read when the one before was taken. */
export async function* caseTable(storage: Storage, wanted: CaseTable): AsyncGenerator<string> {
  const { organisationId, memberId, view, teamIds, filter = {} } = wanted;
  // What spreadsheets need to see that it is UTF-8.
  yield `\uFEFF${csvLine(columns.map(([name]) => name))}`;
  let after: PageEnd | null = null;
  for (let rows = 0; rows < mostRows; ) {
    const page: CasesRead = await storage.inOrganisation(organisationId, (tx) =>
      pageOfCases(tx, organisationId, { view, memberId, teamIds, after, limit: pageRows, filter }),
    );
    yield page.rows.map((row) => csvLine(columns.map(([, read]) => read(row)))).join('');
    if (page.end === null) return;
    rows += page.rows.length;
    after = page.end;
  }
}
