import { z } from 'zod';
import { id, instant } from './fields.ts';

/**
 * PUT /api/cases/:id/blocked: why its author is blocked, and until when (left out: until somebody lifts it); a reason of null takes it back. From its end on a block is over by
 * itself. What they write is kept, counted and made a case of as before.
 */
export const BlockedInput = z.object({
  reason: z.string().trim().min(1).max(500).nullable(),
  until: instant.nullable().default(null),
});
/** GET /api/blocked-authors: who is blocked now, the latest first, 500 at most. */
export const BlockedAuthor = z.object({
  authorId: id,
  name: z.string(),
  /** Where it was done. */
  caseId: id,
  caseNumber: z.number().int(),
  at: instant,
  /** The end of the block; null: when somebody lifts it. */
  until: instant.nullable(),
  by: z.string(),
  reason: z.string(),
  /** What they wrote since. */
  posts: z.number().int(),
});

/** POST /api/cases/:id/abuse-read: the member opened this folded post. */
export const AbuseReadInput = z.object({ postId: id });
/** GET /api/abuse-reading: folded posts that the member opened in the running shift. A limit that is reached is told, and keeps nothing from anybody. */
export const AbuseReadingView = z.object({
  read: z.number().int(),
  limit: z.number().int().nullable(),
  reached: z.boolean(),
});
/** PUT /api/abuse-limit: how many folded posts are asked of a member in a shift; null: no limit. */
export const AbuseLimitInput = z.object({ limit: z.number().int().min(1).max(200).nullable() });
/** GET /api/abuse-readings: members who opened folded posts in their running shift, who read most first. */
export const AbuseReadingsView = z.object({
  limit: z.number().int().nullable(),
  members: z.array(AbuseReadingView.extend({ memberId: id, name: z.string() })),
});

export type AbuseReadingView = z.infer<typeof AbuseReadingView>;
export type AbuseReadingsView = z.infer<typeof AbuseReadingsView>;
export type BlockedAuthor = z.infer<typeof BlockedAuthor>;
