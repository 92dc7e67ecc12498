-- How many folded posts a member is asked to read in a shift (null: no limit), and who opened which. Ids and times only; nothing is kept from anybody by it.
alter table organisation add column abuse_limit smallint check (abuse_limit between 1 and 200);
create table abuse_read (
  organisation_id integer not null,
  member_id uuid not null,
  post_id uuid not null,
  at timestamptz not null,
  primary key (organisation_id, member_id, post_id),
  foreign key (organisation_id, member_id) references member,
  foreign key (organisation_id, post_id) references post on delete cascade
);
create index abuse_read_lately on abuse_read (organisation_id, at);
create index abuse_read_of_post on abuse_read (organisation_id, post_id);
alter table abuse_read enable row level security;
create policy own_organisation on abuse_read
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on abuse_read to answerable_tenant;
grant select on abuse_read to answerable_audit;
