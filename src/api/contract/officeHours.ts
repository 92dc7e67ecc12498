import { z } from 'zod';
import { clockNames } from '../../domain/clocks.ts';
import type { OfficeHours as Hours } from '../../domain/officeHours.ts';
import type { OfficeHoursSettings as Settings } from '../../domain/officeHoursSettings.ts';
import { instant } from './fields.ts';

const dayMinutes = 24 * 60;
/** Minutes of the wall clock since midnight. */
const Range = z.object({
  from: z.number().int().min(0).max(dayMinutes),
  to: z.number().int().min(0).max(dayMinutes),
});
const Ranges = z.array(Range).max(6).readonly();
/** Sunday first. */
export const Week = z.array(Ranges).length(7).readonly();
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** Office hours as the arithmetic needs them: weekdays from Sunday on, and dates that differ. */
export const OfficeHours = z.object({
  timeZone: z.string(),
  week: Week,
  days: z.record(date, Ranges),
}) satisfies z.ZodType<Hours>;

/** Office hours as a member writes them down. */
export const OfficeHoursSettings = z.object({
  timeZone: z.string().min(1).max(60),
  week: Week,
  country: z.string().length(2).nullable(),
  days: z.record(
    date,
    z.object({
      name: z.string().trim().min(1).max(200),
      /** Null: open as on its weekday. */
      ranges: Ranges.nullable(),
      by: z.enum(['country', 'hand']),
    }),
  ),
}) satisfies z.ZodType<Settings>;

/** GET and PUT /api/office-hours; null: around the clock. The days of the country are filled in by the program. */
export const OfficeHoursView = z.object({
  officeHours: OfficeHoursSettings.nullable(),
  /** The organisation's time zone: where new hours begin from. */
  timeZone: z.string(),
  /** Waiting cases are still being given their new places. */
  placing: z.boolean(),
});
export const OfficeHoursInput = z.object({ officeHours: OfficeHoursSettings.nullable() });
/** GET /api/office-hours/countries: whose public holidays are known. */
export const CountryView = z.object({ code: z.string(), name: z.string() });

/** GET /api/cases/:id/clocks: times in milliseconds of the time that counts. */
export const ClockView = z.object({
  name: z.enum(clockNames),
  state: z.enum(['running', 'paused', 'stopped']),
  startedAt: instant,
  promised: z.number().int(),
  passed: z.number().int(),
  dueAt: instant.nullable(),
});

export type OfficeHoursView = z.infer<typeof OfficeHoursView>;
export type OfficeHoursSettings = z.infer<typeof OfficeHoursSettings>;
export type ClockView = z.infer<typeof ClockView>;
export type CountryView = z.infer<typeof CountryView>;
