-- The front row: every post that reached the institution, as it came. The organisation stands in the index in another form, so that the planner never takes it for a way to a
-- post by its id (0043). What came in archives came long ago and is listed apart.
create index post_by_arrival on post ((organisation_id::bigint), (hearing = 'imported'), heard_at, id)
  where direction = 'inbound' and raw_id is not null;

-- The posts of authors that reached an organisation before another one, latest first. The planner reckons with many organisations of equal size and would rather sort.
create function front_posts(org integer, archived boolean, before timestamptz, before_id uuid, most integer)
returns table (id uuid, heard_at timestamptz)
language sql stable set enable_bitmapscan = off set enable_sort = off set enable_seqscan = off as $$
  select p.id, p.heard_at from post as p
  where p.organisation_id::bigint = org::bigint and (p.hearing = 'imported') = archived
    and p.direction = 'inbound' and p.raw_id is not null
    and (p.heard_at, p.id) < (before, before_id)
  order by p.heard_at desc, p.id desc limit most
$$;

-- How many of them there are between two instants.
create function front_count(org integer, archived boolean, since timestamptz, until timestamptz) returns bigint
language sql stable set enable_seqscan = off as $$
  select count(*) from post as p
  where p.organisation_id::bigint = org::bigint and (p.hearing = 'imported') = archived
    and p.direction = 'inbound' and p.raw_id is not null and p.heard_at >= since and p.heard_at < until
$$;

-- What intake itself says that it took in: posts of authors by the quarter of an hour in which they were heard, which begins every day of every zone. Counted where raw items are
-- taken, from nothing that the list reads, so that the two can be compared.
create table intake_tally (
  organisation_id integer not null,
  account_id uuid not null,
  quarter timestamptz not null,
  heard integer not null default 0,
  archived integer not null default 0,
  primary key (organisation_id, quarter, account_id)
);
-- What was taken in before this came is counted once, of the last three days: nobody asks for a day that is longer ago.
insert into intake_tally (organisation_id, account_id, quarter, heard, archived)
select p.organisation_id, r.account_id, to_timestamp(floor(extract(epoch from p.heard_at) / 900) * 900),
  count(*) filter (where p.hearing <> 'imported'), count(*) filter (where p.hearing = 'imported')
from post as p join raw_item as r on r.organisation_id = p.organisation_id and r.id = p.raw_id
where p.direction = 'inbound' and p.heard_at > now() - interval '3 days'
group by 1, 2, 3;

-- Which posts were on an executive's screen, and when first.
create table post_seen (
  organisation_id integer not null,
  post_id uuid not null,
  member_id uuid not null,
  at timestamptz not null,
  primary key (organisation_id, post_id, member_id),
  foreign key (organisation_id, post_id) references post on delete cascade,
  foreign key (organisation_id, member_id) references member (organisation_id, id)
);

-- Accounts of those who watch us: a post that is theirs, or that names them, is shown to executives.
create table watchdog_account (
  organisation_id integer not null references organisation,
  id uuid not null,
  network text not null,
  handle text not null check (length(handle) between 1 and 300),
  name text not null check (length(name) between 1 and 200),
  primary key (organisation_id, id)
);
-- By which a watchdog's posts are found. The organisation stands in it in another form, so that no other look-up takes it (0043).
create index identity_by_handle on identity ((organisation_id::bigint), network, lower(handle));
create unique index watchdog_account_once on watchdog_account (organisation_id, network, lower(handle));

-- What needs an executive; null: as domain/needsYou.ts begins.
alter table organisation add column needs_you jsonb;

-- A member's own account: only they answer from it, or others with their yes to that very answer. Null: the house's. `cut_off_at`: since when nothing leaves from it.
alter table connected_account add column member_id uuid, add column cut_off_at timestamptz;
-- False from the moment on in which it became a member's own, also where it is the house's again: what was written to them in private is nobody's to read. Connected anew, it is read again.
alter table connected_account add column reads_direct boolean not null default true;
alter table connected_account add constraint connected_account_member foreign key (organisation_id, member_id) references member (organisation_id, id);
-- Whose own account an answer would leave from: nobody else can say yes to it.
alter table approval add column owner_id uuid;
alter table approval add constraint approval_owner foreign key (organisation_id, owner_id) references member (organisation_id, id);
alter table approval add constraint approval_of_one check (policy_id is null or owner_id is null);

-- A rhythm that a member chose (domain/rhythm.ts), and when; null: none.
alter table member add column rhythm jsonb;
create index reply_by_member on reply (organisation_id, member_id, first_attempt_at) where state in ('sent', 'bounced');

do $$
declare
  t text;
begin
  foreach t in array array['intake_tally', 'post_seen', 'watchdog_account'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
