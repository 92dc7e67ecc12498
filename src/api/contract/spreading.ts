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
  /** Of what there were too many: reposts and quotes, or authors who answered it. */
  measure: z.enum(['shares', 'answers']),
  /** So many of it in an hour when it began. */
  perHour,
  /** What is usual for a post of its age; null where too little is known. */
  usual: perHour.nullable(),
  fastest: perHour,
  /** So often it was passed on in all, and in the last hour that was counted. */
  shares: z.number().int(),
  sharesNow: perHour,
  /** So many authors answered it, as far as we heard them, and in the last hour. */
  answers: z.number().int(),
  answersNow: perHour,
  /** When something was last counted of it. */
  countedAt: instant.nullable(),
  /** Since when it is passed on no faster than usual, or not counted any more; null while it is. */
  calmedAt: instant.nullable(),
  /** `archived`, by nobody: it was put away a week after it calmed. */
  ended: z
    .object({ as: z.enum(['done', 'no_story', 'archived']), at: instant, by: z.string().nullable() })
    .nullable(),
  /** When it was written, and the pace of `measure` as it was counted, the oldest first: at most a hundred, evenly chosen, with the fastest. */
  writtenAt: instant,
  paces: z.array(z.object({ at: instant, count: z.number().int(), perHour })),
});

/** GET /api/spreading: stories that are open, or ended ones; the last to begin first. For admins and those who are warned. */
export const SpreadQuery = z.object({
  list: z.enum(['open', 'ended']).default('open'),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const SpreadPage = z.object({
  rows: z.array(SpreadStoryView),
  next: z.string().nullable(),
  /** Nobody is marked to be warned, so nobody is. */
  warnsNobody: z.boolean(),
  /** So many posts wait to be counted, the longest since then; null where none waits long. */
  lag: z.object({ posts: z.number().int(), since: instant }).nullable(),
});

/** PUT /api/spreading/:id: it was seen to, or it is no story; null takes that back. Nothing else changes by it. */
export const SpreadEndInput = z.object({ ended: z.enum(['done', 'no_story']).nullable() });
export const SpreadEnded = z.object({ ended: z.enum(['done', 'no_story']).nullable() });

/** GET and PUT /api/spreading/settings: who is warned of stories that spread, and from which limits on one is. */
export const SpreadSettings = z.object({
  limits: z.object({
    /** Fewer shares an hour are no story. */
    perHour: z.number().int().min(1).max(1_000_000),
    /** Fewer answers an hour are none either. */
    answersPerHour: z.number().int().min(1).max(1_000_000),
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
