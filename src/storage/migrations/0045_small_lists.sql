-- What waits for its words to be listed is looked through post by post at each search, ten microseconds each on a large desk: with a thousand of them that was most of a search. They wait until they are
-- 128 now, and what is joined of so small segments is joined once more.

-- Puts up to 2,048 waiting posts into a segment, the oldest first; answers how many. Fewer than 128 go on waiting. One program at a time for each organisation.
create or replace function search_take_waiting(org integer) returns integer
language plpgsql set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  ids uuid[];
begin
  if not pg_try_advisory_xact_lock(4127007, org) then return 0; end if;
  if (select count(*) from (select 1 from search_waiting where organisation_id = org limit 128) as few) < 128 then return 0; end if;
  -- Whoever is changing one of them keeps it: it goes with a later segment. Whoever comes now waits until the words are in their lists, and takes them out.
  with taken as materialized (
    select p.id, w.at from (select at, post_id from search_waiting where organisation_id = org order by at limit 2048) as w
    cross join lateral (
      select id from post as p where p.organisation_id = org and p.id = w.post_id limit 1 for share skip locked
    ) as p
  ), gone as (
    delete from search_waiting as w using taken as t where w.organisation_id = org and w.at = t.at and w.post_id = t.id returning w.post_id
  )
  select array_agg(post_id) into ids from gone;
  if ids is null then return 0; end if;
  perform search_add_segment(org, 0::smallint, ids);
  return cardinality(ids);
end $$;

-- Joins the sixteen oldest new segments into one, or else eight and more that were joined and are small still, as many as have places in one. Answers how many posts it holds, 0 when
-- there are too few. Fails with SQLSTATE 40001 where a post is taken out at the same time: to be tried again later.
create or replace function search_join_segments(org integer) returns integer
language plpgsql set search_path = public, pg_temp set work_mem = '64MB'
  -- Just written, the segment is not counted yet: the planner would look for each post of it among all.
  set enable_nestloop = off set enable_mergejoin = off set plan_cache_mode = force_custom_plan as $$
declare
  parts integer[];
  added integer;
  stand integer;
  held integer;
  left_over integer;
begin
  if not pg_try_advisory_xact_lock(4127007, org) then return 0; end if;
  select array_agg(segment) into parts
  from (select segment from search_segment where organisation_id = org and level = 0 order by segment limit 16) as small;
  if coalesce(cardinality(parts), 0) < 16 then
    select array_agg(segment) into parts
    from (
      select segment, sum(posts) over (order by segment) as together from search_segment
      where organisation_id = org and level = 1 and posts <= 4096
    ) as small where together <= 32768;
    if coalesce(cardinality(parts), 0) < 8 then return 0; end if;
  end if;
  select max(segment) + 1 into added from search_segment where organisation_id = org;
  with placed as materialized (
    select segment, place, post_id, at, (row_number() over (order by at desc, post_id desc) - 1)::smallint as new_place
    from search_post where organisation_id = org and segment = any(parts)
  ), posts as (
    insert into search_post (organisation_id, segment, place, post_id, at) select org, added, new_place, post_id, at from placed returning 1
  ), words as (
    insert into search_word (organisation_id, segment, word, places)
    select org, added, w.word, array_agg(p.new_place order by p.new_place)
    from (
      select segment, word, unnest(places) as place from search_word where organisation_id = org and segment = any(parts) offset 0
    ) as w join placed as p on p.segment = w.segment and p.place = w.place
    group by w.word
  )
  select count(*) into stand from posts;
  insert into search_segment (organisation_id, segment, level, posts, oldest_at, newest_at)
  select org, added, 1, stand, min(at), max(at) from search_post where organisation_id = org and segment = added having count(*) > 0;
  -- Only now is anybody kept waiting. A post that was taken out since, or is just being, stands in the new lists with its words: then nothing of this counts.
  select count(*) into held from (
    select 1 from search_segment where organisation_id = org and segment = any(parts) for update skip locked
  ) as free;
  select count(*) into left_over from search_post where organisation_id = org and segment = any(parts);
  if held < cardinality(parts) or left_over <> stand then
    raise exception 'a post was taken out while segments were joined' using errcode = 'serialization_failure';
  end if;
  delete from search_word where organisation_id = org and segment = any(parts);
  delete from search_post where organisation_id = org and segment = any(parts);
  delete from search_segment where organisation_id = org and segment = any(parts);
  return stand;
end $$;

-- As before, but that segments without the words are passed over before their lists are read.
create or replace function posts_with_words(words tsquery, before_at timestamptz, most integer) returns table (id uuid, at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
  -- Everything is looked up by key: a plan for each word would cost more than it finds.
  set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  org integer := current_setting('answerable.organisation')::integer;
  lexemes text[];
  whole text[];
  beginnings text[];
  -- Words that must stand side by side: the lists do not tell, the text does.
  side_by_side boolean := words::text like '%<%>%';
  ids uuid[] := '{}';
  times timestamptz[] := '{}';
  found_ids uuid[];
  found_times timestamptz[];
  places smallint[];
  last_at timestamptz;
  bound integer;
  upto integer;
  one record;
begin
  select array_agg(distinct t.word), coalesce(array_agg(distinct t.word) filter (where not t.beginning), '{}'),
    coalesce(array_agg(distinct t.word) filter (where t.beginning), '{}')
  into lexemes, whole, beginnings from (
    select replace(replace(m[1], '''''', ''''), '\\', '\') as word, m[2] is not null as beginning
    from regexp_matches(words::text, '''((?:[^'']|'''')+)''(:\*)?', 'g') as m
  ) as t;
  if lexemes is null then return; end if;

  -- Those that wait. Parsing a text costs thirty times what finding its words in it as bare characters does, so that is asked first.
  -- Planned each time: a plan from when there were few posts would look for each of them by anything but its key.
  execute 'select array_agg(t.post_id), array_agg(t.post_at) from (
    select w.post_id, w.at as post_at from search_waiting as w
    cross join lateral (select text from post as p where p.organisation_id = $1 and p.id = w.post_id and p.deleted_at is null limit 1) as p
    where w.organisation_id = $1 and w.at < $2
      and (select bool_and(strpos(lower(p.text), bare) > 0) from unnest($3) as bare)
      and to_tsvector(''simple'', p.text) @@ $4
    order by w.at desc fetch first $5 rows with ties
  ) as t' into found_ids, found_times using org, before_at, lexemes, words, most;
  ids := coalesce(found_ids, '{}');
  times := coalesce(found_times, '{}');

  -- Whether a segment has the words at all is asked of some of them at a time, in one statement: reading the lists costs ten times as much.
  for one in
    select s.segment, s.newest_at from (
      select segment, newest_at from search_segment where organisation_id = org and oldest_at < before_at order by newest_at desc offset 0
    ) as s
    where not exists (select from unnest(whole) as sought(word) where not exists (
      select from search_word as w where w.organisation_id = org and w.segment = s.segment and w.word = sought.word offset 0
    )) and not exists (select from unnest(beginnings) as sought(word) where not exists (
      select from search_word as w where w.organisation_id = org and w.segment = s.segment and w.word >= sought.word and w.word < sought.word || U&'\+10FFFF' offset 0
    ))
  loop
    if cardinality(times) >= most then
      select t into last_at from unnest(times) as t order by t desc offset most - 1 limit 1;
      exit when one.newest_at < last_at;
    end if;
    places := search_places(org, one.segment, whole, beginnings);
    continue when places is null;
    if one.newest_at >= before_at then
      bound := search_place_before(org, one.segment, before_at);
      places := places[search_index_from(places, bound):];
      continue when places = '{}';
    end if;
    if side_by_side then
      execute 'select array_agg(t.place) from (
        select s.place, s.at from unnest($3) as n(place)
        cross join lateral (
          select * from search_post as s where s.organisation_id = $1 and s.segment = $2 and s.place = n.place limit 1
        ) as s
        cross join lateral (select text from post as p where p.organisation_id = $1 and p.id = s.post_id limit 1) as p
        where to_tsvector(''simple'', p.text) @@ $4
        order by s.at desc fetch first $5 rows with ties
      ) as t' into places using org, one.segment, places, words, most;
      continue when places is null;
    elsif cardinality(places) > most then
      select s.at into last_at from search_post as s where s.organisation_id = org and s.segment = one.segment and s.place = places[most];
      bound := search_place_before(org, one.segment, last_at);
      upto := most;
      while upto < cardinality(places) and places[upto + 1] < bound loop
        upto := upto + 1;
      end loop;
      places := places[1:upto];
    end if;
    select array_agg(s.post_id), array_agg(s.at) into found_ids, found_times
    from unnest(places) as n(place)
    cross join lateral (
      select * from search_post as s where s.organisation_id = org and s.segment = one.segment and s.place = n.place limit 1
    ) as s;
    ids := ids || found_ids;
    times := times || found_times;
  end loop;

  return query select t.post, t.post_at from unnest(ids, times) as t(post, post_at)
    order by t.post_at desc fetch first (most) rows with ties;
end $$;
