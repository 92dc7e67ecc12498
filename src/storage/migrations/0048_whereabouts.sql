-- Where an author says that they live, and where the network says that a post is from, as heard with the post. Most posts have neither and no row.
create table post_whereabouts (
  organisation_id integer not null references organisation,
  post_id uuid not null,
  home text check (length(home) between 1 and 300),
  field text check (length(field) between 1 and 300),
  primary key (organisation_id, post_id),
  foreign key (organisation_id, post_id) references post on delete cascade
);

alter table post_whereabouts enable row level security;
create policy own_organisation on post_whereabouts
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on post_whereabouts to answerable_tenant;
grant select on post_whereabouts to answerable_audit;
