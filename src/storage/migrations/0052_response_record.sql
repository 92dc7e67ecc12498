-- The response record: what was measured of each case, and the counts of it by day, from which every figure is read. Both follow from posts and history, and are written anew from them
-- whenever either changes; ids, instants, numbers and the house's own words only.
create table response_span (
  organisation_id integer not null,
  case_id uuid not null,
  -- 1, 2, 3 within the case.
  number integer not null,
  kind text not null check (kind in ('first', 'next', 'resolution')),
  -- The day on which it began, in the organisation's time zone.
  day date not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  runs_from timestamptz,
  -- Seconds by the clock and in office hours.
  clock integer not null,
  office integer not null,
  on_time boolean,
  due_at timestamptz,
  settled boolean not null,
  begun_post_id uuid,
  ended_post_id uuid,
  network text not null,
  -- Empty: nobody could tell.
  language text not null,
  place text not null,
  tags text[] not null,
  unit_id uuid,
  team_id uuid,
  -- Who answered or settled it; while nobody did, who owns the case.
  member_id uuid,
  primary key (organisation_id, case_id, number)
);
create index response_span_by_begin on response_span (organisation_id, kind, begun_at desc, case_id, number);
-- The few that wait among many, and those of one member.
create index response_span_waiting on response_span (organisation_id, kind, begun_at desc, case_id desc, number desc) where ended_at is null;
create index response_span_by_member on response_span (organisation_id, member_id, kind, begun_at desc, case_id desc, number desc) where member_id is not null;

create table response_day (
  organisation_id integer not null,
  kind text not null,
  -- Of all: 'all', with an empty value.
  dimension text not null,
  day date not null,
  value text not null,
  answered integer not null,
  on_time integer not null,
  late integer not null,
  settled integer not null,
  -- How many took how long, as storage/recordBytes.ts writes it.
  clock bytea not null,
  office bytea not null,
  due bytea not null,
  primary key (organisation_id, kind, dimension, day, value)
);
-- Written often and small: packing it would cost more than it saves.
alter table response_day alter column clock set storage external, alter column office set storage external, alter column due set storage external;

-- Up to which fact the history was counted, by one program at a time, by lease; `walked`: all cases up to this one were counted anew, null when all were. An organisation without a row
-- gets one, and is counted from its first case on.
create table record_reading (
  organisation_id integer primary key references organisation,
  read bigint not null,
  -- When all up to there was counted.
  counted_at timestamptz not null,
  walked uuid,
  leased_by text,
  lease_until timestamptz
);

do $$
declare
  t text;
begin
  foreach t in array array['response_span', 'response_day', 'record_reading'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
