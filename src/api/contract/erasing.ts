import { z } from 'zod';
import { networks } from '../../domain/network.ts';
import { id, instant } from './fields.ts';

/** How much there is of each kind about an author, or how much went. */
export const ErasedCounts = z.object({
  identities: z.int(),
  cases: z.int(),
  posts: z.int(),
  answers: z.int(),
  files: z.int(),
  notes: z.int(),
  links: z.int(),
});
/** GET /api/cases/:id/erasure: what would go with the author of a case. */
export const ErasurePreview = z.object({
  /** Typing one of these, or the number of the case, confirms. */
  names: z.array(z.string()),
  caseNumber: z.int(),
  counts: ErasedCounts,
});
/** POST /api/cases/:id/erasure: erases the author of a case, in all cases. There is no way back. */
export const ErasureInput = z.object({ confirm: z.string().trim().min(1).max(500) });
/** POST /api/erasures: erases somebody whom the desk does not know from what was written to members alone. Whether there was anything is not said. */
export const ErasureByNameInput = z.object({
  network: z.enum(networks),
  /** Their name on the network, or their handle. */
  name: z.string().trim().min(1).max(500),
});
/** GET /api/erasures: the latest authors who were erased, by the number of a case of theirs; 0 for whom the desk does not know. */
export const ErasureView = z.object({
  id,
  at: instant,
  by: z.string().nullable(),
  caseNumber: z.int(),
  counts: ErasedCounts,
});

export type ErasedCounts = z.infer<typeof ErasedCounts>;
export type ErasurePreview = z.infer<typeof ErasurePreview>;
export type ErasureView = z.infer<typeof ErasureView>;
