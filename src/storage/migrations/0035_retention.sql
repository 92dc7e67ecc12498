-- For how long each kind of words is kept, in days; null: until somebody erases it. Nothing is removed before an admin says so.
create table retention (
  organisation_id integer not null references organisation,
  public_days integer check (public_days between 1 and 36500),
  private_days integer check (private_days between 1 and 36500),
  notes_days integer check (notes_days between 1 and 36500),
  raw_days integer check (raw_days between 1 and 36500),
  audit_days integer check (audit_days between 90 and 36500),
  changed_at timestamptz not null,
  primary key (organisation_id)
);
-- One night's work: where it stands is saved with what was removed, so that one that is killed goes on.
create table retention_run (
  organisation_id integer not null references organisation,
  id uuid not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  kind text check (kind in ('public', 'private', 'notes', 'raw', 'audit')),
  -- The last row looked at, in the order of the kind: the time a case was resolved, or the number of a raw item.
  after_key text,
  after_id uuid,
  counts jsonb not null,
  primary key (organisation_id, id)
);
create unique index retention_run_open on retention_run (organisation_id) where ended_at is null;
create index retention_run_by_time on retention_run (organisation_id, began_at desc);
do $$
declare
  t text;
begin
  foreach t in array array['retention', 'retention_run'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I using (organisation_id = (select current_setting(''answerable.organisation'')::integer)) with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;

-- Nobody at the desk may take a line out of the audit. This takes the oldest, none younger than 90 days, and answers how many.
create function forget_audit(before timestamptz, until timestamptz, most integer) returns integer
language sql security definer set search_path = public, pg_temp as $$
  with gone as (
    delete from audit_entry as a using (
      select id from audit_entry where organisation_id = current_setting('answerable.organisation')::integer
        and at < least(before, until - interval '90 days') order by at limit most
    ) as old where a.organisation_id = current_setting('answerable.organisation')::integer and a.id = old.id returning 1
  ) select count(*)::integer from gone
$$;
revoke all on function forget_audit from public;
grant execute on function forget_audit to answerable_tenant;
