import { z } from 'zod';
import { id } from './fields.ts';

const tag = z.string().trim().min(1).max(50);
/** GET /api/tags: those in use, by name; each counted to 1,000. Names of topics are among them, also where no case has them yet. */
export const TagView = z.object({
  tag: z.string(),
  count: z.number().int(),
  /** Reading gives it to cases: it is the name of a topic. */
  topic: z.boolean(),
});
/**
 * POST /api/tags/rename: notes that every case with `from` shall have `to` instead; where `to` is in use they become one. It is then done by POST /api/bulk/:id/continue
 * and taken back by its undo. Answers how many cases that is.
 */
export const RenameTagInput = z.object({ bulkId: id, from: tag, to: tag });
export const TagRenamed = z.object({ cases: z.number().int() });

export type TagView = z.infer<typeof TagView>;
