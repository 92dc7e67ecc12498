-- What the member typed, while `text` is what goes out, signed; null for a draft, whose text is what was typed.
-- "If not exists": for a while 0003 added two of these columns.
alter table reply add column if not exists typed text;
-- The time of the post that says the name which stands; null: that of the first. An older post that arrives late changes no name.
alter table identity add column if not exists named_at timestamptz;
-- The post that an item which was set aside is of, where that much could be read: it is erased with it.
alter table set_aside_item add column if not exists network_id text;
create index set_aside_by_post on set_aside_item (organisation_id, network_id) where network_id is not null;
