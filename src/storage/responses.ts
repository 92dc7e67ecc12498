/** First responses as the posts tell them; which post counts is explained in insight/responseTimes.ts. */
import { sql } from 'kysely';
import type { UnitResponse } from '../domain/responseTime.ts';
import type { Tenant } from './database.ts';

/** One entry per thread, by any number of authors. */
export async function threadResponses(tx: Tenant, organisationId: number): Promise<UnitResponse[]> {
  const found = await sql<UnitResponse>`
    with asked as (
      select distinct on (p.network, p.thread) p.network, p.thread, p.at, c.institution_id
      from post as p
      join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
      where p.organisation_id = ${organisationId} and p.direction = 'inbound' and p.deleted_at is null
      order by p.network, p.thread, p.at, p.id
    )
    select i.name as institution, (extract(epoch from min(h.at) - asked.at) * 1000)::float8 as milliseconds
    from asked
    join institution as i on i.organisation_id = ${organisationId} and i.id = asked.institution_id
    left join post as h on h.organisation_id = ${organisationId} and h.network = asked.network and h.thread = asked.thread
      and h.direction = 'house' and h.deleted_at is null and h.at > asked.at
    group by asked.network, asked.thread, asked.at, i.name`.execute(tx);
  return found.rows;
}

/** One entry per conversation: the posts between the house and one author in one thread. */
export async function conversationResponses(tx: Tenant, organisationId: number): Promise<UnitResponse[]> {
  const found = await sql<UnitResponse>`
    with asked as (
      select p.conversation_id, min(p.at) as at
      from post as p
      where p.organisation_id = ${organisationId} and p.direction = 'inbound' and p.deleted_at is null
        and p.conversation_id is not null
      group by p.conversation_id
    )
    select i.name as institution, (extract(epoch from min(h.at) - asked.at) * 1000)::float8 as milliseconds
    from asked
    join conversation as c on c.organisation_id = ${organisationId} and c.id = asked.conversation_id
    join institution as i on i.organisation_id = ${organisationId} and i.id = c.institution_id
    left join post as h on h.organisation_id = ${organisationId} and h.conversation_id = asked.conversation_id
      and h.direction = 'house' and h.deleted_at is null and h.at > asked.at
    group by asked.conversation_id, asked.at, i.name`.execute(tx);
  return found.rows;
}
