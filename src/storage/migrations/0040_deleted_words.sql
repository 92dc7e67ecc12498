-- Posts that their authors deleted whose words are still here, until the term of their network is over. A post without a row has no words any more.
create table deleted_words (
  organisation_id integer not null,
  post_id uuid not null,
  until timestamptz not null,
  primary key (organisation_id, post_id)
);
create index deleted_words_due on deleted_words (until);
alter table deleted_words enable row level security;
create policy own_organisation on deleted_words
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on deleted_words to answerable_tenant;
grant select on deleted_words to answerable_audit;
