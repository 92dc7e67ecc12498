/** What was measured of cases, kept row by row, and counted by day. Written together, in one transaction, so that neither says what the other does not. */
import { sql } from 'kysely';
import { type Measure, recordHours } from '../domain/record.ts';
import { addCounts, type Counted, nothingCounted } from '../domain/recordCounts.ts';
import { booleans, documents, instants, integers, rowsOf, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { packed, packedTimes, unpacked, unpackTimes } from './recordBytes.ts';
import type { ToldApart } from './recordCases.ts';

export interface Span extends Measure, ToldApart {
  caseId: string;
  /** 1, 2, 3 within the case. */
  number: number;
  /** On which it began: "2026-11-30". */
  day: string;
  tags: string[];
  unitId: string | null;
  teamId: string | null;
}

const span = sql`
  s.case_id as "caseId", s.number, s.kind, s.day, s.begun_at as begun, s.ended_at as ended, s.runs_from as "runsFrom", s.clock, s.office, s.on_time as "onTime",
  s.due_at as "dueAt", s.settled, s.begun_post_id as "begunPostId", s.ended_post_id as "endedPostId", s.network, s.language, s.place, s.tags, s.unit_id as "unitId",
  s.team_id as "teamId", s.member_id as "memberId"`;

/** What stands of these cases, in order. */
export async function spansOfCases(
  tx: Tenant,
  organisationId: number,
  caseIds: readonly string[],
): Promise<Map<string, Span[]>> {
  const { rows } = await sql<Span>`
    select ${span} from unnest(${uuids(caseIds)}) as t(id)
    join response_span as s on s.organisation_id = ${organisationId} and s.case_id = t.id
    order by s.case_id, s.number`.execute(tx);
  const all = new Map<string, Span[]>();
  for (const row of rows) {
    const known = all.get(row.caseId);
    if (known === undefined) all.set(row.caseId, [row]);
    else known.push(row);
  }
  return all;
}

/** Puts these in the place of all that stands of these cases. */
export async function replaceSpans(
  tx: Tenant,
  organisationId: number,
  caseIds: readonly string[],
  spans: readonly Span[],
): Promise<void> {
  await sql`
    delete from response_span where organisation_id = ${organisationId} and case_id = any(${uuids(caseIds)})`.execute(
    tx,
  );
  if (spans.length === 0) return;
  const rows = {
    case_id: uuids(spans.map((s) => s.caseId)),
    number: integers(spans.map((s) => s.number)),
    kind: texts(spans.map((s) => s.kind)),
    day: texts(spans.map((s) => s.day)),
    begun_at: instants(spans.map((s) => s.begun)),
    ended_at: instants(spans.map((s) => s.ended)),
    runs_from: instants(spans.map((s) => s.runsFrom)),
    clock: integers(spans.map((s) => s.clock)),
    office: integers(spans.map((s) => s.office)),
    on_time: booleans(spans.map((s) => s.onTime)),
    due_at: instants(spans.map((s) => s.dueAt)),
    settled: booleans(spans.map((s) => s.settled)),
    begun_post_id: uuids(spans.map((s) => s.begunPostId)),
    ended_post_id: uuids(spans.map((s) => s.endedPostId)),
    network: texts(spans.map((s) => s.network)),
    language: texts(spans.map((s) => s.language)),
    place: texts(spans.map((s) => s.place)),
    tags: documents(spans.map((s) => s.tags)),
    unit_id: uuids(spans.map((s) => s.unitId)),
    team_id: uuids(spans.map((s) => s.teamId)),
    member_id: uuids(spans.map((s) => s.memberId)),
  };
  await sql`
    insert into response_span (organisation_id, case_id, number, kind, day, begun_at, ended_at, runs_from, clock, office, on_time, due_at, settled, begun_post_id, ended_post_id,
      network, language, place, tags, unit_id, team_id, member_id)
    select ${organisationId}::integer, t.case_id, t.number, t.kind, t.day::date, t.begun_at, t.ended_at, t.runs_from, t.clock, t.office, t.on_time, t.due_at, t.settled,
      t.begun_post_id, t.ended_post_id, t.network, t.language, t.place, array(select jsonb_array_elements_text(t.tags)), t.unit_id, t.team_id, t.member_id
    from ${rowsOf(rows)} as t`.execute(tx);
}

/** Which counts a span is in: of its day, by one dimension and its value. */
export interface DayKey {
  kind: Measure['kind'];
  dimension: string;
  day: string;
  value: string;
}

/** The same waits by both clocks. What is no time stands in `clock`. */
export interface DayCounts {
  clock: Counted;
  office: Counted;
}

export const noDayCounts = (): DayCounts => ({ clock: nothingCounted(), office: nothingCounted() });

interface DayRow {
  n: number;
  answered: number;
  on_time: number;
  late: number;
  settled: number;
  clock: Buffer;
  office: Buffer;
  due: Buffer;
}

/** Adds counts, which may be below nothing, to those that stand; what is empty then goes. */
export async function addToDays(
  tx: Tenant,
  organisationId: number,
  changes: readonly { key: DayKey; counts: DayCounts }[],
): Promise<void> {
  if (changes.length === 0) return;
  const keys = {
    n: integers(changes.map((_, n) => n)),
    kind: texts(changes.map(({ key }) => key.kind)),
    dimension: texts(changes.map(({ key }) => key.dimension)),
    day: texts(changes.map(({ key }) => key.day)),
    value: texts(changes.map(({ key }) => key.value)),
  };
  const gone = await sql<DayRow>`
    delete from response_day as d using ${rowsOf(keys)} as t
    where d.organisation_id = ${organisationId} and d.kind = t.kind and d.dimension = t.dimension and d.day = t.day::date and d.value = t.value
    returning t.n, d.answered, d.on_time, d.late, d.settled, d.clock, d.office, d.due`.execute(tx);
  const stood = new Map(gone.rows.map((row) => [row.n, row]));
  const now = changes.flatMap(({ key, counts }, n) => {
    const row = stood.get(n);
    const sum = row === undefined ? noDayCounts() : countsOf(row);
    for (const hours of recordHours) addCounts(sum[hours], counts[hours]);
    return isEmpty(sum.clock) ? [] : [{ key, sum }];
  });
  await insertDays(tx, organisationId, now);
}

const isEmpty = ({ ended, standing, running }: Counted): boolean =>
  ended.size + standing.size + running.size === 0;

function countsOf({ answered, on_time, late, settled, clock, office, due }: DayRow): DayCounts {
  const [dueCounts = new Map()] = unpacked(due, 1);
  const numbers = { answered, onTime: on_time, late, settled };
  return {
    clock: { ...numbers, ...unpackTimes(clock), due: dueCounts },
    office: { ...numbers, ...unpackTimes(office), due: new Map(dueCounts) },
  };
}

async function insertDays(
  tx: Tenant,
  organisationId: number,
  days: readonly { key: DayKey; sum: DayCounts }[],
): Promise<void> {
  if (days.length === 0) return;
  const rows = {
    kind: texts(days.map(({ key }) => key.kind)),
    dimension: texts(days.map(({ key }) => key.dimension)),
    day: texts(days.map(({ key }) => key.day)),
    value: texts(days.map(({ key }) => key.value)),
    answered: integers(days.map(({ sum }) => sum.clock.answered)),
    on_time: integers(days.map(({ sum }) => sum.clock.onTime)),
    late: integers(days.map(({ sum }) => sum.clock.late)),
    settled: integers(days.map(({ sum }) => sum.clock.settled)),
    clock: sql`${days.map(({ sum }) => packedTimes(sum.clock))}::bytea[]`,
    office: sql`${days.map(({ sum }) => packedTimes(sum.office))}::bytea[]`,
    due: sql`${days.map(({ sum }) => packed(sum.clock.due))}::bytea[]`,
  };
  await sql`
    insert into response_day (organisation_id, kind, dimension, day, value, answered, on_time, late, settled, clock, office, due)
    select ${organisationId}::integer, t.kind, t.dimension, t.day::date, t.value, t.answered, t.on_time, t.late, t.settled, t.clock, t.office, t.due
    from ${rowsOf(rows)} as t`.execute(tx);
}
