import { z } from 'zod';
import { abuseReasons } from '../../domain/abuse.ts';
import { id } from './fields.ts';

/** POST /api/cases/:id/<verb>; each answers CaseRow. */
export const AssignInput = z.object({ memberId: id.nullable() });
/**
 * POST /api/cases/:id/handoff: to a member or into the queue of a team, and why. Handed to a member who is away it is refused with `member_away` unless `evenIfAway`;
 * GET /api/rota tells who stands in. A case with an abusive post needs no reason.
 */
export const HandOffInput = z
  .object({
    memberId: id.optional(),
    teamId: id.optional(),
    reason: z.string().trim().max(2_000).default(''),
    evenIfAway: z.boolean().default(false),
  })
  .refine(({ memberId, teamId }) => (memberId === undefined) !== (teamId === undefined), {
    error: 'Choose a member or a team, one of them.',
  });
/** PUT /api/cases/:id/abusive: why this post of the author's is abusive; null takes that back. Answers CaseRow. */
export const AbusiveInput = z.object({ postId: id, reason: z.enum(abuseReasons).nullable() });
export const TagsInput = z.object({ tags: z.array(z.string().trim().min(1).max(50)).max(30) });
export const SeverityInput = z.object({ severity: z.number().int().min(0).max(4), vulnerable: z.boolean() });
export const NoteInput = z.object({ text: z.string().trim().min(1).max(10_000) });
export const PresenceInput = z.object({ writing: z.boolean(), leaving: z.boolean().default(false) });
