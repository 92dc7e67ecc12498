/**
 * The response record: how fast and how surely authors are answered. Every figure of it on every screen comes from here, and here from the counts that desk/record keeps behind the history.
 * Figures are of what began in the period, as it stands now: an answer that comes later is one. Reads only.
 */
import { type RecordDimension, type RecordHours, type RecordKind, recordKinds } from '../domain/record.ts';
import { type Figures, figuresOf, passedUntil, Tally } from '../domain/recordFigures.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import { promisesOf } from '../storage/promises.ts';
import { type CountedDay, countedDays, recordNames, tallyDay } from '../storage/recordReads.ts';
import { recordState } from '../storage/recordWork.ts';

export interface RecordAsked {
  /** Dates of the organisation's zone, both included. */
  from: string;
  to: string;
  kind: RecordKind;
  by: RecordDimension;
  hours: RecordHours;
  /** One value of a dimension only: totals and chart are of it; the table stays whole. */
  narrowed: { dimension: RecordDimension; value: string } | null;
  /** Of members one sees only this one; null: all of them. */
  onlyMember: string | null;
}

export interface RecordLine {
  /** Empty: nobody could tell. */
  value: string;
  /** Null where it is called what it is. */
  name: string | null;
  figures: Figures;
}

export interface ResponseRecord {
  /** Until when everything is counted, null: nothing is yet; and whether all cases are being counted anew. */
  state: { countedAt: Date; recounting: boolean } | null;
  totals: Record<RecordKind, Figures>;
  /** By day; by seven days where the period is longer than `mostDays`. */
  series: { from: string; to: string; figures: Figures }[];
  /** What most waits began with first. */
  table: RecordLine[];
}

/** So many points a chart can be read of. */
const mostDays = 62;
const day = 86_400_000;

/** The figures of a period. */
export async function responseRecord(
  storage: Storage,
  organisationId: number,
  asked: RecordAsked,
  now: Date,
): Promise<ResponseRecord> {
  const { kind, by } = asked;
  const read = await storage.reading(organisationId, (tx) => readCounts(tx, organisationId, asked));
  const { totals, lines, promises, names, executives, state } = read;
  const passed = passedUntil(asked.hours === 'office' ? promises.hours : null, now);
  const sums: Sums = { empty: () => new Tally(passed, now) };
  const ofKind = (one: RecordKind) => totals.filter((row) => row.kind === one);
  const series = seriesOf(asked, ofKind(kind), sums);
  const total = (one: RecordKind) =>
    figuresOf(one === kind ? joined(series, sums) : summed(ofKind(one), sums));
  return {
    state: state && { countedAt: state.upToDate ? now : state.countedAt, recounting: state.recounting },
    totals: { first: total('first'), next: total('next'), resolution: total('resolution') },
    series: series.map(({ sum, ...stretch }) => ({ ...stretch, figures: figuresOf(sum) })),
    table: grouped(lines, (row) => row.value)
      .filter(([value]) => by !== 'executive' || executives.has(value))
      .map(([value, rows]) => {
        const name = names.get(value) ?? null;
        return { value, name, figures: figuresOf(summed(rows, sums)) };
      })
      .sort((a, b) => b.figures.count - a.figures.count || (a.value < b.value ? -1 : 1)),
  };
}

/** What the figures are read from, side by side. */
async function readCounts(tx: Tenant, organisationId: number, asked: RecordAsked) {
  const { kind, by, narrowed, onlyMember } = asked;
  const shown =
    narrowed === null ? { dimension: 'all' } : { ...narrowed, dimension: columnOf(narrowed.dimension) };
  const line = { kind, dimension: columnOf(by) };
  const wanted = isMember(by) && onlyMember !== null ? { ...line, value: onlyMember } : line;
  const [totals, lines, promises, called, state] = await Promise.all([
    countedDays(
      tx,
      organisationId,
      asked,
      recordKinds.map((one) => ({ ...shown, kind: one })),
    ),
    countedDays(tx, organisationId, asked, [wanted]),
    promisesOf(tx, organisationId),
    recordNames(tx, organisationId),
    recordState(tx, organisationId),
  ]);
  return { totals, lines, promises, ...called, state };
}

const isMember = (by: RecordDimension): boolean => by === 'member' || by === 'executive';
const columnOf = (by: RecordDimension): string => (isMember(by) ? 'member' : by);

interface Sums {
  empty(): Tally;
}

function summed(rows: readonly CountedDay[], { empty }: Sums): Tally {
  const sum = empty();
  for (const row of rows) tallyDay(sum, row);
  return sum;
}

function joined(stretches: readonly { sum: Tally }[], { empty }: Sums): Tally {
  const all = empty();
  for (const { sum } of stretches) all.join(sum);
  return all;
}

function grouped<K>(rows: readonly CountedDay[], by: (row: CountedDay) => K): [K, CountedDay[]][] {
  const groups = new Map<K, CountedDay[]>();
  for (const row of rows) {
    const group = groups.get(by(row));
    if (group === undefined) groups.set(by(row), [row]);
    else group.push(row);
  }
  return [...groups];
}

/** Every stretch of the period, those in which nothing began too. */
function seriesOf(
  { from, to }: Pick<RecordAsked, 'from' | 'to'>,
  rows: readonly CountedDay[],
  sums: Sums,
): { from: string; to: string; sum: Tally }[] {
  const first = Date.parse(from);
  const days = (Date.parse(to) - first) / day + 1;
  const long = days > mostDays ? 7 : 1;
  const groups = new Map(grouped(rows, (row) => Math.floor((Date.parse(row.day) - first) / day / long)));
  const date = (n: number) => new Date(first + Math.min(n, days - 1) * day).toISOString().slice(0, 10);
  return Array.from({ length: Math.ceil(days / long) }, (_, n) => ({
    from: date(n * long),
    to: date(n * long + long - 1),
    sum: summed(groups.get(n) ?? [], sums),
  }));
}
