import { z } from 'zod';
import { networks } from '../../domain/network.ts';
import { id, instant } from './fields.ts';

/**
 * PUT /api/cases/:id/protected: its author is protected, and why, and which members may read who it is; again with other readers it names them instead.
 * `reason: null` takes it back: the names stand everywhere again.
 */
export const ProtectedInput = z.object({
  reason: z.string().trim().min(1).max(500).nullable(),
  readers: z.array(id).max(50).default([]),
});
/** POST /api/cases/:id/identity: who the protected author is, for the members who are named. Each reading is in the audit. */
export const ShownIdentity = z.object({
  identities: z.array(
    z.object({
      network: z.enum(networks),
      networkId: z.string(),
      handle: z.string(),
      name: z.string().nullable(),
    }),
  ),
  howToReach: z.array(z.string()),
});
/** GET /api/protected-authors: who is protected, the latest first, 500 at most, and who read who it is, the latest 100 readings of each. */
export const ProtectedAuthor = z.object({
  authorId: id,
  standIn: z.string(),
  caseId: id,
  caseNumber: z.number().int(),
  at: instant,
  by: z.string(),
  reason: z.string(),
  readers: z.array(z.object({ id, name: z.string() })),
  readings: z.array(z.object({ at: instant, by: z.string() })),
});

export type ProtectedAuthor = z.infer<typeof ProtectedAuthor>;
export type ShownIdentity = z.infer<typeof ShownIdentity>;
