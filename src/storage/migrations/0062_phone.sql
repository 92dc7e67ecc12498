-- Telephone calls: posts like any other, with what is known of them beside their words (src/domain/call.ts): seconds and instants, never words.
alter table post add column call jsonb;
-- The callers of late, for who types a number.
create index post_call on post (organisation_id, at desc, id) where call is not null;

-- That an author was called back and did not take it: who did it, and when it is tried again. Kept by one identity, so that it goes wherever their conversations go.
create table call_try (
  organisation_id integer not null,
  id uuid not null,
  identity_id uuid not null,
  at timestamptz not null,
  by uuid not null,
  again_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, identity_id) references identity,
  foreign key (organisation_id, by) references member (organisation_id, id)
);
create index call_try_of_identity on call_try (organisation_id, identity_id, at desc);

-- A member said that these two are not one person: it is not suggested again. The smaller id stands first.
create table not_same_person (
  organisation_id integer not null,
  identity_id uuid not null,
  other_id uuid not null,
  at timestamptz not null,
  by uuid not null,
  primary key (organisation_id, identity_id, other_id),
  foreign key (organisation_id, identity_id) references identity,
  foreign key (organisation_id, other_id) references identity,
  foreign key (organisation_id, by) references member (organisation_id, id)
);

do $$
declare
  t text;
begin
  foreach t in array array['call_try', 'not_same_person'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
  end loop;
end $$;
grant select, insert, update, delete on call_try, not_same_person to answerable_tenant;
grant select on call_try, not_same_person to answerable_audit;
