-- The address of an institution's public page of promises, /promises/<page>: its name as it was first written. Whoever printed it finds it there after the institution was renamed.
alter table institution add column page text check (page ~ '^[a-z0-9][a-z0-9-]{1,59}$');

-- Two organisations cannot see each other's institutions, and still no two pages have one address: who gives it must see all.
create function give_institution_page() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  own text := left(regexp_replace(new.id::text, '^.*-', ''), 12);
  slug text := trim(both '-' from left(trim(both '-' from regexp_replace(lower(new.name), '[^a-z0-9]+', '-', 'g')), 45));
begin
  -- One that is put back from a backup keeps the one it had.
  if new.page is not null then
    return new;
  end if;
  if length(slug) < 2 then
    new.page := own;
  elsif exists (select from institution where page = slug) then
    new.page := slug || '-' || own;
  else
    new.page := slug;
  end if;
  return new;
end $$;
create trigger institution_page before insert on institution for each row execute function give_institution_page();

do $$
declare
  one record;
begin
  for one in select organisation_id, id, name from institution order by organisation_id, id loop
    update institution as i set page = case
      when length(s.slug) < 2 then s.own
      when exists (select from institution where page = s.slug) then s.slug || '-' || s.own
      else s.slug
    end
    from (
      select trim(both '-' from left(trim(both '-' from regexp_replace(lower(one.name), '[^a-z0-9]+', '-', 'g')), 45)) as slug,
        left(regexp_replace(one.id::text, '^.*-', ''), 12) as own
    ) as s
    where i.organisation_id = one.organisation_id and i.id = one.id;
  end loop;
end $$;
alter table institution alter column page set not null;
create unique index institution_page on institution (page);
-- Of the lists of promises that have ended, the last first.
create index commitment_by_end on commitment (organisation_id, state, ended_at desc, id desc) where state <> 'open';
create index commitment_ended on commitment (organisation_id, ended_at desc, id desc) where state <> 'open';

-- To whom a reminder went: it reaches more of them the longer nobody says what becomes of the promise.
alter table commitment_reminder add column member_id uuid not null;
-- The date for which it held, and whether it went to whoever was to keep the promise.
alter table commitment_reminder add column due_at timestamptz not null;
alter table commitment_reminder add column as_owner boolean not null;
alter table commitment_reminder drop constraint commitment_reminder_pkey;
alter table commitment_reminder add primary key (organisation_id, commitment_id, key, member_id);
alter table commitment_reminder add foreign key (organisation_id, member_id) references member (organisation_id, id);
create index commitment_reminder_by_member on commitment_reminder (organisation_id, member_id);

-- What its author does not want shown, only they show again.
alter table commitment add column hidden_by_author boolean not null default false;
