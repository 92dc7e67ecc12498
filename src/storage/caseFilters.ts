/** A filter as conditions of a statement. */
import { type RawBuilder, sql } from 'kysely';
import type { CaseFilter } from '../domain/caseFilter.ts';
import type { Tenant } from './database.ts';
import { casesNotBroughtBack } from './privateMoves.ts';

type Condition = RawBuilder<unknown>;

/** From when (included) until when (excluded) the days of a filter last. */
export interface Span {
  from: Date | null;
  until: Date | null;
}

/** The days of a filter as instants, in the organisation's time zone. */
export async function spanOf(tx: Tenant, organisationId: number, filter: CaseFilter): Promise<Span> {
  if (filter.from === undefined && filter.until === undefined) return { from: null, until: null };
  const found = await sql<{ from: Date | null; until: Date | null }>`
    select (${filter.from ?? null}::date)::timestamp at time zone time_zone as from,
      (${filter.until ?? null}::date + 1)::timestamp at time zone time_zone as until
    from organisation where id = ${organisationId}`.execute(tx);
  return found.rows[0] ?? { from: null, until: null };
}

/** What the case itself says; `c` is its row, null where a post has none. */
export function conditionsOnCase(organisationId: number, filter: CaseFilter, memberId: string): Condition[] {
  const { moved, state, owner, unit, tag, severity, answered, campaign } = filter;
  const all: Condition[] = [];
  if (state !== undefined) all.push(sql`c.state = ${state}`);
  if (owner === 'none') all.push(sql`c.id is not null and c.owner_id is null`);
  else if (owner !== undefined) all.push(sql`c.owner_id = ${owner === 'me' ? memberId : owner}::uuid`);
  if (unit !== undefined) all.push(sql`c.unit_id = ${unit}::uuid`);
  if (tag !== undefined) all.push(sql`${tag} = any(c.tags)`);
  if (severity !== undefined) all.push(sql`c.severity >= ${severity}`);
  if (answered === 'yes') all.push(sql`c.first_house_at is not null`);
  if (answered === 'no') all.push(sql`c.id is not null and c.first_house_at is null`);
  if (campaign !== undefined) all.push(sql`c.campaign_id = ${campaign}::uuid`);
  // Moves are few: their cases are read once and looked up by key.
  if (moved === 'open') all.push(sql`c.id = any(array${casesNotBroughtBack(organisationId)})`);
  return all;
}

const inLanguage = (column: Condition, language: string): Condition =>
  sql`(${column} = ${language} or starts_with(${column}, ${`${language}-`}))`;

/**
 * What is told by rows beside the case `c`. Each is looked up by key for one case after the other: as a join the planner might read all of them, and lose the order in
 * which the cases are walked.
 */
export function conditionsBesideCase(organisationId: number, filter: CaseFilter): Condition[] {
  const { network, account, language } = filter;
  const all: Condition[] = [];
  if (network !== undefined)
    all.push(sql`(select i.network from identity as i
      where i.organisation_id = ${organisationId} and i.id = c.identity_id limit 1) = ${network}`);
  if (language !== undefined)
    all.push(
      inLanguage(
        sql`(select p.language from post as p where p.organisation_id = ${organisationId} and p.id = c.last_inbound_post_id limit 1)`,
        language,
      ),
    );
  if (account !== undefined)
    all.push(sql`(select r.account_id from post as p
      join raw_item as r on r.organisation_id = ${organisationId} and r.id = p.raw_id
      where p.organisation_id = ${organisationId} and p.id = c.last_inbound_post_id limit 1) = ${account}::uuid`);
  return all;
}

/** When the author of the case `c` wrote last. */
export function conditionsOnLastPost({ from, until }: Span): Condition[] {
  const all: Condition[] = [];
  if (from !== null) all.push(sql`c.last_inbound_at >= ${from}`);
  if (until !== null) all.push(sql`c.last_inbound_at < ${until}`);
  return all;
}

/** What the post `p` says of itself. */
export function conditionsOnPost(organisationId: number, filter: CaseFilter): Condition[] {
  const { network, account, language } = filter;
  const all: Condition[] = [];
  if (network !== undefined) all.push(sql`p.network = ${network}`);
  if (language !== undefined) all.push(inLanguage(sql`p.language`, language));
  if (account !== undefined)
    all.push(sql`(select r.account_id from raw_item as r
      where r.organisation_id = ${organisationId} and r.id = p.raw_id limit 1) = ${account}::uuid`);
  return all;
}

/** All of them; true where there is none. */
export const allOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
