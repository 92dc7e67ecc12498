/** Measures cases anew, by their posts and their history as they stand, and puts the difference into the counts. */
import { type Measure, measuresOf, recordHours } from '../../domain/record.ts';
import { count } from '../../domain/recordCounts.ts';
import { dateAt } from '../../domain/zone.ts';
import type { Tenant } from '../../storage/database.ts';
import { promisesOf, readOfficeHours } from '../../storage/promises.ts';
import {
  type CaseToMeasure,
  casesToMeasure,
  postsToldApart,
  type ToldApart,
} from '../../storage/recordCases.ts';
import {
  addToDays,
  type DayCounts,
  type DayKey,
  noDayCounts,
  replaceSpans,
  type Span,
  spansOfCases,
} from '../../storage/recordSpans.ts';

/** Whatever stood of these cases, afterwards stands what their posts and their history say now. Done again it changes nothing. */
export async function countCases(
  tx: Tenant,
  organisationId: number,
  caseIds: readonly string[],
): Promise<void> {
  if (caseIds.length === 0) return;
  const [before, now] = await Promise.all([
    spansOfCases(tx, organisationId, caseIds),
    spansNow(tx, organisationId, caseIds),
  ]);
  const changed = caseIds.filter((id) => JSON.stringify(before.get(id)) !== JSON.stringify(now.get(id)));
  if (changed.length === 0) return;
  const days: Days = new Map();
  const fresh: Span[] = [];
  for (const id of changed) {
    for (const span of before.get(id) ?? []) countIn(days, span, -1);
    for (const span of now.get(id) ?? []) countIn(days, span, 1);
    fresh.push(...(now.get(id) ?? []));
  }
  await replaceSpans(tx, organisationId, changed, fresh);
  await addToDays(tx, organisationId, [...days.values()]);
}

/** Everything that is measured of these cases, told apart. */
async function spansNow(
  tx: Tenant,
  organisationId: number,
  caseIds: readonly string[],
): Promise<Map<string, Span[]>> {
  const [promises, { timeZone }, cases] = await Promise.all([
    promisesOf(tx, organisationId),
    readOfficeHours(tx, organisationId),
    casesToMeasure(tx, organisationId, caseIds),
  ]);
  const measured = cases.map((one) => ({ one, measures: measuresOf(one, one.events, promises) }));
  const posts = measured.flatMap(({ measures }) => measures.flatMap(({ begunPostId }) => begunPostId ?? []));
  const told = await postsToldApart(tx, organisationId, [...new Set(posts)]);
  const spans = new Map<string, Span[]>();
  for (const { one, measures } of measured)
    if (measures.length > 0) spans.set(one.caseId, spansOf(one, measures, told, timeZone));
  return spans;
}

const unknown: ToldApart = { network: '', language: '', place: '' };

/** A wait that a member's word began, and no post, is told apart as the one before. */
function spansOf(
  one: CaseToMeasure,
  measures: readonly Measure[],
  told: ReadonlyMap<string, ToldApart>,
  timeZone: string,
): Span[] {
  const { caseId, tags, unitId, teamId, ownerId } = one;
  let apart = unknown;
  return measures.map((measure, i) => {
    apart = (measure.begunPostId === null ? undefined : told.get(measure.begunPostId)) ?? apart;
    const { kind, begun, ended, runsFrom, clock, office, onTime, dueAt, settled, begunPostId, endedPostId } =
      measure;
    const memberId = measure.ended === null ? ownerId : measure.memberId;
    // In the order of `spansOfCases`, so that both can be compared as text.
    return {
      caseId,
      number: i + 1,
      kind,
      day: dateAt(timeZone, begun),
      begun,
      ended,
      runsFrom,
      clock,
      office,
      onTime,
      dueAt,
      settled,
      begunPostId,
      endedPostId,
      network: apart.network,
      language: apart.language,
      place: apart.place,
      tags,
      unitId,
      teamId,
      memberId,
    };
  });
}

/** Every dimension by which a span is counted, with its values; a case has several tags, and is counted under each. */
function valuesOf(span: Span): Record<string, readonly string[]> {
  const { network, language, place, tags, unitId, teamId, memberId } = span;
  return {
    all: [''],
    network: [network],
    language: [language],
    place: [place],
    topic: tags.length === 0 ? [''] : tags,
    unit: [unitId ?? ''],
    team: [teamId ?? ''],
    member: [memberId ?? ''],
  };
}

/** Counts by what they are of. */
export type Days = Map<string, { key: DayKey; counts: DayCounts }>;

/** Counts a span in wherever it is counted, or (`by` -1) out again. */
export function countIn(days: Days, span: Span, by: 1 | -1): void {
  const { kind, day } = span;
  for (const [dimension, values] of Object.entries(valuesOf(span)))
    for (const value of values) {
      const key = { kind, dimension, day, value };
      const name = JSON.stringify(key);
      const known = days.get(name) ?? { key, counts: noDayCounts() };
      days.set(name, known);
      for (const hours of recordHours) count(known.counts[hours], span, hours, by);
    }
}
