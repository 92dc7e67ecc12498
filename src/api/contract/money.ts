import { z } from 'zod';
import { mostCeiling, uses } from '../../domain/moneyCeiling.ts';

/** Whole millionths of the currency. */
const micros = z.number().int().min(0);

/** GET /api/accounts/:id/money: what an account whose network charges spends in the running month. */
export const MoneyView = z.object({
  currency: z.string(),
  /** Its first and its last day, by the organisation's clock. */
  from: z.iso.date(),
  to: z.iso.date(),
  today: z.iso.date(),
  spent: micros,
  /** For requests that are under way; what was never settled counts as spent within the hour. */
  setAside: micros,
  /** By how much requests cost more than had been set aside for them; part of what is spent. */
  overrun: z.number().int(),
  /** What the month will have cost if it goes on so; null within its first day. */
  projected: micros.nullable(),
  /** Null: counted, and never stopped. */
  ceiling: micros.nullable(),
  /** The ceiling was said in another currency: nothing may be spent until it is said anew. */
  ceilingMeant: z.string().nullable(),
  /** At which percent of the ceiling people are warned. */
  warnAt: z.number().int(),
  /** What is short, or stopped; null while there is enough. */
  sentence: z.string().nullable(),
  /** Replies that wait for money. */
  held: z.number().int(),
  /** From what is needed least to what is needed most. */
  uses: z.array(
    z.object({
      use: z.enum(uses),
      requests: z.number().int(),
      spent: micros,
      /** Up to which share of the ceiling the whole may go before this stops, in percent. */
      share: z.number().int(),
      stopped: z.boolean(),
    }),
  ),
  /** Days on which something was spent. */
  days: z.array(z.object({ day: z.iso.date(), spent: micros, requests: z.number().int() })),
  /** The months before, the latest first. */
  months: z.array(z.object({ month: z.iso.date(), currency: z.string(), spent: micros })),
});

const share = z.number().int().min(1).max(100);

/** PUT /api/accounts/:id/money */
export const CeilingInput = z.object({
  /** In millionths of `currency`; null takes the ceiling away. */
  ceiling: micros.max(mostCeiling).nullable(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  warnAt: z.number().int().min(1).max(100).optional(),
  /** Up to which share of the ceiling each use may spend: what is needed more has no smaller one. */
  shares: z
    .object({ counting: share, repairing: share, watching: share, hearing: share, answering: share })
    .optional(),
});

export type MoneyView = z.infer<typeof MoneyView>;
export type CeilingInput = z.infer<typeof CeilingInput>;
