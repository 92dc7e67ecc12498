/** Second factors: a sealed secret and the hashes of backup codes. */
import { createHash } from 'node:crypto';
import type { System } from './database.ts';
import type { MasterKey } from './secrets.ts';

export interface SecondFactor {
  /** Base32, as authenticator apps know it. */
  secret: string;
  confirmedAt: Date | null;
}

const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();
/** A sign-in belongs to no organisation; no organisation has the number 0. */
const placeOf = (signInId: string) => ({ organisationId: 0, accountId: `second factor ${signInId}` });

/** Keeps a secret that is not confirmed yet, in place of another such one. False where a confirmed one stands. */
export async function keepSecret(
  system: System,
  key: MasterKey,
  signInId: string,
  secret: string,
): Promise<boolean> {
  const sealed = key.seal(placeOf(signInId), { secret });
  const kept = await system
    .insertInto('second_factor')
    .values({ sign_in_id: signInId, secret: sealed, confirmed_at: null })
    .onConflict((conflict) =>
      conflict
        .column('sign_in_id')
        .doUpdateSet({ secret: sealed, last_step: 0 })
        .where('second_factor.confirmed_at', 'is', null),
    )
    .executeTakeFirst();
  return (kept.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The second factor of a sign-in, opened; null where none was begun. */
export async function findSecondFactor(
  system: System,
  key: MasterKey,
  signInId: string,
): Promise<SecondFactor | null> {
  const row = await system
    .selectFrom('second_factor')
    .select(['secret', 'confirmed_at'])
    .where('sign_in_id', '=', signInId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { secret = '' } = key.open(placeOf(signInId), row.secret);
  return { secret, confirmedAt: row.confirmed_at };
}

/** True when signing in asks for a second factor. */
export async function hasSecondFactor(system: System, signInId: string): Promise<boolean> {
  const row = await system
    .selectFrom('second_factor')
    .select('sign_in_id')
    .where('sign_in_id', '=', signInId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Marks the step of a right code as used. False when that step or a later one was used before: the same code is never taken twice. */
export async function takeCodeStep(system: System, signInId: string, step: number): Promise<boolean> {
  const used = await system
    .updateTable('second_factor')
    .set({ last_step: step })
    .where('sign_in_id', '=', signInId)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return used.numUpdatedRows > 0n;
}

/** Turns it on, with these backup codes in place of older ones. */
export async function confirmSecondFactor(
  tx: System,
  signInId: string,
  codes: readonly string[],
  now: Date,
): Promise<void> {
  await tx
    .updateTable('second_factor')
    .set({ confirmed_at: now })
    .where('sign_in_id', '=', signInId)
    .execute();
  await tx.deleteFrom('backup_code').where('sign_in_id', '=', signInId).execute();
  await tx
    .insertInto('backup_code')
    .values(codes.map((code) => ({ sign_in_id: signInId, code_hash: hashOf(code), used_at: null })))
    .execute();
}

/** Uses a backup code up. False when it is unknown or was used. */
export async function takeBackupCode(
  system: System,
  signInId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const used = await system
    .updateTable('backup_code')
    .set({ used_at: now })
    .where('sign_in_id', '=', signInId)
    .where('code_hash', '=', hashOf(code))
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return used.numUpdatedRows > 0n;
}

/** How many backup codes were not used yet. */
export async function backupCodesLeft(system: System, signInId: string): Promise<number> {
  const row = await system
    .selectFrom('backup_code')
    .select((e) => e.fn.countAll<number>().as('left'))
    .where('sign_in_id', '=', signInId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.left;
}

/** Takes the second factor away with its backup codes. False where there was none that held. */
export async function dropSecondFactor(tx: System, signInId: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('second_factor')
    .where('sign_in_id', '=', signInId)
    .returning('confirmed_at')
    .executeTakeFirst();
  return gone?.confirmed_at != null;
}
