import { z } from 'zod';
import { PostView } from './cases.ts';
import { id, instant } from './fields.ts';

/** PUT /api/cases/:id/praise: whom this post of the author's praises: a member, a team, or both; nobody takes that back. Answers CaseRow. */
export const PraiseInput = z.object({ postId: id, memberId: id.nullable(), teamId: id.nullable() });
/** GET /api/praise: posts that praise the member or one of their teams, the latest mark first, 200 at most. */
export const PraisePage = z.object({
  rows: z.array(
    z.object({
      post: PostView,
      caseId: id,
      caseNumber: z.number().int(),
      /** When it was marked. */
      at: instant,
      /** This very post was answered, or its answer is on its way. */
      answered: z.boolean(),
    }),
  ),
  /** The last number of the history that was read: `writtenOn` of an answer. */
  sequence: z.number().int(),
});
/** GET /api/praise/counts: how many posts of the last 30 days were marked as praise of each member, the most praised first. */
export const PraiseCount = z.object({ memberId: id, name: z.string(), count: z.number().int() });

export type PraisePage = z.infer<typeof PraisePage>;
export type PraiseCount = z.infer<typeof PraiseCount>;
