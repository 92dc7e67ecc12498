-- Rules that wait: when an organisation's waiting cases are looked at next, and up to which instant waits that came to their length were. What is done because of a wait
-- is noted in rule_act as for a fact; its event is the beginning of the wait, in milliseconds since 1970, with a minus before it.
alter table rule_reading add column waits_at timestamptz, add column waits_seen timestamptz;
