-- What the house says, by topic and language: each has a member who answers for it and a day on which it is read again.
create table approved_text (
  organisation_id integer not null,
  id uuid not null,
  title text not null check (length(title) between 1 and 120),
  topic text not null check (length(topic) between 1 and 60),
  language text check (length(language) between 2 and 8),
  text text not null check (length(text) between 1 and 5000),
  owner_id uuid not null,
  review_on date not null,
  changed_at timestamptz not null,
  changed_by uuid not null,
  retired_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, owner_id) references member,
  foreign key (organisation_id, changed_by) references member
);
create unique index approved_text_by_title on approved_text (organisation_id, lower(title), coalesce(language, '')) where retired_at is null;
alter table approved_text enable row level security;
create policy own_organisation on approved_text
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on approved_text to answerable_tenant;
grant select on approved_text to answerable_audit;
