/** Passkeys: the public half of a key that a person's device holds. */
import type { System } from './database.ts';

export interface PasskeyRecord {
  /** The credential's id, base64url. */
  id: string;
  signInId: string;
  name: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** Keeps a new one; false when it is known already, whosever it is. */
export async function addPasskey(tx: System, key: Omit<PasskeyRecord, 'lastUsedAt'>): Promise<boolean> {
  const added = await tx
    .insertInto('passkey')
    .values({
      id: key.id,
      sign_in_id: key.signInId,
      name: key.name,
      public_key: Buffer.from(key.publicKey),
      counter: key.counter,
      transports: key.transports,
      created_at: key.createdAt,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The passkeys of a sign-in, oldest first. */
export async function listPasskeys(system: System, signInId: string): Promise<PasskeyRecord[]> {
  const rows = await system
    .selectFrom('passkey')
    .selectAll()
    .where('sign_in_id', '=', signInId)
    .orderBy('created_at')
    .execute();
  return rows.map(toRecord);
}

/** One passkey, whosever it is; null when it is unknown. */
export async function findPasskey(system: System, id: string): Promise<PasskeyRecord | null> {
  const row = await system.selectFrom('passkey').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

function toRecord(row: {
  id: string;
  sign_in_id: string;
  name: string;
  public_key: Buffer;
  counter: number;
  transports: string[];
  created_at: Date;
  last_used_at: Date | null;
}): PasskeyRecord {
  return {
    id: row.id,
    signInId: row.sign_in_id,
    name: row.name,
    publicKey: new Uint8Array(row.public_key),
    counter: row.counter,
    transports: row.transports,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}

/** Notes that it was used, with its counter where it counts. False when the counter went backwards meanwhile: somebody holds a copy. */
export async function notePasskeyUse(
  system: System,
  id: string,
  counter: number,
  now: Date,
): Promise<boolean> {
  const noted = await system
    .updateTable('passkey')
    .set({ counter, last_used_at: now })
    .where('id', '=', id)
    .where((e) => e.or([e('counter', '<', counter), e.and([e('counter', '=', 0), e.lit(counter === 0)])]))
    .executeTakeFirst();
  return noted.numUpdatedRows > 0n;
}

/** Gives one of a sign-in's passkeys another name; false when there is none. */
export async function renamePasskey(
  system: System,
  signInId: string,
  id: string,
  name: string,
): Promise<boolean> {
  const named = await system
    .updateTable('passkey')
    .set({ name })
    .where('id', '=', id)
    .where('sign_in_id', '=', signInId)
    .executeTakeFirst();
  return named.numUpdatedRows > 0n;
}

/** Forgets one of a sign-in's passkeys; false when there is none. */
export async function dropPasskey(tx: System, signInId: string, id: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('passkey')
    .where('id', '=', id)
    .where('sign_in_id', '=', signInId)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}
