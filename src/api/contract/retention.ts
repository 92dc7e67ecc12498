import { z } from 'zod';
import { instant } from './fields.ts';

const days = z.int().min(1).max(36_500).nullable();
/** For how many days each kind is kept; null: until somebody erases it. */
export const RetentionTerms = z.object({
  /** Words of public posts and of our answers, after their case was settled. */
  public: days,
  /** The same for direct messages, mail, forms, letters. */
  private: days,
  /** After the case was settled. */
  notes: days,
  /** What a network gave, word for word, after it came. */
  raw: days,
  /** 90 at least. */
  audit: days,
});
/** POST /api/retention/preview: how much these terms would remove today. */
export const RetentionCounts = z.object({
  posts: z.int(),
  answers: z.int(),
  files: z.int(),
  notes: z.int(),
  raw: z.int(),
  audit: z.int(),
});
/** GET /api/retention: the terms, what the last night removed, and when the next one begins. */
export const RetentionView = z.object({
  terms: RetentionTerms,
  last: z.object({ beganAt: instant, endedAt: instant.nullable(), counts: RetentionCounts }).nullable(),
  nextAt: instant.nullable(),
});

export type RetentionTerms = z.infer<typeof RetentionTerms>;
export type RetentionCounts = z.infer<typeof RetentionCounts>;
export type RetentionView = z.infer<typeof RetentionView>;
