-- The key that a post of ours was sent with, where its network says it back: a post whose answer was cut off is found by it.
alter table delivery_news add column key text;
create index delivery_news_by_key on delivery_news (organisation_id, network, key) where key is not null;
