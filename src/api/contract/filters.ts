import { z } from 'zod';
import { caseStates } from '../../domain/case.ts';
import { networks } from '../../domain/network.ts';
import { id } from './fields.ts';

/**
 * What a list of cases or a search is narrowed to; all that is given must hold. `owner`: a member's id, `me` or `none`. `account`: the connected account that heard it.
 * `moved=open`: it moved to private and its outcome is not public. `campaign`: cases whose posts say the same, folded ones too. `severity`: this grave or graver. `from` and `until`: days in the organisation's time zone, of the post, or of the author's last post where cases are listed.
 */
export const CaseFilterInput = z.object({
  state: z.enum(caseStates).optional(),
  owner: z.union([z.enum(['me', 'none']), id]).optional(),
  network: z.enum(networks).optional(),
  account: id.optional(),
  unit: id.optional(),
  tag: z.string().trim().min(1).max(50).optional(),
  severity: z.coerce.number().int().min(1).max(4).optional(),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  answered: z.enum(['yes', 'no']).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,8}$/)
    .optional(),
  moved: z.enum(['open']).optional(),
  campaign: id.optional(),
});
