import { z } from 'zod';
import { id, instant } from './fields.ts';

/** PUT /api/cases/:id/blocked: why its author is blocked; null takes it back. What they write is kept, counted and made a case of as before. */
export const BlockedInput = z.object({ reason: z.string().trim().min(1).max(500).nullable() });
/** GET /api/blocked-authors: who is blocked, the latest first, 500 at most. */
export const BlockedAuthor = z.object({
  authorId: id,
  name: z.string(),
  /** Where it was done. */
  caseId: id,
  caseNumber: z.number().int(),
  at: instant,
  by: z.string(),
  reason: z.string(),
  /** What they wrote since. */
  posts: z.number().int(),
});

export type BlockedAuthor = z.infer<typeof BlockedAuthor>;
