/** What of a case comes before what it is opened with. */
import { z } from 'zod';
import { HistoryView, PostView } from './cases.ts';
import { id } from './fields.ts';

/** GET /api/cases/:id/posts?before=<id of a post of it>: the posts before, oldest first. */
export const EarlierPostsQuery = z.object({ before: id });
export const EarlierPosts = z.object({ posts: z.array(PostView), more: z.boolean() });
/** GET /api/cases/:id/history?before=<sequence>: the facts before, oldest first. */
export const EarlierFactsQuery = z.object({ before: z.coerce.number().int().min(1) });
export const EarlierFacts = z.object({ history: z.array(HistoryView), more: z.boolean() });

export type EarlierFacts = z.infer<typeof EarlierFacts>;
export type EarlierPosts = z.infer<typeof EarlierPosts>;
