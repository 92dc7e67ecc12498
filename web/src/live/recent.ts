import type { CaseRow } from '../../../src/api/contract.ts';

/** How long news is kept for pages that were asked for before it came, in milliseconds. */
const kept = 30_000;

/** The latest news of each case, so that an answer that was on its way meanwhile does not undo it. */
export class RecentNews {
  readonly #rows = new Map<string, { row: CaseRow; at: number }>();

  remember(rows: readonly CaseRow[], at: number): void {
    for (const row of rows) {
      this.#rows.delete(row.id);
      this.#rows.set(row.id, { row, at });
    }
    for (const [id, one] of this.#rows) {
      if (at - one.at <= kept) break;
      this.#rows.delete(id);
    }
  }

  rows(): CaseRow[] {
    return [...this.#rows.values()].map((one) => one.row);
  }

  /** The sequence of the latest news of a case; 0 when there is none. */
  sequenceOf(caseId: string): number {
    return this.#rows.get(caseId)?.row.sequence ?? 0;
  }
}

export const recentNews = new RecentNews();
