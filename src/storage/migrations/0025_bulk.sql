-- What was done to many cases at once, and what became of each: so that it is taken back as one, and goes on where it was broken off.
create table bulk_act (
  organisation_id integer not null,
  id uuid not null,
  act jsonb not null,
  by uuid not null,
  at timestamptz not null,
  undone_at timestamptz,
  undone_by uuid,
  primary key (organisation_id, id),
  foreign key (organisation_id, by) references member
);
create index bulk_act_by_time on bulk_act (organisation_id, at desc);
create table bulk_case (
  organisation_id integer not null,
  bulk_id uuid not null,
  place integer not null,
  case_id uuid not null,
  outcome text check (outcome in ('changed', 'nothing', 'refused')),
  sentence text,
  -- What it was, for the undo.
  before jsonb,
  undo text check (undo in ('changed', 'refused')),
  undo_sentence text,
  primary key (organisation_id, bulk_id, place),
  foreign key (organisation_id, bulk_id) references bulk_act,
  foreign key (organisation_id, case_id) references care_case
);
do $$
declare
  t text;
begin
  foreach t in array array['bulk_act', 'bulk_case'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I using (organisation_id = (select current_setting(''answerable.organisation'')::integer)) with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
