/** Which posts are watched for how they spread, and who passed them on as far as we heard. The program's own work and the role of `inSpread`; nobody at the desk. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import { fingerprints, texts, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import { type Fingerprint, fingerprintOf } from './fingerprints.ts';
import { claimReading, type Reading } from './readings.ts';
import type { Lease } from './webhookWork.ts';

/** Claims an organisation in which something happened since it was looked at; null when there is none. A new one is found in the next round. In letterboxes nothing is public. */
export function claimSpreadReading(
  system: System,
  lease: Lease,
  now: Date,
  except: readonly number[],
): Promise<Reading | null> {
  const begin = sql`
    insert into spread_reading (organisation_id, read)
    select c.organisation_id, 0 from organisation_counter as c
    where not exists (select from spread_reading as w where w.organisation_id = c.organisation_id)
      and not exists (select from letterbox as l where l.box_id = c.organisation_id)`;
  return claimReading(system, 'spread_reading', { begin, lease, now, except });
}

/** Begins to watch those of these posts that authors wrote in public since an instant. Those of networks that can be asked are due at once. */
export async function watchPosts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
  { since, askable, now }: { since: Date; askable: readonly Network[]; now: Date },
): Promise<void> {
  await sql`
    insert into spread_watch (organisation_id, post_id, network, identity_id, posted_at, watched_at, next_at)
    select ${organisationId}::integer, p.id, p.network, p.identity_id, p.at, least(p.heard_at, ${now}::timestamptz),
      case when p.network = any(${texts([...askable])}) then ${now}::timestamptz end
    from unnest(${uuids([...new Set(postIds)])}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.id = t.id
    where p.direction = 'inbound' and p.visibility = 'public' and p.hearing <> 'imported' and not p.automatic
      and p.deleted_at is null and p.erased_at is null and p.at >= ${since}
    on conflict do nothing`.execute(tx);
}

type Way = 'quoted' | 'answered';

/** A post that answers or quotes another one in public. */
interface Pointing {
  network: Network;
  identity_id: string;
  at: Date;
  answered: string | null;
  quoted: string | null;
}

/** One way in which a post names another. */
interface Sign {
  fingerprint: Fingerprint;
  way: Way;
  identityId: string;
  at: Date;
}

/**
 * Notes which authors answered or quoted watched posts of others, each once; a post that somebody new passed on has one more of them from that instant, and is counted by its network
 * soon, if that was not just done. Answers the posts that did. What was deleted, erased, or written by a program says nothing.
 */
export async function noteSigns(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
  now: Date,
): Promise<string[]> {
  const signs = await signsIn(tx, organisationId, postIds);
  const noted = (
    await Promise.all(
      (['quoted', 'answered'] as const).map((way) =>
        noteWay(
          tx,
          organisationId,
          way,
          signs.filter((sign) => sign.way === way),
          now,
        ),
      ),
    )
  ).flat();
  if (noted.length === 0) return [];
  await sql`
    update spread_watch set signed = true, next_at = least(next_at, greatest(${now}::timestamptz, asked_at + interval '5 minutes'))
    where organisation_id = ${organisationId} and post_id = any(${uuids(noted)}) and next_at is not null`.execute(
    tx,
  );
  return [...new Set(noted)];
}

async function signsIn(tx: Tenant, organisationId: number, postIds: readonly string[]): Promise<Sign[]> {
  const pointing = await sql<Pointing>`
    select p.network, p.identity_id, p.heard_at as at, p.parent_network_id as answered, p.quoted_network_id as quoted
    from unnest(${uuids([...new Set(postIds)])}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.id = t.id
    where p.direction = 'inbound' and p.visibility = 'public' and p.identity_id is not null and p.hearing <> 'imported'
      and not p.automatic and p.deleted_at is null and p.erased_at is null
      and (p.parent_network_id is not null or p.quoted_network_id is not null)
    order by p.heard_at, p.id`.execute(tx);
  return pointing.rows.flatMap(({ network, identity_id: identityId, at, ...names }) =>
    (['quoted', 'answered'] as const).flatMap((way) => {
      const name = names[way];
      return name === null ? [] : [{ fingerprint: fingerprintOf(network, name), way, identityId, at }];
    }),
  );
}

/** Notes those of one way, with how many there are of it now. */
async function noteWay(
  tx: Tenant,
  organisationId: number,
  way: Way,
  signs: readonly Sign[],
  now: Date,
): Promise<string[]> {
  if (signs.length === 0) return [];
  const noted = await sql<{ post_id: string }>`
    insert into spread_sign (organisation_id, post_id, way, identity_id)
    select distinct ${organisationId}::integer, p.id, ${way}::text, t.identity
    from unnest(${fingerprints(signs.map(({ fingerprint }) => fingerprint))}, ${uuids(signs.map(({ identityId }) => identityId))}) as t(fingerprint, identity)
    join post as p on p.organisation_id = ${organisationId} and p.fingerprint = t.fingerprint and p.deleted_at is null and p.erased_at is null
    join spread_watch as w on w.organisation_id = ${organisationId} and w.post_id = p.id
    where w.identity_id is distinct from t.identity
    on conflict do nothing returning post_id`.execute(tx);
  const postIds = [...new Set(noted.rows.map(({ post_id }) => post_id))];
  if (postIds.length === 0) return [];
  const at = new Date(Math.min(now.getTime(), Math.max(...signs.map((sign) => sign.at.getTime()))));
  await sql`
    insert into spread_sample (organisation_id, post_id, source, at, count)
    select ${organisationId}::integer, t.id, ${way}::text, ${at}, (
      select count(*) from spread_sign as s where s.organisation_id = ${organisationId} and s.post_id = t.id and s.way = ${way}
    ) from unnest(${uuids(postIds)}) as t(id)
    on conflict (organisation_id, post_id, source, at) do update set count = greatest(spread_sample.count, excluded.count)`.execute(
    tx,
  );
  return postIds;
}
