-- Accounts that answer our authors as if they were we. One row for each identity, found once; a person decides what it is. What is an author's (name, handle, words) stands where it stood.
create table watch_out (
  organisation_id integer not null references organisation,
  identity_id uuid not null,
  found_at timestamptz not null,
  score smallint not null,
  -- What spoke for it, by the words of domain/watchOut.ts, and the name of ours that it looks like.
  signs text[] not null,
  like_name text,
  state text not null default 'suspected' check (state in ('suspected', 'imposter', 'innocent', 'ours')),
  decided_at timestamptz,
  decided_by uuid,
  -- What became of the last report of it to its network.
  reported_at timestamptz,
  reported_by uuid,
  report_outcome text check (report_outcome in ('asking', 'taken', 'refused', 'unknown', 'by_hand')),
  report_sentence text,
  primary key (organisation_id, identity_id),
  foreign key (organisation_id, identity_id) references identity,
  foreign key (organisation_id, decided_by) references member (organisation_id, id),
  foreign key (organisation_id, reported_by) references member (organisation_id, id),
  check ((state = 'suspected') = (decided_at is null))
);
create index watch_out_by_state on watch_out (organisation_id, state, found_at desc);

-- Its posts in threads of ours, and the conversation of the author whom each answered.
create table watch_out_post (
  organisation_id integer not null,
  post_id uuid not null,
  identity_id uuid not null,
  conversation_id uuid not null,
  at timestamptz not null,
  primary key (organisation_id, post_id),
  foreign key (organisation_id, post_id) references post (organisation_id, id),
  foreign key (organisation_id, identity_id) references watch_out,
  foreign key (organisation_id, conversation_id) references conversation (organisation_id, id)
);
create index watch_out_post_of_identity on watch_out_post (organisation_id, identity_id, at desc);
create index watch_out_post_of_conversation on watch_out_post (organisation_id, conversation_id);

-- Up to which fact it was looked, by one program at a time, by lease. What was there before is not looked through.
create table watch_reading (
  organisation_id integer primary key references organisation,
  read bigint not null,
  leased_by text,
  lease_until timestamptz
);
insert into watch_reading (organisation_id, read) select organisation_id, history from organisation_counter;

-- How much each sign counts (domain/watchOut.ts); null: as it begins.
alter table organisation add column watch_outs jsonb;

-- What we hid or deleted of another's on a network: counted in public, so that no row is ever deleted or made another's. The post itself stays as it was heard.
create table hidden_post (
  organisation_id integer not null references organisation,
  id uuid not null,
  post_id uuid not null,
  institution_id uuid not null,
  account_id uuid not null,
  -- Deleted: the network cannot show it again.
  way text not null check (way in ('hidden', 'deleted')),
  because text not null,
  -- In a member's words; goes when the words of the post go.
  reason text not null,
  at timestamptz not null,
  by uuid not null,
  -- `asking` from before the network is asked: were the program killed in between, nobody knows whether it is hidden.
  state text not null check (state in ('asking', 'hidden', 'refused', 'shown')),
  sentence text,
  shown_at timestamptz,
  shown_by uuid,
  primary key (organisation_id, id),
  foreign key (organisation_id, post_id) references post (organisation_id, id),
  foreign key (organisation_id, institution_id) references institution (organisation_id, id),
  foreign key (organisation_id, account_id) references connected_account (organisation_id, id),
  foreign key (organisation_id, by) references member (organisation_id, id),
  foreign key (organisation_id, shown_by) references member (organisation_id, id)
);
-- A post is hidden once at a time.
create unique index hidden_post_once on hidden_post (organisation_id, post_id) where state in ('asking', 'hidden');
create index hidden_post_by_time on hidden_post (organisation_id, institution_id, at);
create index hidden_post_of_post on hidden_post (organisation_id, post_id, at);

do $$
declare
  t text;
begin
  foreach t in array array['watch_out', 'watch_out_post', 'watch_reading', 'hidden_post'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
-- Counted for ever: nobody at the desk takes one away.
revoke delete on hidden_post from answerable_tenant;
