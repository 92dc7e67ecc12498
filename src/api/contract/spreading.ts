import { z } from 'zod';
import { id, instant } from './fields.ts';
import { FrontPostView } from './front.ts';

const perHour = z.number().nonnegative();

/** A post that spread: what the rule went by when its story began, how fast it is passed on now, and what a member said of it. */
export const SpreadStoryView = z.object({
  /** The post's. */
  id,
  /** Null where its words are not here any more at all. */
  post: FrontPostView.nullable(),
  since: instant,
  /** Shares in the hour when it began. */
  perHour,
  /** What is usual for a post of its age; null where too little is known. */
  usual: perHour.nullable(),
  fastest: perHour,
  /** In the last hour that was counted. */
  paceNow: perHour,
  /** So often it was passed on in all, as far as it was counted. */
  shares: z.number().int(),
  /** Since when it is passed on no faster than usual; null while it is. */
  calmedAt: instant.nullable(),
  ended: z.object({ as: z.enum(['done', 'no_story']), at: instant, by: z.string() }).nullable(),
  /** When it was written, and its pace at each count, the oldest first; at most a hundred. */
  writtenAt: instant,
  paces: z.array(z.object({ at: instant, shares: z.number().int(), perHour })),
});

/** GET /api/spreading: stories that are open, or ended ones; the last to begin first. For admins and those who are warned. */
export const SpreadQuery = z.object({
  list: z.enum(['open', 'ended']).default('open'),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const SpreadPage = z.object({ rows: z.array(SpreadStoryView), next: z.string().nullable() });

/** PUT /api/spreading/:id: it was seen to, or it is no story; null takes that back. Nothing else changes by it. */
export const SpreadEndInput = z.object({ ended: z.enum(['done', 'no_story']).nullable() });
export const SpreadEnded = z.object({ ended: z.enum(['done', 'no_story']).nullable() });

/** GET and PUT /api/spreading/settings: who is warned of stories that spread, and from which limits on one is. */
export const SpreadSettings = z.object({
  limits: z.object({
    /** Fewer shares an hour are no story. */
    perHour: z.number().int().min(1).max(1_000_000),
    /** So many times what is usual. */
    times: z.number().min(1).max(1_000),
  }),
  memberIds: z.array(id).max(500),
  teamIds: z.array(id).max(100),
});

export type SpreadStoryView = z.infer<typeof SpreadStoryView>;
export type SpreadPage = z.infer<typeof SpreadPage>;
export type SpreadSettings = z.infer<typeof SpreadSettings>;
export type SpreadEndInput = z.infer<typeof SpreadEndInput>;
