/** Who comes to a letterbox: the member whose own it is, by a session of theirs, while they may own an account. */

import type { Role } from '../domain/rights.ts';
import { mayBy, type Right } from '../domain/rights.ts';
import type { System } from '../storage/database.ts';
import { type Letterbox, letterboxOf } from '../storage/letterboxes.ts';

interface Asking {
  organisationId: number;
  memberId: string;
  keyId: string | null;
  role: Role;
  scopes: readonly Right[] | null;
}

/** True for whoever may have a letterbox at all; no program does. */
export const mayHaveLetterbox = (by: Pick<Asking, 'keyId' | 'role' | 'scopes'>): boolean =>
  by.keyId === null && mayBy(by, 'accounts.own');

/** The letterbox of whoever asks; null where they have none, or do not come there. */
export const boxOf = async (system: System, by: Asking): Promise<Letterbox | null> =>
  mayHaveLetterbox(by) ? letterboxOf(system, by.organisationId, by.memberId) : null;
