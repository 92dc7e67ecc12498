-- Posts that a member found to be praise, and whom it is about. Ids only: the words stay where they are, and go from there.
create table praise (
  organisation_id integer not null,
  post_id uuid not null,
  member_id uuid,
  team_id uuid,
  by uuid not null,
  at timestamptz not null,
  primary key (organisation_id, post_id),
  check (member_id is not null or team_id is not null),
  foreign key (organisation_id, post_id) references post on delete cascade,
  foreign key (organisation_id, member_id) references member (organisation_id, id),
  foreign key (organisation_id, team_id) references team (organisation_id, id),
  foreign key (organisation_id, by) references member (organisation_id, id)
);
create index praise_of_member on praise (organisation_id, member_id, at desc) where member_id is not null;
create index praise_of_team on praise (organisation_id, team_id, at desc) where team_id is not null;
alter table praise enable row level security;
create policy own_organisation on praise
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on praise to answerable_tenant;
grant select on praise to answerable_audit;
