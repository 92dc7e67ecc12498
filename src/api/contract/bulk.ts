import { z } from 'zod';
import { id, instant } from './fields.ts';

const tag = z.string().trim().min(1).max(50);
/** What is done to many cases at once. */
export const BulkAct = z.discriminatedUnion('do', [
  z.object({ do: z.literal('assign'), memberId: id.nullable() }),
  z.object({ do: z.literal('handoff'), memberId: id, reason: z.string().trim().min(1).max(2_000) }),
  z.object({ do: z.literal('team'), teamId: id, reason: z.string().trim().min(1).max(2_000) }),
  z.object({ do: z.literal('tag'), tag }),
  z.object({ do: z.literal('untag'), tag }),
  z.object({ do: z.literal('unit'), unitId: id.nullable() }),
  z.object({ do: z.literal('resolve') }),
]);
/** Renaming a tag is begun by POST /api/tags/rename. */
const AnyBulkAct = z.union([BulkAct, z.object({ do: z.literal('retag'), from: z.string(), to: z.string() })]);
const cases = z.array(id).min(1).max(500);

/** What became, or would become, of one case; `sentence` says why it is refused. */
export const ToldCase = z.object({
  caseId: id,
  number: z.number().int(),
  outcome: z.enum(['changed', 'nothing', 'refused']),
  sentence: z.string().nullable(),
});
/** POST /api/bulk/preview: what the act would do to each case. Nothing is done. */
export const BulkPreviewInput = z.object({ act: BulkAct, cases });
export const BulkPreview = z.object({ told: z.array(ToldCase) });

/**
 * POST /api/bulk notes what is to be done; `bulkId` is chosen by the caller, the same id twice is one. POST /api/bulk/:id/continue does the next cases, until `left` is 0; it goes on
 * where it was broken off. POST /api/bulk/:id/undo takes the next cases back, until `standing` is 0, and the rest is not done any more.
 */
export const BulkInput = BulkPreviewInput.extend({ bulkId: id });
/** GET /api/bulk: the latest fifty. */
export const BulkView = z.object({
  id,
  act: AnyBulkAct,
  by: z.object({ id, name: z.string() }),
  at: instant,
  undoneAt: instant.nullable(),
  total: z.number().int(),
  /** Not done yet. */
  left: z.number().int(),
  changed: z.number().int(),
  refused: z.number().int(),
  /** Of those that were changed: not taken back. */
  standing: z.number().int(),
});
export const BulkStep = z.object({ bulk: BulkView, told: z.array(ToldCase) });

export type BulkActInput = z.infer<typeof BulkAct>;
export type ToldCase = z.infer<typeof ToldCase>;
export type BulkView = z.infer<typeof BulkView>;
export type BulkStep = z.infer<typeof BulkStep>;
