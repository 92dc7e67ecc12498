-- A member's letterbox: what is written in private to an account that is the member's own. It is a tenant of its own, so that the one wall which every table has anyway (organisation_id
-- and row-level security) stands between it and everybody else of the house: docs/decisions/0047. Tenants cannot read which letterboxes there are; the program itself does.
create table letterbox (
  -- The house, and whose letterbox it is there.
  organisation_id integer not null references organisation,
  member_id uuid not null,
  -- The letterbox, and the same person in it.
  box_id integer not null references organisation,
  box_member_id uuid not null,
  opened_at timestamptz not null,
  -- Since when it is shut: somebody else had a hand in how its owner signs in. Its owner opens it again by proving the account once more.
  sealed_at timestamptz,
  -- Alerts that it raises in the house are told apart by it, and by nothing that stands in the letterbox.
  alert_key uuid not null default gen_random_uuid(),
  primary key (organisation_id, member_id),
  foreign key (organisation_id, member_id) references member (organisation_id, id),
  foreign key (box_id, box_member_id) references member (organisation_id, id)
);
create unique index letterbox_by_box on letterbox (box_id);

-- Conversations that its owner handed over to the house: rows of the letterbox. `due_at`: until then she can take it back. `since`: what was written before it stays hers. `ended_at`: from then
-- on nothing new is given. `sequence`: what of the case was given to the house already.
create table handed_over (
  organisation_id integer not null,
  case_id uuid not null,
  team_id uuid,
  member_id uuid,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  since timestamptz not null,
  ended_at timestamptz,
  -- What could not be given is tried again, later each time; held by one program while it gives.
  tries integer not null default 0,
  next_at timestamptz not null,
  lease_until timestamptz,
  -- The case of the house, once it is there. No reference leaves an organisation: it is an id and no more.
  house_case_id uuid,
  sequence bigint not null default 0,
  primary key (organisation_id, case_id),
  foreign key (organisation_id, case_id) references care_case,
  check (team_id is null or member_id is null)
);
create index handed_over_by_case on handed_over (organisation_id, house_case_id) where house_case_id is not null;

-- Posts of a letterbox that the house has: its owner reads them there, and in her own list no more.
create table handed_post (
  organisation_id integer not null,
  post_id uuid not null,
  primary key (organisation_id, post_id),
  foreign key (organisation_id, post_id) references post (organisation_id, id)
);

-- Erasures of a house that are to be done in a letterbox as well: rows that the program itself reads and no tenant.
create table letterbox_erasure (
  organisation_id integer not null,
  erasure_id uuid not null,
  box_id integer not null references organisation,
  tries integer not null default 0,
  next_at timestamptz not null,
  primary key (organisation_id, erasure_id, box_id),
  foreign key (organisation_id, erasure_id) references erasure (organisation_id, id)
);

-- The account as the letterbox reads it: what is public there the house hears.
alter table connected_account add column hears_public boolean not null default true;

do $$
declare
  t text;
begin
  foreach t in array array['letterbox', 'handed_over', 'handed_post', 'letterbox_erasure'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
  end loop;
end $$;
grant select, insert, update, delete on handed_over, handed_post to answerable_tenant;
grant select on handed_over, handed_post to answerable_audit;

-- Brings the accounts of a house's letterboxes in line with the house's own rows: cut off with them, read no more while their owner is gone, may own none, or they are shut or paused, removed with them or where
-- they are somebody else's now. In the transaction of the change, so that nobody reads on for a moment.
create function letterbox_accounts_follow(org integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  own constant text := nullif(current_setting('answerable.organisation', true), '');
  changed record;
begin
  if own is not null and own::integer <> org then
    raise exception 'not the organisation of this transaction' using errcode = 'insufficient_privilege';
  end if;
  for changed in
    with stands as (
      select b.organisation_id, b.id, a.cut_off_at,
        case when a.id is null then 'removed'
          when m.left_at is not null or l.sealed_at is not null or m.role not in ('admin', 'executive') or a.state = 'paused' then 'paused'
          when b.state = 'paused' then 'listening' else b.state end as state
      from letterbox as l
      join member as m on m.organisation_id = l.organisation_id and m.id = l.member_id
      join connected_account as b on b.organisation_id = l.box_id and b.state <> 'removed'
      left join connected_account as a on a.organisation_id = l.organisation_id and a.network = b.network and a.network_id = b.network_id
        and a.state <> 'removed' and a.member_id = l.member_id
      where l.organisation_id = org
    )
    update connected_account as b set cut_off_at = s.cut_off_at, state = s.state,
      secret = case when s.state = 'removed' then null else b.secret end
    from stands as s
    where b.organisation_id = s.organisation_id and b.id = s.id
      and (b.cut_off_at, b.state) is distinct from (s.cut_off_at, s.state)
    returning b.organisation_id
  loop
    perform pg_notify('accounts', changed.organisation_id::text);
  end loop;
end $$;
revoke all on function letterbox_accounts_follow from public;
grant execute on function letterbox_accounts_follow to answerable_tenant;

-- An erasure of the house is to be done in each of its letterboxes too: noted in the same transaction, done by the program itself. Which there are nobody is told.
create function erase_in_letterboxes(org integer, erasure uuid, at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if org::text is distinct from current_setting('answerable.organisation', true) then
    raise exception 'not the organisation of this transaction' using errcode = 'insufficient_privilege';
  end if;
  insert into letterbox_erasure (organisation_id, erasure_id, box_id, next_at)
  select org, erasure, l.box_id, at from letterbox as l where l.organisation_id = org
  on conflict do nothing;
end $$;
revoke all on function erase_in_letterboxes from public;
grant execute on function erase_in_letterboxes to answerable_tenant;

-- What the house said of the author of a conversation in a letterbox: that they must not be written to. Nobody else's words leave the house by it.
create function letterbox_refusal(box integer, conversation_id uuid) returns table (by text, at timestamptz, reason text)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.name, d.do_not_contact_at, d.reason
  from letterbox as l
  join conversation as c on c.organisation_id = l.box_id and c.id = letterbox_refusal.conversation_id
  join identity as i on i.organisation_id = l.box_id and i.id = c.identity_id
  join identity as h on h.organisation_id = l.organisation_id and h.network = i.network and h.network_id = i.network_id
  join author_mark as d on d.organisation_id = l.organisation_id and d.author_id = h.author_id
  join member as m on m.organisation_id = l.organisation_id and m.id = d.do_not_contact_by
  where l.box_id = box and box::text = (select current_setting('answerable.organisation', true))
  limit 1
$$;
revoke all on function letterbox_refusal from public;
grant execute on function letterbox_refusal to answerable_tenant;

-- Whose letterbox it is signs as they sign in the house.
create function letterbox_owner_follows() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update member as b set name = new.name, signature = new.signature from letterbox as l
  where l.organisation_id = new.organisation_id and l.member_id = new.id and b.organisation_id = l.box_id and b.id = l.box_member_id;
  return null;
end $$;
create trigger letterbox_owner_follows after update of name, signature on member for each row
  when (old.name is distinct from new.name or old.signature is distinct from new.signature) execute function letterbox_owner_follows();
