import type { CasePage, CaseRow, View } from '../../../src/api/contract.ts';
import { compareInQueue } from '../../../src/domain/queue.ts';

/** One view of the inbox as far as it has been read: rows in the view's order and where to read on. */
export interface CaseList {
  rows: readonly CaseRow[];
  next: string | null;
  /** Many cases of a narrowed view were looked through without filling the page: whether there are more is found by asking on. */
  cut: boolean;
  /** What the first page already held: older news about rows that it did not show is no news. */
  sequence: number;
}

export const emptyList: CaseList = { rows: [], next: null, cut: false, sequence: 0 };

/** Who looks: the member, and the teams whose queues they see. */
export interface Looking {
  memberId: string;
  teamIds: readonly string[];
}

const placeOf = (row: CaseRow) => ({
  id: row.id,
  tier: (row.tier ?? 2) as -1 | 0 | 1 | 2,
  dueAt: new Date(row.dueAt ?? 0),
});

const instant = (at: string) => new Date(at).getTime();

const latestFirst = (a: CaseRow, b: CaseRow) =>
  instant(b.stateAt) - instant(a.stateAt) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

const never = Number.POSITIVE_INFINITY;

/** What waits for us as in the queue, then what waits for nobody. */
const teamsOrder = (a: CaseRow, b: CaseRow) =>
  (a.tier ?? 3) - (b.tier ?? 3) ||
  (a.dueAt === b.dueAt
    ? 0
    : (a.dueAt === null ? never : instant(a.dueAt)) - (b.dueAt === null ? never : instant(b.dueAt))) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The order of a view, as the server's pages have it: the queue's own rule where cases wait for us, latest change first elsewhere. */
export function orderOf(view: View): (a: CaseRow, b: CaseRow) => number {
  if (view === 'queue' || view === 'unowned') return (a, b) => compareInQueue(placeOf(a), placeOf(b));
  if (view === 'team') return teamsOrder;
  if (view === 'all') return (a, b) => b.number - a.number;
  return latestFirst;
}

/** Folded behind another case it waits there. */
const waits = (row: CaseRow) => row.dueAt !== null && row.alike?.folded !== true;

/** Whether a case stands in a view for this member. */
export function belongs(view: View, row: CaseRow, looking: Looking): boolean {
  switch (view) {
    case 'queue':
      return waits(row);
    case 'mine':
      return row.owner?.id === looking.memberId && row.state !== 'resolved';
    case 'unowned':
      return waits(row) && row.owner === null && row.team === null;
    case 'team':
      return row.team !== null && looking.teamIds.includes(row.team.id) && row.state !== 'resolved';
    case 'waiting_author':
      return row.state === 'waiting_author';
    case 'resolved':
      return row.state === 'resolved' && !row.merged;
    case 'all':
      return !row.merged;
  }
}

function placeFor(rows: readonly CaseRow[], row: CaseRow, order: (a: CaseRow, b: CaseRow) => number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order(rows[middle] as CaseRow, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The list after news of some cases. A case that changed moves to its place, one that left the view goes, one that came is put where the
 * order wants it; beyond what has been read so far it stays out until its page is read. Nothing is asked of the server. `passes` says what a narrowed view lets in, given
 * whether the case stood there before.
 */
export function afterNews(
  list: CaseList,
  news: readonly CaseRow[],
  view: View,
  looking: Looking,
  passes: (row: CaseRow, was: boolean) => boolean = () => true,
): CaseList {
  const order = orderOf(view);
  const known = new Map(list.rows.map((row) => [row.id, row]));
  const latest = new Map<string, CaseRow>();
  for (const row of news) {
    const before = latest.get(row.id) ?? known.get(row.id);
    const floor = before === undefined ? list.sequence : before.sequence - 1;
    if (row.sequence > floor) latest.set(row.id, row);
  }
  if (latest.size === 0) return list;
  const rows = list.rows.filter((row) => !latest.has(row.id));
  for (const row of latest.values()) {
    if (!belongs(view, row, looking) || !passes(row, known.has(row.id))) continue;
    const at = placeFor(rows, row, order);
    if (at === rows.length && list.next !== null) continue;
    rows.splice(at, 0, row);
  }
  return { ...list, rows };
}

/** The list with one more page behind it; a case that moved meanwhile stands once, where the newer word puts it. */
export function withPage(list: CaseList, page: CasePage, view: View): CaseList {
  const order = orderOf(view);
  const known = new Map(list.rows.map((row) => [row.id, row]));
  const fresh = page.rows.filter((row) => (known.get(row.id)?.sequence ?? -1) < row.sequence);
  const replaced = new Set(fresh.map((row) => row.id));
  const kept = list.rows.filter((row) => !replaced.has(row.id));
  const rows = [...kept, ...fresh];
  const ordered = rows.every((row, at) => at === 0 || order(rows[at - 1] as CaseRow, row) <= 0);
  return { rows: ordered ? rows : rows.sort(order), next: page.next, cut: page.cut, sequence: list.sequence };
}

/** The list of a first page. */
export const listOf = (page: CasePage): CaseList => ({
  rows: page.rows,
  next: page.next,
  cut: page.cut,
  sequence: page.sequence,
});

/** Where the selection goes: the same case wherever it moved to; when it left, what now stands in its place. */
export function selectionAfter(
  rows: readonly CaseRow[],
  selectedId: string | null,
  lastIndex: number,
): { id: string | null; index: number } {
  if (rows.length === 0 || selectedId === null) return { id: selectedId, index: lastIndex };
  const index = rows.findIndex((row) => row.id === selectedId);
  if (index >= 0) return { id: selectedId, index };
  const nearest = Math.min(Math.max(lastIndex, 0), rows.length - 1);
  return { id: rows[nearest]?.id ?? null, index: nearest };
}
