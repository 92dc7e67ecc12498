-- The spine. Every tenant's key begins with organisation_id; row-level security is the second lock on every tenant's door.
-- Tenants' work runs as role answerable_tenant, the fairness audit as answerable_audit; both are made by `migrate` before this file.

create table organisation (
  id integer generated always as identity primary key,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('institution', 'watchdog')),
  time_zone text not null default 'UTC',
  language text not null default 'en',
  first_response_minutes integer not null default 60 check (first_response_minutes between 1 and 43200),
  next_response_minutes integer not null default 120 check (next_response_minutes between 1 and 43200),
  created_at timestamptz not null default now()
);

-- History and case numbers are dealt out here, under a row lock that lasts until commit: who reads by sequence can
-- never pass a row that commits late, because a later number cannot exist before the earlier one is committed.
create table organisation_counter (
  organisation_id integer primary key references organisation,
  history bigint not null default 0,
  case_number bigint not null default 0
);

create table institution (
  organisation_id integer not null references organisation,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  own boolean not null,
  primary key (organisation_id, id),
  unique (organisation_id, name)
);

-- Sign-in (better-auth). Not a tenant's rows: one person may be a member of several organisations.
create table sign_in (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table session (
  id text primary key,
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  ip_address text,
  user_agent text,
  sign_in_id text not null references sign_in on delete cascade
);
create index session_by_sign_in on session (sign_in_id);
create table credential (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  sign_in_id text not null references sign_in on delete cascade,
  access_token text, refresh_token text, id_token text,
  access_token_expires_at timestamptz, refresh_token_expires_at timestamptz,
  scope text, password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index credential_by_sign_in on credential (sign_in_id);
create table verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_by_identifier on verification (identifier);
create table rate_limit (
  id text primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);
-- One-time links: the first run and the operator's sign-in. Only a hash is kept.
create table one_time_link (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('first_run', 'sign_in', 'invitation')),
  sign_in_id text references sign_in on delete cascade,
  organisation_id integer references organisation,
  member_id uuid,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table member (
  organisation_id integer not null references organisation,
  id uuid not null,
  sign_in_id text references sign_in,
  name text not null check (length(name) between 1 and 200),
  email text not null,
  signature text,
  role text not null check (role in ('admin', 'supervisor', 'agent', 'executive', 'auditor', 'guest_agent')),
  language text not null default 'en',
  left_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id)
);
create unique index member_by_sign_in on member (organisation_id, sign_in_id) where sign_in_id is not null;
create unique index member_by_email on member (organisation_id, lower(email));

create table connected_account (
  organisation_id integer not null references organisation,
  id uuid not null,
  institution_id uuid not null,
  network text not null,
  network_id text not null,
  handle text not null,
  name text,
  settings jsonb not null default '{}',
  secret bytea,
  lacks jsonb not null default '[]',
  watched jsonb not null default '[]',
  state text not null default 'listening' check (state in ('listening', 'paused', 'permission_lost', 'removed')),
  state_reason text,
  created_at timestamptz not null default now(),
  -- The listener: one at a time, by lease.
  leased_by text,
  lease_until timestamptz,
  last_heard_at timestamptz,
  last_alive_at timestamptz,
  -- Reconciliation.
  reconcile_at timestamptz,
  reconciled_at timestamptz,
  reconcile_missing integer,
  reconcile_reason text,
  primary key (organisation_id, id),
  foreign key (organisation_id, institution_id) references institution
);
create unique index connected_account_once on connected_account (organisation_id, network, network_id) where state <> 'removed';

create table source_cursor (
  organisation_id integer not null,
  account_id uuid not null,
  source text not null,
  cursor text,
  saved_at timestamptz not null,
  primary key (organisation_id, account_id, source),
  foreign key (organisation_id, account_id) references connected_account
);

-- How many items an account is used to hear in each hour of the day: silence is judged against it.
create table account_hour (
  organisation_id integer not null,
  account_id uuid not null,
  hour timestamptz not null,
  items integer not null,
  primary key (organisation_id, account_id, hour)
);

-- The raw item as the network gave it; erased (payload null) when its author deleted the post.
create sequence raw_item_id;
create table raw_item (
  organisation_id integer not null,
  id bigint not null,
  account_id uuid not null,
  key text not null,
  payload text,
  heard_at timestamptz not null,
  primary key (organisation_id, id)
) with (toast_tuple_target = 8160);
-- Written once, read once: compressing it would cost more than it saves.
alter table raw_item alter column payload set storage external;
-- What waits to be taken to the desk. A lane holds many threads; all items of a thread are in one lane, in order of id.
create table inbox_item (
  organisation_id integer not null,
  lane smallint not null,
  raw_id bigint not null,
  primary key (organisation_id, lane, raw_id)
);
create table inbox_lane (
  organisation_id integer not null,
  lane smallint not null,
  -- `written` grows with every batch saved into the lane, in its transaction; `done` is the value that was read before the lane was found empty.
  written bigint not null default 0,
  done bigint not null default 0,
  leased_by text,
  lease_until timestamptz,
  served_at timestamptz not null default 'epoch',
  primary key (organisation_id, lane)
) with (fillfactor = 50);
create table set_aside_item (
  organisation_id integer not null,
  raw_id bigint not null,
  account_id uuid not null,
  reason text not null,
  position text,
  set_aside_at timestamptz not null,
  replayed_at timestamptz,
  primary key (organisation_id, raw_id)
);
create index set_aside_open on set_aside_item (organisation_id, set_aside_at desc) where replayed_at is null;
-- What came in and what became of it, per account and day: the proof behind "214 today, 214 shown".
create table intake_count (
  organisation_id integer not null,
  account_id uuid not null,
  day date not null,
  posts integer not null default 0,
  doubles integer not null default 0,
  edits integer not null default 0,
  deletions integer not null default 0,
  ignored integer not null default 0,
  set_aside integer not null default 0,
  primary key (organisation_id, account_id, day)
);

-- A name on a network. Several identities of one author share author_id (joined by a person's yes).
create table identity (
  organisation_id integer not null,
  id uuid not null,
  author_id uuid not null,
  network text not null,
  network_id text not null,
  handle text not null,
  name text,
  language text,
  first_heard_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, network, network_id)
);
create index identity_joined on identity (organisation_id, author_id) where author_id <> id;

create table conversation (
  organisation_id integer not null,
  id uuid not null,
  network text not null,
  thread text not null,
  identity_id uuid not null,
  case_id uuid not null,
  institution_id uuid not null,
  visibility text not null check (visibility in ('public', 'direct')),
  primary key (organisation_id, id),
  -- The author first, so that the same index finds an author's conversations.
  unique (organisation_id, identity_id, network, thread)
);
create index conversation_by_case on conversation (organisation_id, case_id);

create table post (
  organisation_id integer not null,
  id uuid not null,
  network text not null,
  network_id text not null,
  thread text not null,
  parent_network_id text,
  quoted_network_id text,
  conversation_id uuid,
  identity_id uuid,
  direction text not null check (direction in ('inbound', 'house')),
  visibility text not null check (visibility in ('public', 'direct')),
  hearing text not null,
  text text not null,
  language text,
  media jsonb,
  handle jsonb,
  at timestamptz not null,
  heard_at timestamptz not null,
  revision text not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  raw_id bigint,
  -- The member who wrote it here; null for what came from elsewhere.
  member_id uuid,
  primary key (organisation_id, id),
  unique (organisation_id, network, network_id)
) with (toast_tuple_target = 8160);
create index post_by_conversation on post (organisation_id, conversation_id, at);
create index post_unplaced on post (organisation_id, network, parent_network_id) where conversation_id is null and direction = 'house' and deleted_at is null;
create index post_words on post using gin (to_tsvector('simple', text)) with (fastupdate = on, gin_pending_list_limit = 8192);
create index post_by_time on post (organisation_id, at desc, id desc);

-- Every further raw item that carried the post: another account that heard it, a double, a later version. The first stands in the post itself.
create table post_heard (
  organisation_id integer not null,
  post_id uuid not null,
  account_id uuid not null,
  raw_id bigint not null,
  primary key (organisation_id, post_id, raw_id)
);

create table reach (
  organisation_id integer not null,
  id bigint generated always as identity,
  identity_id uuid not null,
  post_id uuid,
  followers integer,
  verified boolean,
  shares integer,
  at timestamptz not null,
  primary key (organisation_id, id)
);

create table care_case (
  organisation_id integer not null,
  id uuid not null,
  number bigint not null,
  institution_id uuid not null,
  author_id uuid not null,
  -- What the list shows; names and words are read from the rows that can be erased.
  identity_id uuid not null,
  last_inbound_post_id uuid,
  state text not null check (state in ('new', 'open', 'waiting_author', 'waiting_us', 'resolved', 'reopened')),
  state_at timestamptz not null,
  state_by uuid,
  owner_id uuid,
  severity smallint not null default 0 check (severity between 0 and 4),
  vulnerable boolean not null default false,
  tags text[] not null default '{}',
  first_inbound_at timestamptz,
  last_inbound_at timestamptz,
  first_house_at timestamptz,
  last_house_at timestamptz,
  waiting_since timestamptz,
  -- The queue's order, computed by domain/queue.ts and by nothing else. Null when nobody waits for us.
  tier smallint,
  due_at timestamptz,
  inbound_posts integer not null default 0,
  -- The last sequence of history about this case: what a draft is checked against.
  sequence bigint not null,
  primary key (organisation_id, id),
  check ((tier is null) = (due_at is null))
);
create unique index care_case_by_number on care_case (organisation_id, number);
create index care_case_queue on care_case (organisation_id, tier, due_at, id) where due_at is not null;
create index care_case_by_state on care_case (organisation_id, state, state_at desc, id desc) where state in ('waiting_author', 'resolved');
create index care_case_by_owner on care_case (organisation_id, owner_id, state, state_at desc) where owner_id is not null;

create table claim (
  organisation_id integer not null,
  case_id uuid not null,
  member_id uuid not null,
  at timestamptz not null,
  until timestamptz not null,
  primary key (organisation_id, case_id),
  foreign key (organisation_id, case_id) references care_case,
  foreign key (organisation_id, member_id) references member
);

create table note (
  organisation_id integer not null,
  id uuid not null,
  case_id uuid not null,
  member_id uuid not null,
  text text not null check (length(text) between 1 and 10000),
  at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, case_id) references care_case,
  foreign key (organisation_id, member_id) references member
);
create index note_by_case on note (organisation_id, case_id, at);

create table media (
  organisation_id integer not null,
  id uuid not null,
  -- What it was fetched from (inbound), null for an upload.
  address text,
  type text not null,
  bytes bytea not null,
  width integer,
  height integer,
  at timestamptz not null,
  primary key (organisation_id, id)
);
create unique index media_by_address on media (organisation_id, address) where address is not null;

create table reply_move (from_state text not null, to_state text not null, primary key (from_state, to_state));
insert into reply_move values
  ('draft', 'awaiting_approval'), ('draft', 'queued'), ('draft', 'withdrawn'),
  ('awaiting_approval', 'draft'), ('awaiting_approval', 'queued'), ('awaiting_approval', 'withdrawn'),
  ('queued', 'sending'), ('queued', 'draft'), ('queued', 'withdrawn'),
  ('sending', 'sent'), ('sending', 'later'), ('sending', 'unknown'), ('sending', 'refused'),
  ('later', 'sending'), ('later', 'queued'), ('later', 'withdrawn'),
  ('unknown', 'sent'), ('unknown', 'queued'), ('unknown', 'refused'), ('unknown', 'withdrawn'),
  ('sent', 'bounced'),
  ('refused', 'draft'), ('refused', 'withdrawn'),
  ('bounced', 'draft'), ('bounced', 'withdrawn');

create table reply (
  organisation_id integer not null,
  id uuid not null,
  case_id uuid,
  conversation_id uuid,
  -- The post that is answered; null for an announcement.
  post_id uuid,
  account_id uuid,
  member_id uuid not null,
  mode text not null check (mode in ('public', 'direct')),
  text text not null,
  attachments jsonb not null default '[]',
  state text not null check (state in ('draft', 'awaiting_approval', 'queued', 'sending', 'sent', 'later', 'unknown', 'refused', 'bounced', 'withdrawn')),
  state_at timestamptz not null,
  -- The case's sequence that the writer had read when it was sent.
  written_on bigint not null,
  -- Not before: the end of the undo, or the time that the network named.
  send_at timestamptz,
  leased_by text,
  lease_until timestamptz,
  attempts integer not null default 0,
  first_attempt_at timestamptz,
  network_key text,
  network_id text,
  code text,
  reason text,
  primary key (organisation_id, id),
  foreign key (organisation_id, case_id) references care_case,
  foreign key (organisation_id, member_id) references member
);
create index reply_by_case on reply (organisation_id, case_id);
create unique index reply_draft_once on reply (organisation_id, case_id, member_id) where state = 'draft';
create index reply_to_send on reply (send_at) where state in ('queued', 'later');
create index reply_leased on reply (lease_until) where state in ('sending', 'unknown');

create function reply_keeps_its_path() returns trigger language plpgsql as $$
begin
  if new.state <> old.state and not exists (
    select 1 from reply_move where from_state = old.state and to_state = new.state
  ) then
    raise exception 'a reply cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger reply_keeps_its_path before update of state on reply for each row execute function reply_keeps_its_path();

-- Append-only: ids and facts, never an author's words.
create table history (
  organisation_id integer not null,
  sequence bigint not null,
  at timestamptz not null,
  -- The member who did it; null for the world outside and for the program.
  actor_id uuid,
  action text not null,
  case_id uuid,
  subject_id uuid,
  particulars jsonb,
  primary key (organisation_id, sequence)
);
create index history_by_case on history (organisation_id, case_id, sequence) where case_id is not null;

create function history_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'history is append-only' using errcode = 'check_violation';
end $$;
create trigger history_is_append_only before update or delete on history for each statement execute function history_is_append_only();

-- Administrative acts.
create table audit_entry (
  organisation_id integer not null,
  id uuid not null,
  at timestamptz not null,
  member_id uuid,
  action text not null,
  particulars jsonb not null default '{}',
  primary key (organisation_id, id)
);
create index audit_by_time on audit_entry (organisation_id, at desc);

-- An archive file under way: how far it was read, so that a killed import goes on where it stopped.
create table archive_import (
  organisation_id integer not null,
  id uuid not null,
  account_id uuid not null,
  fingerprint text not null,
  name text not null,
  bytes bigint not null,
  read_bytes bigint not null default 0,
  read_lines bigint not null default 0,
  unreadable_lines bigint not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, account_id, fingerprint)
);

-- Roles of the program that run, so that a stopped one can be seen.
create table running_role (
  id uuid primary key,
  role text not null,
  host text not null,
  pid integer not null,
  started_at timestamptz not null,
  beat_at timestamptz not null
);

-- The second lock.
do $$
declare
  t text;
begin
  foreach t in array array[
    'institution', 'member', 'connected_account', 'source_cursor', 'account_hour', 'raw_item', 'inbox_item', 'inbox_lane',
    'set_aside_item', 'intake_count', 'identity', 'conversation', 'post', 'post_heard', 'reach', 'care_case', 'claim', 'note', 'media',
    'reply', 'history', 'audit_entry', 'archive_import', 'organisation_counter'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I using (organisation_id = current_setting(''answerable.organisation'')::integer) with check (organisation_id = current_setting(''answerable.organisation'')::integer)', t);
    if t <> 'reach' then
      execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
      execute format('grant select on %I to answerable_audit', t);
    end if;
  end loop;
end $$;
alter table organisation enable row level security;
create policy own_organisation on organisation using (id = current_setting('answerable.organisation')::integer);
grant select, update on organisation to answerable_tenant;
grant select on organisation to answerable_audit;
revoke update, delete on history from answerable_tenant;
revoke update, delete on audit_entry from answerable_tenant;
grant select on reply_move to answerable_tenant;
grant usage on sequence raw_item_id to answerable_tenant;
-- Reach can be written with a post and read by the audit; the desk and its queue cannot read it.
grant insert on reach to answerable_tenant;
grant select on reach to answerable_audit;

-- Full-text operators are not leakproof, so under row-level security the planner would not use the index of words. These functions
-- run with the owner's rights and ask for the organisation themselves.

-- The instant that this share of all posts (0 to 1) is older than, as far as the planner's statistics tell.
create function post_time_at(share double precision) returns timestamptz
language plpgsql stable set search_path = public, pg_temp as $$
declare
  bounds timestamptz[];
  place double precision;
  i integer;
begin
  select histogram_bounds::text::timestamptz[] into bounds from pg_stats
  where schemaname = 'public' and tablename = 'post' and attname = 'at';
  if bounds is null or share <= 0 then return '-infinity'; end if;
  if share >= 1 then return 'infinity'; end if;
  place := share * (cardinality(bounds) - 1);
  i := floor(place)::integer + 1;
  return bounds[i] + (bounds[i + 1] - bounds[i]) * (place - floor(place));
end $$;
revoke all on function post_time_at from public;

-- Posts with the words between two instants, at most `most`, in no order: the index of words and the index of time are laid over each other, so that
-- neither is read row by row. With less memory a map of a hundred thousand posts would name whole pages, all of whose texts were parsed again.
create function posts_with_words_between(org integer, words tsquery, after_at timestamptz, before_at timestamptz, most integer)
returns table (id uuid, at timestamptz)
language plpgsql volatile set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off set work_mem = '32MB' as $$
begin
  return query execute format(
    'select p.id, p.at from post p where p.organisation_id = %s and p.deleted_at is null and to_tsvector(''simple'', p.text) @@ %L::tsquery %s limit %s',
    org, words,
    case when after_at = '-infinity' then '' else format('and p.at >= %L::timestamptz and p.at < %L::timestamptz', after_at, before_at) end,
    most);
end $$;
revoke all on function posts_with_words_between from public;

-- The latest posts with the words, found by walking back in time over `steps` posts. Parsing a text costs thirty times what finding its words in it as bare
-- characters does, so that is asked first; the parser has the last word.
create function posts_with_words_walked(org integer, words tsquery, before_at timestamptz, most integer, steps integer)
returns table (id uuid, at timestamptz)
language plpgsql volatile set search_path = public, pg_temp as $$
declare
  bare text;
begin
  select string_agg(distinct format('strpos(lower(w.text), %L) > 0', replace(replace(m[1], '''''', ''''), '\\', '\')), ' and ')
  into bare from regexp_matches(words::text, '''((?:[^'']|'''')+)''', 'g') as m;
  return query execute format(
    'select w.id, w.at from (
       select p.id, p.at, p.text from post p where p.organisation_id = %s and p.deleted_at is null and p.at < %L::timestamptz order by p.at desc limit %s
     ) as w where %s and to_tsvector(''simple'', w.text) @@ %L::tsquery order by w.at desc fetch first %s rows with ties',
    org, before_at, steps, coalesce(bare, 'true'), words, most);
end $$;
revoke all on function posts_with_words_walked from public;

-- The latest posts with the words before an instant. Words that many posts hold are met soon by walking back in time; of words that few hold all posts are looked
-- at; for those in between the look is narrowed to a stretch of time that should hold enough, and widened until it does.
create function posts_with_words(words tsquery, before_at timestamptz, most integer)
returns table (id uuid, at timestamptz)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  org integer := current_setting('answerable.organisation')::integer;
  few constant integer := 500;
  plan json;
  expected double precision;
  everything double precision;
  steps integer;
  stretch double precision;
  top double precision;
  ids uuid[];
  times timestamptz[];
begin
  select greatest(reltuples, 1) into everything from pg_class where oid = 'post'::regclass;
  execute format('explain (format json) select 1 from post p where to_tsvector(''simple'', p.text) @@ %L::tsquery', words) into plan;
  expected := greatest((plan -> 0 -> 'Plan' ->> 'Plan Rows')::double precision, 1);
  if expected > few and expected / everything >= 0.004 then
    steps := ceil(4 * most * everything / expected);
    select array_agg(w.id), array_agg(w.at) into ids, times from posts_with_words_walked(org, words, before_at, most, steps) as w;
  end if;
  if coalesce(cardinality(ids), 0) < most then
    select array_agg(w.id), array_agg(w.at) into ids, times from posts_with_words_between(org, words, '-infinity', before_at, few) as w;
    if cardinality(ids) = few then
      expected := greatest(expected, few);
      stretch := 4 * most / expected;
      select count(*) filter (where b < before_at)::double precision / greatest(count(*), 1) into top
      from (select unnest(histogram_bounds::text::timestamptz[]) as b from pg_stats
            where schemaname = 'public' and tablename = 'post' and attname = 'at') as bounds;
      loop
        select array_agg(w.id), array_agg(w.at) into ids, times
        from posts_with_words_between(org, words, post_time_at(top - stretch), before_at, 1000000) as w;
        exit when coalesce(cardinality(ids), 0) >= most or stretch >= top;
        stretch := stretch * 5;
      end loop;
    end if;
  end if;
  return query select t.id, t.at from unnest(ids, times) as t(id, at) where t.at < before_at
    order by t.at desc fetch first (most) rows with ties;
end $$;
revoke all on function posts_with_words from public;
grant execute on function posts_with_words to answerable_tenant;
