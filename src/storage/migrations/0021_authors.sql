-- What members said of an author: that they must not be written to. Joined identities share the author's id.
create table author_mark (
  organisation_id integer not null,
  author_id uuid not null,
  do_not_contact_at timestamptz not null,
  do_not_contact_by uuid not null,
  reason text not null check (length(reason) between 1 and 500),
  primary key (organisation_id, author_id),
  foreign key (organisation_id, do_not_contact_by) references member
);
-- Identities that a member said are one person's; what moved is kept, so that it can be taken back.
create table author_join (
  organisation_id integer not null,
  id uuid not null,
  from_author uuid not null,
  into_author uuid not null,
  identities uuid[] not null,
  at timestamptz not null,
  by uuid not null,
  undone_at timestamptz,
  undone_by uuid,
  primary key (organisation_id, id),
  foreign key (organisation_id, by) references member
);
create index author_join_into on author_join (organisation_id, into_author) where undone_at is null;
do $$
declare
  t text;
begin
  foreach t in array array['author_mark', 'author_join'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I using (organisation_id = (select current_setting(''answerable.organisation'')::integer)) with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
