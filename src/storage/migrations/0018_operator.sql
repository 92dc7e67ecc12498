-- The doctor asks its own public address with a key that works once.
alter table one_time_link drop constraint one_time_link_purpose_check;
alter table one_time_link add constraint one_time_link_purpose_check
  check (purpose in ('first_run', 'sign_in', 'invitation', 'password', 'probe'));

-- Deletions are kept in a small file beside the database, so that a backup from before them cannot bring the words back. How far each file is written stands here, and is
-- therefore restored together with the history that it counts.
create index history_deletions on history (organisation_id, sequence) where action = 'post_deleted';
create table erasure_file (
  organisation_id integer not null,
  file uuid not null,
  sequence bigint not null,
  primary key (organisation_id, file)
);
alter table erasure_file enable row level security;
create policy own_organisation on erasure_file
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on erasure_file to answerable_tenant;
grant select on erasure_file to answerable_audit;
