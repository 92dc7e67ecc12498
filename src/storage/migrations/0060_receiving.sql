-- Networks call us: docs/decisions/0051.

-- Requests that did not prove to be the network's, or of which nothing could be made. Zero in every row that is there: nothing is rewritten.
alter table account_hour add column refused integer not null default 0;

-- The address that a network was given holds this number: a new one makes the old address worthless.
alter table connected_account add column address_turn smallint not null default 0;

-- What happened with an account's network, in a person's words: one row an hour and kind.
create table account_notice (
  organisation_id integer not null,
  account_id uuid not null,
  hour timestamptz not null,
  code text not null,
  sentence text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null,
  primary key (organisation_id, account_id, hour, code),
  foreign key (organisation_id, account_id) references connected_account (organisation_id, id)
);

-- An account that is being set up: its network may call already. All that was typed or came is sealed, and goes with the row.
create table account_set_up (
  organisation_id integer not null,
  -- Becomes the account's own: what the network was given stays good.
  id uuid not null,
  network text not null,
  institution_id uuid not null,
  member_id uuid not null,
  typed bytea not null,
  -- What came by its address, the latest last.
  arrived bytea,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, institution_id) references institution (organisation_id, id),
  foreign key (organisation_id, member_id) references member (organisation_id, id)
);
create index account_set_up_ends on account_set_up (ends_at);

do $$
declare
  t text;
begin
  foreach t in array array['account_notice', 'account_set_up'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
