-- Stories that spread: how often posts were passed on over time, for communications staff and nobody else. What is counted stands in tables that the desk's role may not read: neither
-- the queue, nor what needs an executive, nor a rule, nor the response record can go by it. A role of its own reads and writes them.
create table spread_reading (
  organisation_id integer primary key references organisation,
  -- Up to which fact posts were found.
  read bigint not null,
  leased_by text,
  lease_until timestamptz
);
-- What was there before this came is not watched.
insert into spread_reading (organisation_id, read) select organisation_id, history from organisation_counter;

-- A post that is watched. `network_id` is what its network is asked by.
create table spread_watch (
  organisation_id integer not null,
  post_id uuid not null,
  network text not null,
  network_id text not null,
  identity_id uuid,
  posted_at timestamptz not null,
  -- Its pace was such that it is counted before others.
  rising boolean not null default false,
  -- When its network is asked next; null: never again.
  next_at timestamptz,
  primary key (organisation_id, post_id),
  foreign key (organisation_id, post_id) references post on delete cascade
);
create index spread_watch_due on spread_watch (organisation_id, network, next_at) where next_at is not null;
create index spread_watch_by_time on spread_watch (organisation_id, posted_at);
create index spread_watch_by_identity on spread_watch (organisation_id, identity_id);

-- How often it had been passed on at an instant: as its network said (`asked`), or by so many authors as we heard answer or quote it (`heard`).
create table spread_sample (
  organisation_id integer not null,
  post_id uuid not null,
  source text not null check (source in ('asked', 'heard')),
  at timestamptz not null,
  shares integer not null check (shares >= 0),
  primary key (organisation_id, post_id, source, at),
  foreign key (organisation_id, post_id) references spread_watch on delete cascade
);

-- Who answered or quoted it in public, each author once.
create table spread_sign (
  organisation_id integer not null,
  post_id uuid not null,
  identity_id uuid not null,
  primary key (organisation_id, post_id, identity_id),
  foreign key (organisation_id, post_id) references spread_watch on delete cascade
);
create index spread_sign_by_identity on spread_sign (organisation_id, identity_id);

-- What is usual for posts of an age (domain/spreading.ts), counted now and then from the samples of the last weeks.
create table spread_usual (
  organisation_id integer not null references organisation,
  band integer not null,
  per_hour double precision,
  counted_at timestamptz not null,
  primary key (organisation_id, band)
);

-- A post that spread, once, and what the rule went by when it began.
create table spread_story (
  organisation_id integer not null,
  post_id uuid not null,
  since timestamptz not null,
  per_hour double precision not null,
  usual double precision,
  fastest double precision not null,
  -- By the newest count.
  shares integer not null,
  pace_now double precision not null,
  -- Its pace fell to what is usual.
  calmed_at timestamptz,
  -- Communications staff were alerted.
  told_at timestamptz,
  -- What a member said of it; null while it is open.
  ended_as text check (ended_as in ('done', 'no_story')),
  ended_at timestamptz,
  ended_by uuid,
  primary key (organisation_id, post_id),
  check ((ended_as is null) = (ended_at is null) and (ended_as is null) = (ended_by is null)),
  foreign key (organisation_id, post_id) references spread_watch on delete cascade,
  foreign key (organisation_id, ended_by) references member (organisation_id, id)
);
create index spread_story_open on spread_story (organisation_id, since desc, post_id) where ended_as is null;
create index spread_story_ended on spread_story (organisation_id, since desc, post_id) where ended_as is not null;
create index spread_story_untold on spread_story (organisation_id) where told_at is null and ended_as is null;

-- How often an account asked its network in an hour, and by whom it is used to ask now.
create table spread_account (
  organisation_id integer not null,
  account_id uuid not null,
  hour timestamptz not null,
  asked integer not null,
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
  foreach t in array array['spread_reading', 'spread_watch', 'spread_sample', 'spread_sign', 'spread_usual', 'spread_story', 'spread_account'] loop
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

-- Whoever is erased is forgotten here, too: their posts are watched no more, and they stand among those who passed on no post.
create or replace function forget_reach(identities uuid[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from reach where organisation_id = current_setting('answerable.organisation')::integer and identity_id = any(identities);
  delete from spread_sign where organisation_id = current_setting('answerable.organisation')::integer and identity_id = any(identities);
  delete from spread_watch where organisation_id = current_setting('answerable.organisation')::integer and identity_id = any(identities);
$$;
