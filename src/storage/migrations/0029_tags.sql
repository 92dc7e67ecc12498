-- Which cases have a tag: the tags of an organisation are counted, suggested and renamed by it, and the cases of a rare one are found by it. A trigger keeps it, so
-- that no way of changing tags can forget it; intake sets no tags and pays nothing.
create table case_tag (
  organisation_id integer not null,
  tag text not null,
  case_id uuid not null,
  primary key (organisation_id, tag, case_id)
);
alter table case_tag enable row level security;
create policy own_organisation on case_tag
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on case_tag to answerable_tenant;
grant select on case_tag to answerable_audit;

insert into case_tag (organisation_id, tag, case_id)
select distinct c.organisation_id, t.tag, c.id from care_case as c cross join unnest(c.tags) as t(tag) where c.tags <> '{}';

create function case_tags_follow() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  delete from case_tag where organisation_id = new.organisation_id and case_id = new.id and tag = any(old.tags) and tag <> all(new.tags);
  insert into case_tag (organisation_id, tag, case_id) select distinct new.organisation_id, t.tag, new.id from unnest(new.tags) as t(tag)
  on conflict do nothing;
  return null;
end $$;
create trigger case_tags_follow after update of tags on care_case for each row
when (old.tags is distinct from new.tags) execute function case_tags_follow();
