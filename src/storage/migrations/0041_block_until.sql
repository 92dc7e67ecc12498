-- When a block of an author is over by itself; null: when somebody lifts it. The row of one that is over stays until the author is blocked again.
alter table author_block add column until timestamptz check (until > at);
