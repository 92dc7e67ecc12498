-- Erasing: words and names go, the fact that there was a post, an answer, a case stays, so that every count stays true.
alter table post add column erased_at timestamptz;
alter table identity add column erased_at timestamptz;

-- By which names of the erased are known again without being kept: HMAC-SHA-256 by this key. It stays in the database, so that a restored one knows them too.
alter table organisation add column erasure_key uuid not null default gen_random_uuid();
-- Intake asks for names of the erased only where there are any.
alter table organisation add column has_erased boolean not null default false;

-- Authors who were erased: what was done, by whom, and how much went.
create table erasure (
  organisation_id integer not null references organisation,
  id uuid not null,
  at timestamptz not null,
  by uuid,
  case_number bigint not null,
  identities uuid[] not null,
  counts jsonb not null,
  primary key (organisation_id, id)
);
create index erasure_by_time on erasure (organisation_id, at desc);
-- What must not come back: a post or a thread by its name, an author by whom nothing is taken that was written until then.
create table erased_name (
  organisation_id integer not null references organisation,
  print uuid not null,
  erasure_id uuid not null,
  until timestamptz,
  primary key (organisation_id, print)
);
create index erased_name_by_erasure on erased_name (organisation_id, erasure_id);
do $$
declare
  t text;
begin
  foreach t in array array['erasure', 'erased_name'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I using (organisation_id = (select current_setting(''answerable.organisation'')::integer)) with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;

-- Deletions and erasures are told to the file beside the database in the order of the history.
drop index history_deletions;
create index history_erasures on history (organisation_id, sequence) where action in ('post_deleted', 'author_erased');

-- Nobody at the desk may look into reach, nor look for a row to delete in it: this forgets an author's and tells nothing.
create function forget_reach(identities uuid[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from reach where organisation_id = current_setting('answerable.organisation')::integer and identity_id = any(identities)
$$;
revoke all on function forget_reach from public;
grant execute on function forget_reach to answerable_tenant;
