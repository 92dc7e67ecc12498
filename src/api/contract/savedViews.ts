import { z } from 'zod';
import { views } from './cases.ts';
import { id } from './fields.ts';
import { CaseFilterInput } from './filters.ts';

/** A list or a search under a name. `words` is what is searched for, empty where cases are listed. */
const Kept = z.object({
  name: z.string().trim().min(1).max(60),
  view: z.enum([...views, 'search']),
  words: z.string().trim().max(200).default(''),
  filter: CaseFilterInput,
  /** Everybody sees it; kept by those with `views.share`. */
  shared: z.boolean().default(false),
});
/** GET /api/saved-views: one's own, then everybody's, by name. */
export const SavedViewView = Kept.extend({ id, madeBy: z.object({ id, name: z.string() }) });
/** POST /api/saved-views; PUT /api/saved-views/:id; DELETE /api/saved-views/:id removes it. */
export const SavedViewInput = Kept;
export const SavedViewKept = z.object({ id });
/** GET /api/saved-views/:id/count: counted to 1,000, of the first 10,000 cases of the view. `more`: there may be others. Null for a search. */
export const SavedViewCount = z.object({ count: z.number().int().nullable(), more: z.boolean() });

export type SavedViewView = z.infer<typeof SavedViewView>;
export type SavedViewInput = z.input<typeof SavedViewInput>;
export type SavedViewCount = z.infer<typeof SavedViewCount>;
