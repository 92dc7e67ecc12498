/** Identities that may be one person, by a telephone number. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { Tenant } from './database.ts';

export interface Candidate {
  identityId: string;
  caseNumber: number;
  name: string;
  network: Network;
  /** They are known by that number on their network; else what they said of how to be reached. */
  words: string | null;
}

const mostSaid = 200;

/** Of other authors those whose name on their network is this number, and those who said something that ends like it; who is protected or was said to be another person is left out. */
export async function candidatesByNumber(
  tx: Tenant,
  organisationId: number,
  caller: { identityId: string; number: string },
): Promise<Candidate[]> {
  const { identityId, number } = caller;
  const digits = number.slice(1);
  const found = await sql<Candidate>`
    with named as (
      select i.id, null::text as words from identity as i
      where i.organisation_id = ${organisationId} and i.network <> 'phone' and i.network_id in (${number}, ${digits})
      union all
      (select i.id, h.words from how_to_reach as h
      join identity as i on i.organisation_id = ${organisationId} and i.fingerprint = h.fingerprint
      where h.organisation_id = ${organisationId} and regexp_replace(h.words, '[^0-9]', '', 'g') like ${`%${digits.slice(-6)}%`}
      order by h.at desc limit ${mostSaid})
    )
    select distinct on (i.id) i.id as "identityId", c.number::integer as "caseNumber", coalesce(i.name, i.handle) as name, i.network, n.words
    from named as n
    join identity as i on i.organisation_id = ${organisationId} and i.id = n.id and i.erased_at is null and not i.protected
    join identity as me on me.organisation_id = ${organisationId} and me.id = ${identityId}::uuid and not me.protected and me.author_id <> i.author_id
    join conversation as v on v.organisation_id = ${organisationId} and v.identity_id = i.id
    join care_case as c on c.organisation_id = ${organisationId} and c.id = v.case_id and c.identity_id = i.id
    where not exists (
      select from not_same_person as x where x.organisation_id = ${organisationId}
        and x.identity_id = least(i.id, me.id) and x.other_id = greatest(i.id, me.id)
    )
    order by i.id, n.words nulls first, c.number desc`.execute(tx);
  return found.rows;
}

/** Says that these two are not one person. */
export async function insertNotSame(
  tx: Tenant,
  organisationId: number,
  pair: readonly [string, string],
  said: { at: Date; by: string },
): Promise<void> {
  const [smaller, greater] = [...pair].sort();
  await tx
    .insertInto('not_same_person')
    .values({
      organisation_id: organisationId,
      identity_id: smaller ?? '',
      other_id: greater ?? '',
      at: said.at,
      by: said.by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The identity of a case by its number; null when there is none. */
export async function identityOfNumber(
  tx: Tenant,
  organisationId: number,
  number: number,
): Promise<string | null> {
  const row = await tx
    .selectFrom('care_case')
    .select('identity_id')
    .where('organisation_id', '=', organisationId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.identity_id ?? null;
}
