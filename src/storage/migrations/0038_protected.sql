-- Authors whose names only members read who are named for it. The names leave `identity`, where everything reads, and stand here: nobody shows them by mistake.
create table author_protection (
  organisation_id integer not null,
  author_id uuid not null,
  case_id uuid not null,
  reason text not null check (length(reason) between 1 and 500),
  by uuid not null,
  at timestamptz not null,
  primary key (organisation_id, author_id),
  foreign key (organisation_id, case_id) references care_case,
  foreign key (organisation_id, by) references member
);
-- Who may read them.
create table author_reader (
  organisation_id integer not null,
  author_id uuid not null,
  member_id uuid not null,
  primary key (organisation_id, author_id, member_id),
  foreign key (organisation_id, author_id) references author_protection on delete cascade,
  foreign key (organisation_id, member_id) references member
);
-- `names`: every name and handle that was heard since, for texts in which others say them.
create table sealed_identity (
  organisation_id integer not null,
  identity_id uuid not null,
  handle text not null,
  name text,
  named_at timestamptz,
  names text[] not null default '{}',
  primary key (organisation_id, identity_id)
);
alter table identity add column protected boolean not null default false;
-- Counts what changed about protected names, so that a process knows whether those that it holds are the last; 0: there never were any.
alter table organisation add column protections integer not null default 0;
do $$
declare
  t text;
begin
  foreach t in array array['author_protection', 'author_reader', 'sealed_identity'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I using (organisation_id = (select current_setting(''answerable.organisation'')::integer)) with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
  end loop;
end $$;
grant select on author_protection, author_reader, sealed_identity to answerable_audit;
