/** The cases of one author on one network, as they themselves may hear of them. */
import { type RawBuilder, sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import { fingerprints } from './arrays.ts';
import type { Tenant } from './database.ts';
import { fingerprintOf } from './fingerprints.ts';

export interface CaseOfCaller {
  number: number;
  state: 'waiting' | 'answered' | 'resolved';
  since: Date;
  lastAnswer: { text: string; at: Date } | null;
}

interface Row {
  number: string;
  state: 'waiting' | 'answered' | 'resolved';
  since: Date;
  text: string | null;
  at: Date | null;
}

/** Our last answer that stands in a conversation; of a protected author no word is said on a line that others may hear. */
const lastAnswer = (organisationId: number): RawBuilder<unknown> => sql`
  select p.text, p.at from post as p
  where p.organisation_id = ${organisationId} and p.conversation_id = c.id and p.direction = 'house' and not p.automatic
    and p.deleted_at is null and p.erased_at is null and not caller.protected
  order by p.at desc, p.id desc limit 1`;

/** At most `most`, the newest first: of this very identity, and no other of the same author. Empty where nothing was written. */
export async function casesOfCaller(
  tx: Tenant,
  organisationId: number,
  { network, networkId }: { network: Network; networkId: string },
  most: number,
): Promise<CaseOfCaller[]> {
  const found = await sql<Row>`
    with caller as materialized (
      select i.id, i.protected from unnest(${fingerprints([fingerprintOf(network, networkId)])}) as t(fingerprint)
      cross join lateral (
        select id, protected from identity where organisation_id = ${organisationId} and fingerprint = t.fingerprint limit 1
      ) as i
    )
    select distinct on (k.number) k.number, k.first_inbound_at as since, said.text, said.at,
      case when k.state = 'resolved' then 'resolved' when k.waiting_since is not null then 'waiting' else 'answered' end as state
    from caller
    join conversation as c on c.organisation_id = ${organisationId} and c.identity_id = caller.id
    join care_case as k on k.organisation_id = ${organisationId} and k.id = c.case_id and k.first_inbound_at is not null
    left join lateral (${lastAnswer(organisationId)}) as said on true
    order by k.number desc, said.at desc nulls last limit ${most}`.execute(tx);
  return found.rows.map(({ number, state, since, text, at }) => ({
    number: Number(number),
    state,
    since,
    lastAnswer: text === null || at === null ? null : { text, at },
  }));
}
