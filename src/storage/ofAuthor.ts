/** Which rows belong to an author, said once: what an erasure takes and what an export gives are the same. */
import { type RawBuilder, sql } from 'kysely';
import { texts, uuids } from './arrays.ts';

/** Addresses of the pictures and files of these posts. */
export const picturesOf = (organisationId: number, postIds: readonly string[]): RawBuilder<unknown> => sql`
  select m.one ->> 'address' as address from unnest(${uuids([...postIds])}) as t(id)
  join post as p on p.organisation_id = ${organisationId} and p.id = t.id cross join lateral jsonb_array_elements(p.media) as m(one)`;

/** Ids (`raw_id`) of the raw items that carried one of these posts, in any version of it. */
export const carriersOf = (organisationId: number, postIds: readonly string[]): RawBuilder<unknown> => sql`
  select p.raw_id from unnest(${uuids([...postIds])}) as t(id)
  join post as p on p.organisation_id = ${organisationId} and p.id = t.id where p.raw_id is not null
  union select h.raw_id from unnest(${uuids([...postIds])}) as t(id)
  join post_heard as h on h.organisation_id = ${organisationId} and h.post_id = t.id`;

export interface LinkedTo {
  identities: readonly { network: string; networkId: string }[];
  threads: readonly { network: string; thread: string }[];
}

/** True for a private page `l` of one of these authors, or of one of these threads. */
export const isLinkOf = (of: LinkedTo): RawBuilder<unknown> => sql`(
  exists (select from unnest(${texts(of.identities.map((i) => i.network))}, ${texts(of.identities.map((i) => i.networkId))}) as t(network, author)
    where l.network = t.network and l.author = t.author)
  or exists (select from unnest(${texts(of.threads.map((t) => t.network))}, ${texts(of.threads.map((t) => t.thread))}) as t(network, thread)
    where l.network = t.network and l.thread = t.thread)
)`;

/** True for what was set aside, `s` with its raw item `r`, of one of these posts, or where one of these authors is named. */
export const isSetAsideOf = (of: {
  names: readonly string[];
  authors: readonly string[];
}): RawBuilder<unknown> => sql`(
  s.network_id = any(${texts([...of.names])})
  or exists (select from unnest(${texts([...of.authors])}) as t(name) where strpos(r.payload, t.name) > 0 or strpos(r.key, t.name) > 0)
)`;
