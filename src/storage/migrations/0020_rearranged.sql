-- Cases that were put together or taken apart. A merged case keeps its number and points to the one that holds its conversations now.
alter table care_case add column merged_into uuid;
-- True once conversations came or went: whoever read a conversation's case before locking it looks again then, and only then.
alter table care_case add column rearranged boolean not null default false;
create index care_case_merged on care_case (organisation_id, merged_into) where merged_into is not null;
create table rearrangement (
  organisation_id integer not null,
  id uuid not null,
  kind text not null check (kind in ('merge', 'split')),
  from_case uuid not null,
  into_case uuid not null,
  -- What moved, so that it can move back.
  conversations uuid[] not null,
  notes uuid[] not null default '{}',
  replies uuid[] not null default '{}',
  at timestamptz not null,
  by uuid not null,
  undone_at timestamptz,
  undone_by uuid,
  primary key (organisation_id, id),
  foreign key (organisation_id, from_case) references care_case,
  foreign key (organisation_id, into_case) references care_case,
  foreign key (organisation_id, by) references member
);
alter table rearrangement enable row level security;
create policy own_organisation on rearrangement
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update on rearrangement to answerable_tenant;
grant select on rearrangement to answerable_audit;
