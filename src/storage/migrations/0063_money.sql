-- Money of accounts whose networks charge for requests: docs/decisions/0058. All amounts in millionths of the currency.

-- How much may be spent in a calendar month, and up to which share of it each use may go. An account without a row is counted and never stopped.
create table account_ceiling (
  organisation_id integer not null,
  account_id uuid not null,
  ceiling bigint check (ceiling >= 0),
  -- In which the ceiling is meant: a price in another one finds no room under it.
  currency text not null,
  counting_share smallint not null,
  repairing_share smallint not null,
  watching_share smallint not null,
  hearing_share smallint not null,
  answering_share smallint not null,
  warn_at smallint not null check (warn_at between 1 and 100),
  primary key (organisation_id, account_id),
  foreign key (organisation_id, account_id) references connected_account (organisation_id, id),
  check (1 <= counting_share and counting_share <= repairing_share and repairing_share <= watching_share
    and watching_share <= hearing_share and hearing_share <= answering_share and answering_share <= 100)
);

-- What an account spent in a month; its first day names the month, as the organisation's wall clock has it.
-- What an account spent in a month; its first day names the month, as the organisation's wall clock has it. An account whose price changes its currency has two in that month.
create table account_month (
  organisation_id integer not null,
  account_id uuid not null,
  month date not null,
  currency text not null,
  spent bigint not null default 0 check (spent >= 0),
  -- For requests that are under way.
  set_aside bigint not null default 0 check (set_aside >= 0),
  -- By how much requests cost more than had been set aside for them; part of what is spent.
  overrun bigint not null default 0,
  -- Since when people know that it becomes short, and which uses asked for how much and got nothing; both go when the ceiling is changed.
  warned_at timestamptz,
  refused jsonb not null default '{}',
  primary key (organisation_id, account_id, month, currency),
  foreign key (organisation_id, account_id) references connected_account (organisation_id, id)
);

-- Of which what was spent on a day, and for what.
create table account_money_day (
  organisation_id integer not null,
  account_id uuid not null,
  day date not null,
  currency text not null,
  use text not null,
  requests integer not null default 0,
  spent bigint not null default 0,
  primary key (organisation_id, account_id, day, currency, use),
  foreign key (organisation_id, account_id) references connected_account (organisation_id, id)
);

-- What one request may cost at most. Whoever settles it takes the row away: it is settled once.
create table account_set_aside (
  organisation_id integer not null,
  id uuid not null,
  account_id uuid not null,
  day date not null,
  currency text not null,
  use text not null,
  micros bigint not null,
  at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, account_id) references connected_account (organisation_id, id)
);
create index account_set_aside_left on account_set_aside (at);

do $$
declare
  t text;
begin
  foreach t in array array['account_ceiling', 'account_month', 'account_money_day', 'account_set_aside'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
