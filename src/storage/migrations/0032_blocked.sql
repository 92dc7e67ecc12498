-- Authors whom a supervisor blocked, and why. It is a mark: what they write is kept, counted and made a case of like anybody's.
create table author_block (
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
alter table author_block enable row level security;
create policy own_organisation on author_block
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on author_block to answerable_tenant;
grant select on author_block to answerable_audit;
