-- Teams: members who share a queue of cases.
create table team (
  organisation_id integer not null references organisation,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  changed_at timestamptz not null,
  changed_by uuid not null,
  retired_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, changed_by) references member
);
create unique index team_by_name on team (organisation_id, lower(name)) where retired_at is null;
create table team_member (
  organisation_id integer not null,
  team_id uuid not null,
  member_id uuid not null,
  primary key (organisation_id, team_id, member_id),
  foreign key (organisation_id, team_id) references team,
  foreign key (organisation_id, member_id) references member
);

-- Each member has one superior or none, and nobody is their own, near or far.
alter table member add column superior_id uuid;
alter table member add constraint member_superior foreign key (organisation_id, superior_id) references member (organisation_id, id);
alter table member add constraint member_is_not_their_own_superior check (superior_id <> id);
create function superiors_make_no_circle() returns trigger language plpgsql as $$
begin
  -- Two at once wait for each other: each would see a tree without the other's change.
  perform pg_advisory_xact_lock(4127024, new.organisation_id);
  if exists (
    with recursive above as (
      select new.superior_id as id
      union
      select m.superior_id from above join member as m on m.organisation_id = new.organisation_id and m.id = above.id where m.superior_id is not null
    )
    select from above where id = new.id
  ) then
    raise exception 'a member cannot be their own superior, near or far' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger superiors_make_no_circle before insert or update of superior_id on member
  for each row when (new.superior_id is not null) execute function superiors_make_no_circle();

-- A member's place in the rota. Without a row: on duty around the clock, in the organisation's time zone.
create table rota_place (
  organisation_id integer not null,
  member_id uuid not null,
  time_zone text not null,
  -- The ranges of each weekday as office hours have them, Sunday first; null: around the clock.
  week jsonb,
  deputy_id uuid check (deputy_id <> member_id),
  changed_at timestamptz not null,
  changed_by uuid not null,
  primary key (organisation_id, member_id),
  foreign key (organisation_id, member_id) references member,
  foreign key (organisation_id, deputy_id) references member (organisation_id, id),
  foreign key (organisation_id, changed_by) references member
);
-- Days on which a member is away, the last one included.
create table absence (
  organisation_id integer not null,
  id uuid not null,
  member_id uuid not null,
  from_day date not null,
  to_day date not null,
  deputy_id uuid check (deputy_id <> member_id),
  changed_at timestamptz not null,
  changed_by uuid not null,
  primary key (organisation_id, id),
  check (to_day >= from_day and to_day - from_day < 366),
  foreign key (organisation_id, member_id) references member,
  foreign key (organisation_id, deputy_id) references member (organisation_id, id),
  foreign key (organisation_id, changed_by) references member
);
create index absence_by_member on absence (organisation_id, member_id, to_day);

-- The team in whose queue a case stands.
alter table care_case add column team_id uuid;
create index care_case_of_team on care_case (organisation_id, team_id, coalesce(tier, 3::smallint), coalesce(due_at, 'infinity'::timestamptz), id)
  where team_id is not null and state <> 'resolved';
-- What nobody has is counted and listed without reading what somebody has.
create index care_case_unowned on care_case (organisation_id, tier, due_at, id) where due_at is not null and owner_id is null and team_id is null;

do $$
declare
  t text;
begin
  foreach t in array array['team', 'team_member', 'rota_place', 'absence'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I using (organisation_id = (select current_setting(''answerable.organisation'')::integer)) with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
