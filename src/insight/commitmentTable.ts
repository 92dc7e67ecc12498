/** The ledger as a table that can be taken along, page by page. */
import { commitmentListings, standingOf } from '../domain/commitment.ts';
import { csvLine } from '../domain/csvLine.ts';
import {
  type CommitmentFilter,
  type ListEnd,
  type ListedCommitment,
  listCommitments,
} from '../storage/commitmentLists.ts';
import type { Storage } from '../storage/database.ts';

const pageRows = 500;

type Column = [string, (row: ListedCommitment, now: Date) => string | number | boolean | null];
const columns: readonly Column[] = [
  ['case', (row) => row.caseNumber],
  ['institution', (row) => row.institution],
  ['what', (row) => row.what],
  ['owner', (row) => row.ownerName],
  ['made', (row) => row.commitment.madeAt.toISOString()],
  ['due', (row) => row.commitment.dueAt.toISOString()],
  ['standing', (row, now) => standingOf(row.commitment, now)],
  ['ended', (row) => row.commitment.endedAt?.toISOString() ?? null],
  ['confirmed_by_author', (row) => row.commitment.confirmed],
  ['new_dates_told_in_time', (row) => row.commitment.renewals],
  ['late_since', (row) => row.commitment.lateSince?.toISOString() ?? null],
  ['evidence', (row) => (row.commitment.state === 'open' ? null : row.evidence)],
  ['hidden_in_public', (row) => row.hiddenAt !== null],
];

/** All commitments that fit as CSV: open ones by when they are due, then late, kept and broken ones, with a line of names first. Each page is read when the one before was taken. */
export async function* commitmentTable(
  storage: Storage,
  organisationId: number,
  filter: CommitmentFilter,
  now: Date,
): AsyncGenerator<string> {
  // What spreadsheets need to see that it is UTF-8.
  yield `\uFEFF${csvLine(columns.map(([name]) => name))}`;
  for (const list of commitmentListings) {
    let after: ListEnd | null = null;
    do {
      const from: ListEnd | null = after;
      const page: Awaited<ReturnType<typeof listCommitments>> = await storage.inOrganisation(
        organisationId,
        (tx) => listCommitments(tx, organisationId, filter, { list, after: from, most: pageRows, now }),
      );
      yield page.rows.map((row) => csvLine(columns.map(([, read]) => read(row, now)))).join('');
      after = page.end;
    } while (after !== null);
  }
}
