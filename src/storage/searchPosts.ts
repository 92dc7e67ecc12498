/** Finds posts by their words and by what is known of them and their cases, latest first. */
import { type RawBuilder, sql } from 'kysely';
import { isStillFound } from '../domain/authorMask.ts';
import type { CaseState } from '../domain/case.ts';
import { type CaseFilter, isEmptyFilter } from '../domain/caseFilter.ts';
import { allOf, conditionsOnCase, conditionsOnPost, type Span, spanOf } from './caseFilters.ts';
import type { Tenant } from './database.ts';
import { columns, joins, type PostRow, type ReadPost, readPost } from './postReads.ts';
import { readMask } from './protectedAuthors.ts';

export interface FoundPost {
  post: ReadPost;
  caseId: string | null;
  caseNumber: number | null;
  caseState: CaseState | null;
}

export interface SoughtPosts {
  /** As typed: the last one may be a beginning. Empty: every post, which makes sense with a filter. */
  words: string;
  before: Date;
  limit: number;
  filter?: CaseFilter;
  memberId?: string;
}

export interface PostsRead {
  found: FoundPost[];
  /** What is asked for with `before` to go on; null at the end. */
  next: Date | null;
  /** As many posts were looked through as one search may: there may be more before `next`. */
  cut: boolean;
}

/** How many posts one search looks through where it is narrowed by more than words: each is looked up with its case. */
const steps = [500, 1_500, 3_000];

/**
 * Posts that hold all the words, latest first, before an instant. Ordered by time alone; ranking by likeness costs too much on the way of everybody's search. A page is
 * longer than `limit` where several posts have the time of its last one, so that the next page, which begins before that time, leaves none out.
 */
export async function searchPosts(
  tx: Tenant,
  organisationId: number,
  wanted: SoughtPosts,
): Promise<PostsRead> {
  const { words, limit, filter = {} } = wanted;
  const query = wordsQuery(words);
  if (query === null && (words !== '' || isEmptyFilter(filter))) return { found: [], next: null, cut: false };
  const span = await spanOf(tx, organisationId, filter);
  const found: FoundPost[] = [];
  let before = span.until !== null && span.until < wanted.before ? span.until : wanted.before;
  for (const step of isEmptyFilter(filter) ? [limit] : steps) {
    const looked = await look(tx, organisationId, { ...wanted, query, before, step, span });
    found.push(...looked.found);
    const last = found[limit - 1]?.post.at;
    if (last !== undefined)
      return { found: found.filter(({ post }) => post.at >= last), next: last, cut: false };
    // Nobody's words but those of a protected author can be taken out of a whole page: what comes behind it was not looked through.
    if (looked.pageEnd !== null) before = looked.pageEnd;
    else if (looked.count < step || looked.oldest === null) return { found, next: null, cut: false };
    else if (span.from !== null && looked.oldest < span.from) return { found, next: null, cut: false };
    else before = looked.oldest;
  }
  return { found, next: before, cut: true };
}

interface Look extends SoughtPosts {
  query: string | null;
  step: number;
  span: Span;
}

interface Looked {
  found: FoundPost[];
  /** How many posts were looked through, and the time of the oldest of them. */
  count: number;
  oldest: Date | null;
  /** The time of the last one that passed, where as many passed as were wanted. */
  pageEnd: Date | null;
}

/** Looks through `step` posts, and those that have the time of the last one. */
async function look(tx: Tenant, organisationId: number, wanted: Look): Promise<Looked> {
  const sought = sql<FoundRow>`
    with hits as materialized (${hits(organisationId, wanted)}),
    looked as (select count(*)::integer as count, min(at) as oldest from hits),
    ${isEmptyFilter(wanted.filter ?? {}) ? everyHit(organisationId) : passingHits(organisationId, wanted)}
    select looked.count, looked.oldest, found.* from looked left join found on true
    order by found.at desc, found.id desc`;
  const [{ rows }, mask] = await Promise.all([sought.execute(tx), readMask(tx, organisationId)]);
  const passed = rows.filter((row) => row.id !== null);
  const found = passed.filter((row) => isStillFound(row.text, wanted.words, mask)).map(foundPost);
  const pageEnd = passed.length < wanted.limit ? null : (passed.at(-1)?.at ?? null);
  return { found, count: rows[0]?.count ?? 0, oldest: rows[0]?.oldest ?? null, pageEnd };
}

const itsCase = (organisationId: number) => sql`
  left join conversation as o on o.organisation_id = ${organisationId} and o.id = p.conversation_id
  left join care_case as c on c.organisation_id = ${organisationId} and c.id = o.case_id`;

const everyHit = (organisationId: number): RawBuilder<unknown> => sql`
  found as (
    select ${columns}, null::text[] as heard_by, c.id as case_id, c.number as case_number, c.state as case_state
    from hits join post as p on p.organisation_id = ${organisationId} and p.id = hits.id
    ${joins(organisationId)} ${itsCase(organisationId)}
  )`;

/** What is shown of a post is read only where it passes, and for one page of them. Ordered by the time that was looked up, or the planner might walk all posts by theirs. */
function passingHits(
  organisationId: number,
  { filter = {}, memberId = '', span, limit }: Look,
): RawBuilder<unknown> {
  const passing = allOf([
    ...(span.from === null ? [] : [sql`p.at >= ${span.from}`]),
    ...conditionsOnCase(organisationId, filter, memberId),
    ...conditionsOnPost(organisationId, filter),
  ]);
  return sql`
    passed as materialized (
      select hits.id, c.id as case_id, c.number as case_number, c.state as case_state
      from hits join post as p on p.organisation_id = ${organisationId} and p.id = hits.id ${itsCase(organisationId)}
      where ${passing} order by hits.at desc fetch first ${sql.lit(limit)} rows with ties
    ),
    found as (
      select ${columns}, null::text[] as heard_by, passed.case_id, passed.case_number, passed.case_state
      from passed join post as p on p.organisation_id = ${organisationId} and p.id = passed.id ${joins(organisationId)}
    )`;
}

function hits(organisationId: number, { query, before, step }: Look): RawBuilder<unknown> {
  if (query !== null)
    return sql`select id, at from posts_with_words(to_tsquery('simple', ${query}), ${before}::timestamptz, ${step}::integer)`;
  return sql`select id, at from posts_by_time(${organisationId}::integer, ${before}::timestamptz, ${step}::integer)`;
}

interface FoundRow extends PostRow {
  count: number;
  oldest: Date | null;
  case_id: string | null;
  case_number: number | null;
  case_state: CaseState | null;
}

const foundPost = (row: FoundRow): FoundPost => ({
  post: readPost(row),
  caseId: row.case_id,
  caseNumber: row.case_number === null ? null : Number(row.case_number),
  caseState: row.case_state,
});

/**
 * The words as a tsquery text: all must be there, the last may be a beginning; null when nothing is left to look for. Each word goes whole to the parser that read
 * the posts too: it keeps "water.example" and "14-223" together in its own way, and only it knows how.
 */
export function wordsQuery(typed: string): string | null {
  const words = typed
    .replaceAll('\u0000', '')
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`);
  if (words.length === 0) return null;
  return /\s$/u.test(typed) ? words.join(' & ') : `${words.join(' & ')}:*`;
}
