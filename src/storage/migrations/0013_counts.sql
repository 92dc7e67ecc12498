-- Counting for the planner read thirty thousand rows of each table of intake and sorted their texts, at each tenfold and again at each fifth of growth: nine microseconds a
-- post. These tables are looked up by key; a tenth of the sample tells as much, and nothing is ever asked of how texts are spread.
do $$
declare
  one record;
begin
  for one in
    select c.relname as of_table, a.attname as name
    from pg_attribute as a join pg_class as c on c.oid = a.attrelid
    where c.relnamespace = current_schema()::regnamespace and a.attnum > 0 and not a.attisdropped and c.relname in
      ('raw_item', 'inbox_item', 'post', 'post_heard', 'conversation', 'identity', 'care_case', 'history', 'reach', 'search_waiting', 'search_post', 'search_word')
  loop
    execute format('alter table %I alter column %I set statistics %s', one.of_table, one.name,
      case when one.name in ('payload', 'text', 'media', 'handle', 'particulars', 'key', 'revision', 'network_id', 'parent_network_id', 'quoted_network_id') then 0 else 10 end);
  end loop;
end $$;
-- As in 0010: a newcomer must not look like an organisation without rows.
alter table post alter column organisation_id set statistics 0;
alter table conversation alter column organisation_id set statistics 0;
alter table identity alter column organisation_id set statistics 0;
alter table history alter column organisation_id set statistics 0;
alter table care_case alter column organisation_id set statistics 0;

-- What is written once and never changed leaves nothing to sweep: reading it all again at each doubling, to note that it is there, cost more than counting.
alter table raw_item set (autovacuum_vacuum_insert_threshold = -1);
alter table post set (autovacuum_vacuum_insert_threshold = -1);
alter table history set (autovacuum_vacuum_insert_threshold = -1);
