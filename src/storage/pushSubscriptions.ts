/** Browsers that show alerts. Where each is reached, and its keys, are sealed with the program's key: who reads the table can tell nobody anything. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { newId } from './ids.ts';
import type { MasterKey } from './secrets.ts';

export interface Subscription {
  endpoint: string;
  /** base64url, as the browser gave them. */
  p256dh: string;
  auth: string;
}

export interface Device {
  id: string;
  /** SHA-256 of its address, by which a browser knows itself. */
  addressHash: Buffer;
  device: string;
  addedAt: Date;
  lastSentAt: Date | null;
}

/** A member has so many at most: the one that was added first makes room. */
const mostOfMember = 20;

const placeOf = (organisationId: number, id: string) => ({ organisationId, accountId: `push ${id}` });

/** Adds a browser, or says anew whose it is: the same address is one row, which keeps its id while it stays the same member's. Answers its id. */
export async function addSubscription(
  tx: Tenant,
  key: MasterKey,
  organisationId: number,
  given: { memberId: string; device: string; subscription: Subscription; at: Date },
): Promise<string> {
  const { memberId, device, subscription, at } = given;
  const hash = createHash('sha256').update(subscription.endpoint).digest();
  const before = await tx
    .deleteFrom('push_subscription')
    .where('organisation_id', '=', organisationId)
    .where('address_hash', '=', hash)
    .returning(['id', 'member_id'])
    .executeTakeFirst();
  // What waits for it waits under its id.
  const id = before?.member_id === memberId ? before.id : newId(at.getTime());
  await tx
    .insertInto('push_subscription')
    .values({
      organisation_id: organisationId,
      id,
      member_id: memberId,
      address_hash: hash,
      secret: key.seal(placeOf(organisationId, id), { ...subscription }),
      device,
      added_at: at,
    })
    .execute();
  await sql`
    delete from push_subscription where organisation_id = ${organisationId} and id in (
      select id from push_subscription where organisation_id = ${organisationId} and member_id = ${memberId}::uuid
      order by added_at desc, id desc offset ${sql.lit(mostOfMember)}
    )`.execute(tx);
  return id;
}

/** A member's browsers, the first added first. */
export async function devicesOf(tx: Tenant, organisationId: number, memberId: string): Promise<Device[]> {
  return tx
    .selectFrom('push_subscription')
    .select([
      'id',
      'device',
      'address_hash as addressHash',
      'added_at as addedAt',
      'last_sent_at as lastSentAt',
    ])
    .where('organisation_id', '=', organisationId)
    .where('member_id', '=', memberId)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
}

/** The ids of the browsers of these members. */
export async function subscriptionsOf(
  tx: Tenant,
  organisationId: number,
  memberIds: readonly string[],
): Promise<Map<string, string[]>> {
  const found = await sql<{ memberId: string; ids: string[] }>`
    select member_id as "memberId", array_agg(id order by added_at) as ids from push_subscription
    where organisation_id = ${organisationId} and member_id = any(${uuids([...memberIds])}) group by member_id`.execute(
    tx,
  );
  return new Map(found.rows.map(({ memberId, ids }) => [memberId, ids]));
}

/** Opens one; null when there is none any more. Throws Fault `key_unusable`. */
export async function openSubscription(
  tx: Tenant,
  key: MasterKey,
  organisationId: number,
  id: string,
): Promise<(Subscription & { memberId: string }) | null> {
  const row = await tx
    .selectFrom('push_subscription')
    .select(['secret', 'member_id'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { endpoint = '', p256dh = '', auth = '' } = key.open(placeOf(organisationId, id), row.secret);
  return { endpoint, p256dh, auth, memberId: row.member_id };
}

/** Takes one away; `memberId` where only that member's may go. False when there is none. */
export async function removeSubscription(
  tx: Tenant,
  organisationId: number,
  id: string,
  memberId: string | null = null,
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('push_subscription')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .$if(memberId !== null, (query) => query.where('member_id', '=', memberId as string))
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** Notes that something reached its push service. */
export async function noteSent(tx: Tenant, organisationId: number, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('push_subscription')
    .set({ last_sent_at: at })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}
