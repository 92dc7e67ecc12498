/** The statements that fill a desk, in order. Post n is said at its place in the last ninety days; every `stride`th begins a conversation and its case. */

export interface Filling {
  posts: number;
  cases: number;
  organisationId: number;
  accountId: string;
  institutionId: string;
  memberId: string;
  colleagueId: string;
  texts: number;
  longCases: number;
  longCase: number;
}

/** An id of row `n` of one kind, in the order of time like those that the program makes (UUID version 7). */
export const idOf = (kind: number, n: string): string =>
  `('0190' || lpad(to_hex(${n}), 8, '0') || '7000' || '8' || lpad(to_hex(${kind}), 3, '0') || substr(md5((${n})::text), 1, 12))::uuid`;

export const kinds = { post: 1, conversation: 2, identity: 3, caseOf: 4 } as const;

/** Each statement by what it says while it runs. */
export function fillings(filling: Filling): Record<string, string> {
  const { organisationId: org, posts, cases, longCases, longCase } = filling;
  // A fifth more cases than open ones: a tenth resolved, a tenth waiting for their author.
  const conversations = Math.round(cases * 1.2);
  const stride = Math.max(1, Math.floor(posts / conversations));
  const authors = Math.round(conversations * 0.8);
  const all = posts + longCases * longCase;
  const size = { conversations, stride, authors, all };
  return {
    authors: `
      insert into identity (organisation_id, id, author_id, network, network_id, handle, name, language, first_heard_at)
      select ${org}, ${idOf(kinds.identity, 'n')}, ${idOf(kinds.identity, 'n')}, 'bluesky', 'did:plc:' || substr(md5(n::text), 1, 24),
        'author' || n || '.example', case when n % 3 > 0 then 'Author ' || n end, 'en', now() - interval '90 days'
      from generate_series(1, ${authors + longCases}) as n`,
    conversations: `
      insert into conversation (organisation_id, id, network, thread, identity_id, case_id, institution_id, visibility)
      select ${org}, ${idOf(kinds.conversation, 'c')}, 'bluesky', 'at://did:plc:' || substr(md5(c::text), 1, 24) || '/app.bsky.feed.post/' || c,
        ${idOf(kinds.identity, `1 + c % ${authors}`)}, ${idOf(kinds.caseOf, 'c')}, '${filling.institutionId}', 'public'
      from generate_series(1, ${conversations + longCases}) as c`,
    cases: casesOf(filling, size),
    posts: postsOf(filling, size),
    'raw items': `
      insert into raw_item (organisation_id, id, account_id, key, payload, heard_at)
      select ${org}, p.raw_id, '${filling.accountId}', p.thread, '{"text":"' || p.text || '","padding":"${'x'.repeat(250)}"}', p.heard_at
      from post as p order by p.raw_id`,
    history: `
      insert into history (organisation_id, sequence, at, action, case_id, subject_id)
      select ${org}, p.raw_id, p.heard_at, 'post_heard', c.case_id, p.id
      from post as p join conversation as c on c.organisation_id = p.organisation_id and c.id = p.conversation_id
      union all
      select ${org}, ${all} + number, state_at, 'case_opened', id, id from care_case`,
    counters: `
      with numbered as (
        update organisation_counter set history = ${all + conversations + longCases}, case_number = ${conversations + longCases} where organisation_id = ${org}
      ), read as (
        -- As if the models had read them all: what is measured is a desk at rest.
        insert into post_reading (organisation_id, read) values (${org}, ${all + conversations + longCases})
        on conflict (organisation_id) do update set read = excluded.read
      ), counted as (
        insert into intake_count (organisation_id, account_id, day, posts) values (${org}, '${filling.accountId}', current_date, ${all})
      )
      select setval('raw_item_id', ${all})`,
  };
}

interface Size {
  conversations: number;
  stride: number;
  authors: number;
  all: number;
}

function casesOf({ organisationId: org, cases, posts, ...filling }: Filling, size: Size): string {
  const open = `(c <= ${cases} or c > ${size.conversations})`;
  // Open ones and settled ones are mixed over time: c is spread by a multiplication that meets every number once.
  return `
    insert into care_case (organisation_id, id, number, institution_id, author_id, identity_id, last_inbound_post_id, state, state_at, owner_id, severity,
      first_inbound_at, last_inbound_at, waiting_since, tier, due_at, inbound_posts, sequence)
    select ${org}, ${idOf(kinds.caseOf, 'c')}, c, '${filling.institutionId}', ${idOf(kinds.identity, `1 + c % ${size.authors}`)},
      ${idOf(kinds.identity, `1 + c % ${size.authors}`)}, ${idOf(kinds.post, `case when c > ${size.conversations} then ${posts} + 1 + (c - ${size.conversations} - 1) * ${filling.longCase} else c * ${size.stride} end`)},
      case when not ${open} then (case when c % 2 = 0 then 'resolved' else 'waiting_author' end) when c % 5 = 0 then 'open' when c % 7 = 0 then 'reopened' else 'new' end,
      t.at, case when c % 500 = 0 then '${filling.memberId}'::uuid when c % 10 < 3 then '${filling.colleagueId}'::uuid end,
      case when c % 997 = 0 then 4 when c % 97 = 0 then 3 when c % 11 = 0 then 2 else 0 end,
      t.at, t.at, case when ${open} then t.at end,
      case when ${open} then (case when c % 997 = 0 then 0 when c % 97 = 0 then 1 else 2 end) end,
      case when ${open} then t.at + (case when c % 11 = 0 then interval '30 minutes' else interval '60 minutes' end) end,
      4, ${size.all} + c
    from generate_series(1, ${size.conversations + filling.longCases}) as c
    cross join lateral (select now() - interval '90 days' + interval '90 days' * ((c::bigint * 7919) % ${size.conversations}) / ${size.conversations} as at) as t`;
}

function postsOf({ organisationId: org, posts, texts, longCase }: Filling, size: Size): string {
  return `
    insert into post (organisation_id, id, network, network_id, thread, parent_network_id, conversation_id, identity_id, direction, visibility, hearing, text, language,
      at, heard_at, revision, raw_id)
    select ${org}, ${idOf(kinds.post, 'n')}, 'bluesky', 'at://did:plc:' || substr(md5(n::text), 1, 24) || '/app.bsky.feed.post/' || n,
      'at://did:plc:' || substr(md5(c::text), 1, 24) || '/app.bsky.feed.post/' || c, null,
      ${idOf(kinds.conversation, 'c')}, case when house then null else ${idOf(kinds.identity, `1 + c % ${size.authors}`)} end,
      case when house then 'house' else 'inbound' end, 'public', case when house then 'own' else 'mention' end,
      case when n % 5 = 0 then t.text || ' ref' || n else t.text end, t.language, m.at, m.at + interval '1 second', n::text, n
    from (
      select n, n % 4 = 3 and n % ${size.stride} > 0 as house,
        case when n > ${posts} then ${size.conversations} + 1 + (n - ${posts} - 1) / ${longCase}
          when n % ${size.stride} = 0 and n / ${size.stride} <= ${size.conversations} then n / ${size.stride}
          else 1 + (n::bigint * 2654435761 % least(${size.conversations}, greatest(1, n / ${size.stride})))::integer end as c
      from generate_series(1, ${size.all}) as n
    ) as given
    join bench_text as t on t.k = (given.n::bigint * 48271 % ${texts})::integer
    cross join lateral (select now() - interval '90 days' * (${size.all} - given.n) / ${size.all} as at) as m`;
}
