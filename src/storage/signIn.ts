/** Sign-in's tables: better-auth reads and writes them through the adapter made here; the rest of the program through these functions. */
import { kyselyAdapter } from '@better-auth/kysely-adapter';
import { sql } from 'kysely';
import type { Storage, System } from './database.ts';
import { newId } from './ids.ts';

/** better-auth's database, with the names of our tables and columns. */
export function signInDatabase(storage: Pick<Storage, 'system'>) {
  return {
    database: kyselyAdapter(storage.system, { type: 'postgres', transaction: true }),
    user: {
      modelName: 'sign_in',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'session',
      fields: {
        userId: 'sign_in_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    account: {
      modelName: 'credential',
      fields: {
        userId: 'sign_in_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
  };
}

/** Addresses are compared in lower case everywhere. */
export const sameEmail = (email: string): string => email.trim().toLowerCase();

/** Makes a sign-in with a password, or without one for whoever comes by an issuer. Answers its id. */
export async function addSignIn(
  tx: System,
  who: { name: string; email: string; passwordHash: string | null; at: Date },
): Promise<string> {
  const id = newId(who.at.getTime());
  const times = { created_at: who.at, updated_at: who.at };
  await tx
    .insertInto('sign_in')
    .values({ id, name: who.name, email: sameEmail(who.email), ...times })
    .execute();
  await tx
    .insertInto('credential')
    .values({
      id: newId(who.at.getTime()),
      account_id: id,
      provider_id: 'credential',
      sign_in_id: id,
      password: who.passwordHash,
      ...times,
    })
    .execute();
  return id;
}

/** The sign-in of an address, with the hash of its password. */
export async function findSignIn(
  tx: System,
  email: string,
): Promise<{ id: string; passwordHash: string | null } | null> {
  const row = await tx
    .selectFrom('sign_in as s')
    .leftJoin('credential as c', (join) =>
      join.onRef('c.sign_in_id', '=', 's.id').on('c.provider_id', '=', 'credential'),
    )
    .select(['s.id', 'c.password'])
    .where('s.email', '=', sameEmail(email))
    .executeTakeFirst();
  return row === undefined ? null : { id: row.id, passwordHash: row.password };
}

/** The hash of a sign-in's password; null where it has none. */
export async function passwordHashOf(tx: System, signInId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('credential')
    .select('password')
    .where('sign_in_id', '=', signInId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst();
  return row?.password ?? null;
}

/** Gives a sign-in another password; with `from` only while that is still its hash. False when it was not changed. */
export async function setPasswordHash(
  tx: System,
  signInId: string,
  hash: { from?: string; to: string },
  at: Date,
): Promise<boolean> {
  let query = tx
    .updateTable('credential')
    .set({ password: hash.to, updated_at: at })
    .where('sign_in_id', '=', signInId)
    .where('provider_id', '=', 'credential');
  if (hash.from !== undefined) query = query.where('password', '=', hash.from);
  return (await query.executeTakeFirst()).numUpdatedRows > 0n;
}

export interface SessionRecord {
  id: string;
  createdAt: Date;
  lastUsedAt: Date;
  address: string | null;
  program: string | null;
}

/** The sessions of one sign-in that are still good, the last used first. */
export async function listSessions(system: System, signInId: string, now: Date): Promise<SessionRecord[]> {
  const rows = await system
    .selectFrom('session')
    .select(['id', 'created_at', 'updated_at', 'ip_address', 'user_agent'])
    .where('sign_in_id', '=', signInId)
    .where('expires_at', '>', now)
    .orderBy('updated_at', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    lastUsedAt: row.updated_at,
    address: row.ip_address || null,
    program: row.user_agent || null,
  }));
}

/** Ends one session of this sign-in; false when there is none of that id. */
export async function endSession(system: System, signInId: string, sessionId: string): Promise<boolean> {
  const gone = await system
    .deleteFrom('session')
    .where('id', '=', sessionId)
    .where('sign_in_id', '=', signInId)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** Ends every session of a sign-in but the one named; answers how many. */
export async function endSessions(tx: System, signInId: string, except: string | null): Promise<number> {
  let query = tx.deleteFrom('session').where('sign_in_id', '=', signInId);
  if (except !== null) query = query.where('id', '<>', except);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}

/** Ends the sessions of a sign-in that no organisation has as a member any more. */
export async function endSessionsOfStranger(tx: System, signInId: string): Promise<void> {
  await tx
    .deleteFrom('session')
    .where('sign_in_id', '=', signInId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('member')
            .select(sql.lit(1).as('one'))
            .where('member.sign_in_id', '=', signInId)
            .where('member.left_at', 'is', null),
        ),
      ),
    )
    .execute();
}

/**
 * Counts one attempt under a key and answers how many there were in this window. One statement, so that a hundred attempts at once
 * are counted as a hundred.
 */
export async function countAttempt(
  system: System,
  key: string,
  windowMilliseconds: number,
  now: Date,
): Promise<{ count: number; endsAt: Date }> {
  const at = now.getTime();
  const expired = sql<boolean>`rate_limit.last_request <= ${at - windowMilliseconds}::bigint`;
  const row = await system
    .insertInto('rate_limit')
    .values({ id: newId(at), key, count: 1, last_request: at })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        count: sql<number>`case when ${expired} then 1 else rate_limit.count + 1 end`,
        last_request: sql<number>`case when ${expired} then excluded.last_request else rate_limit.last_request end`,
      }),
    )
    .returning(['count', 'last_request'])
    .executeTakeFirstOrThrow();
  if (row.count === 1) await forgetOldAttempts(system, at - 86_400_000);
  return { count: row.count, endsAt: new Date(row.last_request + windowMilliseconds) };
}

async function forgetOldAttempts(system: System, before: number): Promise<void> {
  await system
    .deleteFrom('rate_limit')
    .where('id', 'in', (from) =>
      from.selectFrom('rate_limit').select('id').where('last_request', '<', before).limit(100),
    )
    .execute();
}

/** Starts a key's count again, after it proved good. */
export async function forgetAttempts(system: System, key: string): Promise<void> {
  await system.deleteFrom('rate_limit').where('key', '=', key).execute();
}
