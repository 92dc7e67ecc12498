/** What happened with the networks of connected accounts, in a person's words: one row an hour and kind, so that a network that fails a thousand times is one line. */
import { sql } from 'kysely';
import type { System, Tenant } from './database.ts';

export interface NoticeToKeep {
  organisationId: number;
  accountId: string;
  code: string;
  /** A safe sentence. */
  sentence: string;
  times: number;
  at: Date;
}

export interface AccountNoticeRow {
  code: string;
  sentence: string;
  firstAt: Date;
  lastAt: Date;
  times: number;
}

/** Keeps one; the latest sentence of its hour and kind stands. Nothing is kept of an account that is not there. */
export async function keepNotice(tx: Tenant, notice: NoticeToKeep): Promise<void> {
  const { organisationId, accountId, code, sentence, times, at } = notice;
  await sql`
    insert into account_notice (organisation_id, account_id, hour, code, sentence, first_at, last_at, times)
    select a.organisation_id, a.id, date_trunc('hour', ${at}::timestamptz), ${code}, ${sentence}, ${at}::timestamptz, ${at}::timestamptz, ${times}::integer
    from connected_account as a where a.organisation_id = ${organisationId} and a.id = ${accountId}
    on conflict (organisation_id, account_id, hour, code) do update
      set sentence = excluded.sentence, last_at = greatest(account_notice.last_at, excluded.last_at), times = account_notice.times + excluded.times`.execute(
    tx,
  );
}

/** The latest of an account, the newest first. */
export async function noticesOf(
  tx: Tenant,
  organisationId: number,
  accountId: string,
  most: number,
): Promise<AccountNoticeRow[]> {
  return tx
    .selectFrom('account_notice')
    .select(['code', 'sentence', 'first_at as firstAt', 'last_at as lastAt', 'times'])
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', accountId)
    .orderBy('hour', 'desc')
    .orderBy('last_at', 'desc')
    .limit(most)
    .execute();
}

/** Counts requests that were refused. */
export async function countRefused(
  tx: Tenant,
  {
    organisationId,
    accountId,
    times,
    at,
  }: Pick<NoticeToKeep, 'organisationId' | 'accountId' | 'times' | 'at'>,
): Promise<void> {
  await sql`
    insert into account_hour (organisation_id, account_id, hour, items, refused)
    select a.organisation_id, a.id, date_trunc('hour', ${at}::timestamptz), 0, ${times}::integer
    from connected_account as a where a.organisation_id = ${organisationId} and a.id = ${accountId}
    on conflict (organisation_id, account_id, hour) do update set refused = account_hour.refused + excluded.refused`.execute(
    tx,
  );
}

/** How many requests were refused since then. */
export async function refusedSince(
  tx: Tenant,
  organisationId: number,
  accountId: string,
  since: Date,
): Promise<number> {
  const row = await tx
    .selectFrom('account_hour')
    .select(sql<number>`coalesce(sum(refused), 0)::integer`.as('refused'))
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', accountId)
    .where('hour', '>=', since)
    .executeTakeFirst();
  return row?.refused ?? 0;
}

/** Forgets some that are older; answers how many. */
export async function forgetNotices(system: System, before: Date, most: number): Promise<number> {
  const gone = await sql`
    delete from account_notice where ctid = any(array(select ctid from account_notice where hour < ${before} limit ${most}))`.execute(
    system,
  );
  return Number(gone.numAffectedRows ?? 0n);
}
