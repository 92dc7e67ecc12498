-- A view of the cases, or a search, with what it is narrowed to, under a name: one member's own, or everybody's.
create table saved_view (
  organisation_id integer not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 60),
  -- Which list, or `search`.
  view text not null,
  words text not null default '',
  filter jsonb not null,
  made_by uuid not null,
  shared boolean not null,
  changed_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, made_by) references member
);
create unique index saved_view_by_name on saved_view (organisation_id, (case when shared then null else made_by end), lower(name)) nulls not distinct;
alter table saved_view enable row level security;
create policy own_organisation on saved_view
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on saved_view to answerable_tenant;
grant select on saved_view to answerable_audit;
