-- Office hours: the hours in which promised time runs (null: around the clock), as a member wrote them; and a promise until the matter is settled.
alter table organisation add column office_hours jsonb;
alter table organisation add column resolution_minutes integer check (resolution_minutes between 1 and 525600);
-- Every waiting case gets its place anew once the promises have changed: up to and with which case that is done; null: nothing is to be done.
alter table organisation add column placed_until uuid;
