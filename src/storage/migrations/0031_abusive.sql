-- Posts that a member found abusive: folded with their reason wherever they are shown. They are kept and counted like any other, and their cases stay where they are.
create table abusive_post (
  organisation_id integer not null,
  post_id uuid not null,
  reason text not null check (reason in ('insult', 'threat', 'hate', 'sexual', 'other')),
  by uuid not null,
  at timestamptz not null,
  primary key (organisation_id, post_id),
  foreign key (organisation_id, post_id) references post on delete cascade,
  foreign key (organisation_id, by) references member
);
alter table abusive_post enable row level security;
create policy own_organisation on abusive_post
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on abusive_post to answerable_tenant;
grant select on abusive_post to answerable_audit;
