-- Automation rules: when, if, then. Retired, never deleted: what one did goes on naming it.
create table rule (
  organisation_id integer not null references organisation,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- Rules act in this order.
  place integer not null,
  enabled boolean not null,
  -- When, if and then, as domain/rule.ts has them.
  definition jsonb not null,
  most_an_hour integer not null check (most_an_hour between 1 and 10000),
  -- The last fact that was there when the rule was kept or turned on: what stands before it is none of its business.
  since bigint not null,
  failures integer not null default 0,
  -- When and why it stopped itself: a safe sentence.
  stopped_at timestamptz,
  stopped_because text,
  changed_at timestamptz not null,
  changed_by uuid not null,
  retired_at timestamptz,
  primary key (organisation_id, id),
  check (stopped_at is null or not enabled),
  check ((stopped_at is null) = (stopped_because is null)),
  foreign key (organisation_id, changed_by) references member (organisation_id, id)
);
create unique index rule_by_name on rule (organisation_id, lower(name)) where retired_at is null;
-- The jobs ask often whether anybody has a rule at all.
create index rule_at_work on rule (organisation_id) where enabled and retired_at is null;

-- What a rule did to a case because of one event, or why it could not. The key is why it is done once, whoever is killed and however many programs read.
create table rule_act (
  organisation_id integer not null,
  case_id uuid not null,
  -- The number of the fact.
  event bigint not null,
  rule_id uuid not null,
  at timestamptz not null,
  did jsonb not null,
  -- A safe sentence.
  failure text,
  primary key (organisation_id, case_id, event, rule_id),
  foreign key (organisation_id, case_id) references care_case,
  foreign key (organisation_id, rule_id) references rule
);
create index rule_act_by_rule on rule_act (organisation_id, rule_id, at desc);

-- Up to which fact an organisation's rules have read its history; by one program at a time, by lease. No row: no rules.
create table rule_reading (
  organisation_id integer primary key references organisation,
  read bigint not null,
  leased_by text,
  lease_until timestamptz
);

do $$
declare
  t text;
begin
  foreach t in array array['rule', 'rule_act', 'rule_reading'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I using (organisation_id = (select current_setting(''answerable.organisation'')::integer)) with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
