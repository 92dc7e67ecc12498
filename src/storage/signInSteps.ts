/** What was begun at the door and not ended yet. Named by a token of which only a hash is kept; good once, and not for long. */
import { createHash, randomBytes } from 'node:crypto';
import type { System } from './database.ts';
import type { SignInTables } from './signInTables.ts';

export type StepPurpose = SignInTables['sign_in_step']['purpose'];

export interface Step {
  signInId: string | null;
  particulars: Record<string, string>;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Begins a step and answers its token (256 random bits). */
export async function beginStep(
  system: System,
  step: Step & { purpose: StepPurpose },
  until: Date,
  now: Date,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await system
    .insertInto('sign_in_step')
    .values({
      token_hash: hashOf(token),
      purpose: step.purpose,
      sign_in_id: step.signInId,
      particulars: JSON.stringify(step.particulars),
      expires_at: until,
    })
    .execute();
  await system
    .deleteFrom('sign_in_step')
    .where('token_hash', 'in', (from) =>
      from.selectFrom('sign_in_step').select('token_hash').where('expires_at', '<', now).limit(100),
    )
    .execute();
  return token;
}

/** Ends a step: of two that come at once one gets it. Null when it is used, too old or unknown. */
export async function takeStep(
  system: System,
  token: string,
  purpose: StepPurpose,
  now: Date,
): Promise<Step | null> {
  const row = await system
    .deleteFrom('sign_in_step')
    .where('token_hash', '=', hashOf(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .returning(['sign_in_id', 'particulars'])
    .executeTakeFirst();
  return row === undefined ? null : { signInId: row.sign_in_id, particulars: row.particulars };
}

/** Counts a try at a step that stays open, at most `most` times. Null when it is used, too old, unknown, or tried too often. */
export async function tryStep(
  system: System,
  token: string,
  purpose: StepPurpose,
  most: number,
  now: Date,
): Promise<Step | null> {
  const row = await system
    .updateTable('sign_in_step')
    .set((e) => ({ tries: e('tries', '+', 1) }))
    .where('token_hash', '=', hashOf(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .where('tries', '<', most)
    .returning(['sign_in_id', 'particulars'])
    .executeTakeFirst();
  return row === undefined ? null : { signInId: row.sign_in_id, particulars: row.particulars };
}

/** Voids every step that a sign-in has begun. */
export async function dropSteps(system: System, signInId: string): Promise<void> {
  await system.deleteFrom('sign_in_step').where('sign_in_id', '=', signInId).execute();
}
