-- Stories that spread: how often posts were passed on over time, for communications staff and nobody else. What is counted stands in tables that the desk's role may not read: neither
-- the queue, nor what needs an executive, nor a rule, nor the response record can go by it. A role of its own reads and writes them.
create table spread_reading (
  organisation_id integer primary key references organisation,
  -- Up to which fact posts were found.
  read bigint not null,
  leased_by text,
  lease_until timestamptz,
  -- When somebody last set out to count what is usual.
  usual_at timestamptz
);
-- What was there before this came is not watched.
insert into spread_reading (organisation_id, read) select organisation_id, history from organisation_counter;

-- A post that is watched.
create table spread_watch (
  organisation_id integer not null,
  post_id uuid not null,
  network text not null,
  identity_id uuid,
  posted_at timestamptz not null,
  -- Since when it is watched: whoever passed it on before that was not heard.
  watched_at timestamptz not null,
  -- Its pace was such that it is counted before others.
  rising boolean not null default false,
  -- Somebody new answered or quoted it since its network was asked.
  signed boolean not null default false,
  -- When its network was asked last and said how often.
  asked_at timestamptz,
  -- So many questions in a row that named it failed.
  failed integer not null default 0,
  -- When its network is asked next; null: never again.
  next_at timestamptz,
  primary key (organisation_id, post_id),
  foreign key (organisation_id, post_id) references post on delete cascade
);
create index spread_watch_due on spread_watch (organisation_id, network, next_at) where next_at is not null;
create index spread_watch_rising on spread_watch (organisation_id, network, next_at) where rising and next_at is not null;
create index spread_watch_by_time on spread_watch (organisation_id, network, posted_at);
create index spread_watch_old on spread_watch (organisation_id, posted_at);
create index spread_watch_by_identity on spread_watch (organisation_id, identity_id);

-- How often it had been passed on at an instant: as its network said (`asked`: shares), or by so many authors as we heard quote (`quoted`: shares) or answer it (`answered`: answers).
create table spread_sample (
  organisation_id integer not null,
  post_id uuid not null,
  source text not null check (source in ('asked', 'quoted', 'answered')),
  at timestamptz not null,
  count integer not null check (count >= 0),
  primary key (organisation_id, post_id, source, at),
  foreign key (organisation_id, post_id) references spread_watch on delete cascade
);

-- Who quoted or answered it in public, each author once in each way.
create table spread_sign (
  organisation_id integer not null,
  post_id uuid not null,
  way text not null check (way in ('quoted', 'answered')),
  identity_id uuid not null,
  primary key (organisation_id, post_id, way, identity_id),
  foreign key (organisation_id, post_id) references spread_watch on delete cascade
);
create index spread_sign_by_identity on spread_sign (organisation_id, identity_id);

-- The fastest pace of a post at each age (domain/spreading.ts) at which it was counted.
create table spread_pace (
  organisation_id integer not null,
  post_id uuid not null,
  measure text not null check (measure in ('shares', 'answers')),
  band integer not null,
  network text not null,
  posted_at timestamptz not null,
  per_hour double precision not null,
  primary key (organisation_id, post_id, measure, band),
  foreign key (organisation_id, post_id) references spread_watch on delete cascade
);
create index spread_pace_latest on spread_pace (organisation_id, network, measure, band, posted_at desc);

-- What is usual on a network for posts of an age, counted now and then from the latest of the last weeks; absent where too little is known.
create table spread_usual (
  organisation_id integer not null references organisation,
  network text not null,
  measure text not null check (measure in ('shares', 'answers')),
  band integer not null,
  per_hour double precision not null,
  counted_at timestamptz not null,
  primary key (organisation_id, network, measure, band)
);

-- A post that spread, once, and what the rule went by when it began.
create table spread_story (
  organisation_id integer not null,
  post_id uuid not null,
  since timestamptz not null,
  -- Of what there were too many in an hour when it began.
  measure text not null check (measure in ('shares', 'answers')),
  per_hour double precision not null,
  usual double precision,
  fastest double precision not null,
  -- By the newest counts.
  shares integer not null,
  shares_now double precision not null,
  answers integer not null,
  answers_now double precision not null,
  counted_at timestamptz,
  -- When the rule last looked at it.
  judged_at timestamptz not null,
  -- Its pace fell to what is usual, or nothing is counted of it any more.
  calmed_at timestamptz,
  -- Communications staff were alerted.
  told_at timestamptz,
  -- What a member said of it, or that it was put away long after it calmed; null while it is open.
  ended_as text check (ended_as in ('done', 'no_story', 'archived')),
  ended_at timestamptz,
  ended_by uuid,
  reopened_at timestamptz,
  primary key (organisation_id, post_id),
  check ((ended_as is null) = (ended_at is null) and (ended_as is null or ended_as = 'archived') = (ended_by is null)),
  foreign key (organisation_id, post_id) references spread_watch on delete cascade,
  foreign key (organisation_id, ended_by) references member (organisation_id, id)
);
create index spread_story_open on spread_story (organisation_id, since desc, post_id) where ended_as is null;
create index spread_story_ended on spread_story (organisation_id, since desc, post_id) where ended_as is not null;
create index spread_story_untold on spread_story (organisation_id) where told_at is null and ended_as is null and calmed_at is null;
create index spread_story_judged on spread_story (judged_at) where ended_as is null and calmed_at is null;
create index spread_story_calm on spread_story (calmed_at) where ended_as is null and calmed_at is not null;

-- How many questions an account may ask of its network now, and by whom it is used to ask.
create table spread_account (
  organisation_id integer not null,
  account_id uuid not null,
  tokens double precision not null,
  filled_at timestamptz not null,
  -- The network asked to wait.
  rest_until timestamptz,
  leased_by text,
  lease_until timestamptz,
  primary key (organisation_id, account_id),
  foreign key (organisation_id, account_id) references connected_account (organisation_id, id)
);

-- Limits of the rule (domain/spreading.ts); null: as it begins. Who is warned: members, and everybody of a team.
alter table organisation add column spreading jsonb;
alter table member add column told_of_spreading boolean not null default false;
alter table team add column told_of_spreading boolean not null default false;

do $$
declare
  t text;
begin
  foreach t in array array['spread_reading', 'spread_watch', 'spread_sample', 'spread_sign', 'spread_pace', 'spread_usual', 'spread_story', 'spread_account'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_spread', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
-- What it needs beside: which posts there are, but not their words, and what was heard.
grant select (organisation_id, id, network, network_id, fingerprint, parent_network_id, quoted_network_id, identity_id, direction, visibility, hearing, at, heard_at, automatic, deleted_at, erased_at)
  on post to answerable_spread;
grant select on history, organisation_counter to answerable_spread;
grant select (id, spreading) on organisation to answerable_spread;

-- Alerts of stories stand among the others (kind `spreading`). The role that ends a story may not read them; it may say that they need nobody any more.
create function settle_spreading(posts uuid[], by uuid, settled_at timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  update alert set acknowledged_at = settled_at, acknowledged_by = by, escalate_at = null
  where organisation_id = current_setting('answerable.organisation')::integer and kind = 'spreading' and subject_id = any(posts) and acknowledged_at is null;
$$;
revoke all on function settle_spreading from public;
grant execute on function settle_spreading to answerable_spread;

-- Whoever is erased is forgotten here, too: their posts are watched no more, nobody needs an alert of them, and they stand among those who passed on no post.
create or replace function forget_reach(identities uuid[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from reach where organisation_id = current_setting('answerable.organisation')::integer and identity_id = any(identities);
  delete from spread_sign where organisation_id = current_setting('answerable.organisation')::integer and identity_id = any(identities);
  select settle_spreading(array(
    select post_id from spread_watch where organisation_id = current_setting('answerable.organisation')::integer and identity_id = any(identities)
  ), null, now());
  delete from spread_watch where organisation_id = current_setting('answerable.organisation')::integer and identity_id = any(identities);
$$;
