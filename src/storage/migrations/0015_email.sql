-- The name that a file came with. Pictures are looked at when they are first shown, so width and height come later.
alter table media add column name text;

-- Written by a program: shown, and moving nothing. Set where it is so; all other posts are people's.
alter table post add column automatic boolean not null default false;
-- Since when an answer of ours is known to have come back: it stands in its conversation, and answers nobody.
alter table post add column bounced_at timestamptz;

-- What networks say of posts of ours on their way, the standing news of each. It may come before we have written down that the post left.
create table delivery_news (
  organisation_id integer not null,
  network text not null,
  network_id text not null,
  status text not null check (status in ('failed', 'delayed', 'delivered')),
  at timestamptz not null,
  reason text,
  primary key (organisation_id, network, network_id)
);
alter table delivery_news enable row level security;
create policy own_organisation on delivery_news using (organisation_id = current_setting('answerable.organisation')::integer)
  with check (organisation_id = current_setting('answerable.organisation')::integer);
grant select, insert, update, delete on delivery_news to answerable_tenant;
grant select on delivery_news to answerable_audit;

create index reply_by_network_id on reply (organisation_id, network_id) where network_id is not null;
create index reply_by_network_key on reply (organisation_id, network_key) where network_key is not null;
