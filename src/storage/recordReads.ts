/** What the response record is read from: counts by day, and the very waits behind them. */
import { type RawBuilder, sql } from 'kysely';
import type { RecordDimension, RecordHours, RecordKind, SpanState } from '../domain/record.ts';
import type { Tally } from '../domain/recordFigures.ts';
import { texts } from './arrays.ts';
import type { Tenant } from './database.ts';
import { tallyPacked } from './recordBytes.ts';

/** The counts of a day, packed. */
export interface CountedDay {
  kind: RecordKind;
  dimension: string;
  day: string;
  value: string;
  onTime: number;
  late: number;
  settled: number;
  times: Buffer;
  due: Buffer;
}

/** The counts of these days (both included), by one clock, of each kind and dimension that is wanted; narrowed to one value where that is said. */
export async function countedDays(
  tx: Tenant,
  organisationId: number,
  asked: { from: string; to: string; hours: RecordHours },
  wanted: readonly { kind: RecordKind; dimension: string; value?: string }[],
): Promise<CountedDay[]> {
  const { rows } = await sql<CountedDay>`
    select d.kind, d.dimension, d.day, d.value, d.on_time as "onTime", d.late, d.settled, d.${sql.ref(asked.hours)} as times, d.due
    from unnest(${texts(wanted.map(({ kind }) => kind))}, ${texts(wanted.map(({ dimension }) => dimension))}, ${texts(wanted.map(({ value }) => value ?? null))}) as t(kind, dimension, value)
    join response_day as d on d.organisation_id = ${organisationId} and d.kind = t.kind and d.dimension = t.dimension and d.day between ${asked.from}::date and ${asked.to}::date
      and (t.value is null or d.value = t.value)`.execute(tx);
  return rows;
}

/** Takes the counts of a day in. */
export function tallyDay(into: Tally, { onTime, late, settled, times, due }: CountedDay): void {
  into.onTime += onTime;
  into.late += late;
  into.settled += settled;
  tallyPacked(into, times, due);
}

/** What values of a dimension are called: units, teams and members, those who left too. The others are called what they are. */
export async function recordNames(
  tx: Tenant,
  organisationId: number,
): Promise<{ names: Map<string, string>; executives: Set<string> }> {
  const { rows } = await sql<{ id: string; name: string; executive: boolean }>`
    select id, name, false as executive from unit where organisation_id = ${organisationId}
    union all select id, name, false from team where organisation_id = ${organisationId}
    union all select id, name, role = 'executive' from member where organisation_id = ${organisationId}`.execute(
    tx,
  );
  return {
    names: new Map(rows.map(({ id, name }) => [id, name])),
    executives: new Set(rows.filter(({ executive }) => executive).map(({ id }) => id)),
  };
}

export interface SpanFilter {
  kind: RecordKind;
  from: string;
  to: string;
  /** A dimension and the value in it; an empty one is what nobody could tell. */
  narrowed: { dimension: RecordDimension; value: string } | null;
  state: SpanState;
}

/** Where a list goes on: behind this one. */
export interface SpanEnd {
  begun: Date;
  caseId: string;
  number: number;
}

export interface ListedSpan extends SpanEnd {
  ended: Date | null;
  clock: number;
  office: number;
  runsFrom: Date | null;
  onTime: boolean | null;
  settled: boolean;
  begunPostId: string | null;
  endedPostId: string | null;
  caseNumber: number;
  network: string;
  author: string;
  member: string | null;
  memberId: string | null;
  /** The first words of the post with which it began; null where they are gone. */
  words: string | null;
}

/** The waits behind a figure, the latest first. */
export async function listSpans(
  tx: Tenant,
  organisationId: number,
  filter: SpanFilter,
  { after, most }: { after: SpanEnd | null; most: number },
): Promise<{ rows: ListedSpan[]; end: SpanEnd | null }> {
  const behind =
    after === null
      ? sql`true`
      : sql`(s.begun_at, s.case_id, s.number) < (${after.begun}, ${after.caseId}::uuid, ${after.number})`;
  // The days are those of the organisation; a day more on both sides holds whatever its zone is.
  const { rows } = await sql<ListedSpan>`
    with page as (
      select s.* from response_span as s
      where s.organisation_id = ${organisationId} and s.kind = ${filter.kind} and s.day between ${filter.from}::date and ${filter.to}::date
        and s.begun_at between ${filter.from}::date - interval '1 day' and ${filter.to}::date + interval '2 days'
        and ${inState(filter.state)} and ${fits(filter.narrowed)} and ${behind}
      order by s.begun_at desc, s.case_id desc, s.number desc limit ${most + 1}
    )
    select s.begun_at as begun, s.case_id as "caseId", s.number, s.ended_at as ended, s.clock, s.office, s.runs_from as "runsFrom", s.on_time as "onTime", s.settled,
      s.begun_post_id as "begunPostId", s.ended_post_id as "endedPostId", k.number as "caseNumber", s.network, s.member_id as "memberId", coalesce(i.name, i.handle) as author, m.name as member,
      case when p.deleted_at is null and p.erased_at is null then left(p.text, 160) end as words
    from page as s
    join care_case as k on k.organisation_id = ${organisationId} and k.id = s.case_id
    join identity as i on i.organisation_id = ${organisationId} and i.id = k.identity_id
    left join member as m on m.organisation_id = ${organisationId} and m.id = s.member_id
    left join post as p on p.organisation_id = ${organisationId} and p.id = s.begun_post_id
    order by s.begun_at desc, s.case_id desc, s.number desc`.execute(tx);
  const shown = rows.slice(0, most).map((row) => ({ ...row, caseNumber: Number(row.caseNumber) }));
  const last = shown.at(-1);
  return {
    rows: shown,
    end:
      rows.length > most && last !== undefined
        ? { begun: last.begun, caseId: last.caseId, number: last.number }
        : null,
  };
}

const inState = (state: SpanState): RawBuilder<unknown> =>
  state === 'all' ? sql`true` : state === 'answered' ? sql`s.ended_at is not null` : sql`s.ended_at is null`;

function fits(narrowed: SpanFilter['narrowed']): RawBuilder<unknown> {
  if (narrowed === null) return sql`true`;
  const { dimension, value } = narrowed;
  switch (dimension) {
    case 'network':
    case 'language':
    case 'place':
      return sql`s.${sql.ref(dimension)} = ${value}`;
    case 'topic':
      return value === '' ? sql`s.tags = '{}'` : sql`${value} = any(s.tags)`;
    case 'executive':
      return sql`s.member_id = ${value}::uuid`;
    default: {
      const column = sql.ref(`${dimension}_id`);
      return value === '' ? sql`s.${column} is null` : sql`s.${column} = ${value}::uuid`;
    }
  }
}
