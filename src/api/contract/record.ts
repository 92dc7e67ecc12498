import { z } from 'zod';
import { recordDimensions, recordHours, recordKinds, spanStates } from '../../domain/record.ts';
import { id, instant } from './fields.ts';

/** A date of the organisation's zone. */
const date = z.iso.date();
const seconds = z.number().min(0);

/** Both dates included; three years at most. `dimension` with `value`: of these waits only; an empty value is what nobody could tell. */
const Period = z.object({
  from: date,
  to: date,
  kind: z.enum(recordKinds).default('first'),
  dimension: z.enum(recordDimensions).optional(),
  value: z.string().max(300).optional(),
});

/** GET /api/record. `by`: what the table tells apart. */
export const RecordQuery = Period.extend({
  by: z.enum(recordDimensions).default('network'),
  hours: z.enum(recordHours).default('clock'),
});
/** GET /api/record.csv: the table, or the chart by days. */
export const RecordTableQuery = RecordQuery.extend({ table: z.enum(['values', 'days']).default('values') });
/** GET /api/record/spans: the very waits behind a figure, the latest first. */
export const SpansQuery = Period.extend({
  state: z.enum(spanStates).default('all'),
  /** `next` of the page before. */
  after: z.string().max(120).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Times are whole seconds, rounded down by less than 2 %. */
export const RecordFigures = z.object({
  /** All that began, the unanswered too. */
  count: z.number().int(),
  answered: z.number().int(),
  /** Settled by a member without the answer; among the unanswered. */
  settled: z.number().int(),
  /** 0 to 1; null of nothing. */
  share: z.number().nullable(),
  /** Of the answered alone. */
  median: seconds.nullable(),
  /** Nine of ten answered ones took no longer. */
  ninth: seconds.nullable(),
  /** Of all, those who still wait included: the Kaplan-Meier median with its 95 % interval. Null: more than half have no answer. */
  likely: z.object({ median: seconds.nullable(), low: seconds.nullable(), high: seconds.nullable() }),
  onTime: z.number().int(),
  /** Too late, or still waiting behind the time that is promised. */
  late: z.number().int(),
});
export const RecordView = z.object({
  /** Until when everything is counted; `recounting`: all cases are being counted anew. Null: nothing is counted yet. */
  state: z.object({ countedAt: instant, recounting: z.boolean() }).nullable(),
  totals: z.object({ first: RecordFigures, next: RecordFigures, resolution: RecordFigures }),
  /** By day; by seven days of a long period. */
  series: z.array(z.object({ from: date, to: date, figures: RecordFigures })),
  /** The greatest first. `name`: null where the value is what it is called. */
  table: z.array(z.object({ value: z.string(), name: z.string().nullable(), figures: RecordFigures })),
});
export const SpansPage = z.object({
  rows: z.array(
    z.object({
      caseId: id,
      caseNumber: z.number().int(),
      network: z.string(),
      author: z.string(),
      /** The first words of the post with which it began; null where they are gone. */
      words: z.string().nullable(),
      begunAt: instant,
      /** Null: not answered yet. */
      endedAt: instant.nullable(),
      /** Seconds by the clock and in office hours, of an ended one; null while it is not. */
      clock: seconds.nullable(),
      office: seconds.nullable(),
      /** Null: not ended, or nothing is promised. */
      onTime: z.boolean().nullable(),
      settled: z.boolean(),
      /** Who answered or settled it; while nobody did, who owns the case. */
      member: z.string().nullable(),
      /** The posts with which it began and ended. */
      begunPostId: id.nullable(),
      endedPostId: id.nullable(),
    }),
  ),
  next: z.string().nullable(),
});

export type RecordQuery = z.infer<typeof RecordQuery>;
export type RecordFigures = z.infer<typeof RecordFigures>;
export type RecordView = z.infer<typeof RecordView>;
export type SpansPage = z.infer<typeof SpansPage>;
