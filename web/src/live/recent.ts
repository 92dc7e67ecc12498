import type { CaseRow, CaseView } from '../../../src/api/contract.ts';

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

type Present = CaseView['present'];

/** Who was last told to be on each case: wins over an answer that was asked for before it came. */
export class RecentPresence {
  readonly #told = new Map<string, { present: Present; at: number }>();

  remember(caseId: string, present: Present, at: number): void {
    this.#told.delete(caseId);
    this.#told.set(caseId, { present, at });
    for (const [id, one] of this.#told) {
      if (at - one.at <= kept) break;
      this.#told.delete(id);
    }
  }

  /** What was told since an instant; null when nothing was. */
  since(caseId: string, instant: number): Present | null {
    const told = this.#told.get(caseId);
    return told !== undefined && told.at >= instant ? told.present : null;
  }
}

export const recentPresence = new RecentPresence();
