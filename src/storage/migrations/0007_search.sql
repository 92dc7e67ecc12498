-- Words are searched in lists that are written after intake, not in an index that every new post must wait for.
--
-- Posts stand in segments. In a segment each has a place, numbered from the latest on (0), and each word has the places of its posts. A search asks segment after
-- segment, the latest first, and stops when it has its page. Posts that stand in no segment yet wait in search_waiting and are looked at one by one, so that a
-- search is complete at any time.
drop index post_words;

create table search_waiting (
  organisation_id integer not null,
  at timestamptz not null,
  post_id uuid not null,
  primary key (organisation_id, at, post_id)
);
create table search_segment (
  organisation_id integer not null,
  segment integer not null,
  -- 0: as it came from those that waited; 1: many of them joined.
  level smallint not null,
  posts integer not null,
  oldest_at timestamptz not null,
  newest_at timestamptz not null,
  primary key (organisation_id, segment)
);
create table search_post (
  organisation_id integer not null,
  segment integer not null,
  place smallint not null,
  post_id uuid not null,
  at timestamptz not null,
  primary key (organisation_id, segment, place)
);
-- The organisation last: nothing else than a post is looked for in it, however few posts there are when a plan is made.
create index search_post_by_post on search_post (post_id, organisation_id);
create table search_word (
  organisation_id integer not null,
  segment integer not null,
  word text collate "C" not null,
  -- Rising: the latest posts first.
  places smallint[] not null,
  primary key (organisation_id, segment, word)
);

-- No tenant touches these: triggers write them, one function reads them, and both have the owner's rights. The policies are a second lock all the same.
do $$
declare
  t text;
begin
  foreach t in array array['search_waiting', 'search_segment', 'search_post', 'search_word'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
       using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
       with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
  end loop;
end $$;

insert into search_waiting (organisation_id, at, post_id)
select organisation_id, at, id from post where deleted_at is null and text <> '';

create function search_awaits_new_posts() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into search_waiting (organisation_id, at, post_id)
  select organisation_id, at, id from fresh where deleted_at is null and text <> '';
  return null;
end $$;
create trigger search_awaits_new_posts after insert on post referencing new table as fresh
for each statement execute function search_awaits_new_posts();

-- Takes a post out of the lists of its words. It holds the segment first, so that it is not joined with others at the same time.
create function search_forgets(org integer, forgotten uuid, said text) returns void
language plpgsql set search_path = public, pg_temp as $$
declare
  found_in integer;
  stood_at smallint;
begin
  loop
    select segment, place into found_in, stood_at from search_post where organisation_id = org and post_id = forgotten;
    exit when not found;
    perform 1 from search_segment where organisation_id = org and segment = found_in for share;
    continue when not found; -- it was joined into another meanwhile
    update search_word set places = array_remove(places, stood_at)
    where organisation_id = org and segment = found_in and word = any(tsvector_to_array(to_tsvector('simple', said)));
    delete from search_word
    where organisation_id = org and segment = found_in and word = any(tsvector_to_array(to_tsvector('simple', said))) and places = '{}';
    delete from search_post where organisation_id = org and post_id = forgotten;
    exit;
  end loop;
end $$;
revoke all on function search_forgets from public;

create function search_follows_changes() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform search_forgets(old.organisation_id, old.id, old.text);
  delete from search_waiting where organisation_id = old.organisation_id and at = old.at and post_id = old.id;
  if tg_op = 'UPDATE' and new.deleted_at is null and new.text <> '' then
    insert into search_waiting (organisation_id, at, post_id) values (new.organisation_id, new.at, new.id);
  end if;
  return null;
end $$;
create trigger search_follows_edits after update on post for each row
when (old.text is distinct from new.text or old.at <> new.at or (old.deleted_at is null) <> (new.deleted_at is null))
execute function search_follows_changes();
create trigger search_follows_erasure after delete on post for each row execute function search_follows_changes();

-- Writes a segment of these posts; at most 32,768, the places that there are.
create function search_add_segment(org integer, of_level smallint, ids uuid[]) returns void
language plpgsql set search_path = public, pg_temp set work_mem = '64MB' set plan_cache_mode = force_custom_plan as $$
declare
  added integer;
begin
  select coalesce(max(segment), 0) + 1 into added from search_segment where organisation_id = org;
  insert into search_post (organisation_id, segment, place, post_id, at)
  select org, added, row_number() over (order by p.at desc, p.id desc) - 1, p.id, p.at
  from unnest(ids) as given(id)
  cross join lateral (select * from post as p where p.organisation_id = org and p.id = given.id and p.deleted_at is null limit 1) as p;
  if not found then return; end if;
  insert into search_word (organisation_id, segment, word, places)
  select org, added, said.word, array_agg(said.place order by said.place)
  from (
    select s.place, unnest(tsvector_to_array(to_tsvector('simple', p.text))) as word
    from search_post as s
    cross join lateral (select text from post as p where p.organisation_id = org and p.id = s.post_id limit 1) as p
    where s.organisation_id = org and s.segment = added
  ) as said group by said.word;
  insert into search_segment (organisation_id, segment, level, posts, oldest_at, newest_at)
  select org, added, of_level, count(*), min(at), max(at) from search_post where organisation_id = org and segment = added;
end $$;
revoke all on function search_add_segment from public;

-- Puts up to 2,048 waiting posts into a segment, the oldest first; answers how many. Fewer than 1,024 go on waiting: they are looked through as fast as a
-- segment of theirs would be found. One program at a time for each organisation.
create function search_take_waiting(org integer) returns integer
language plpgsql set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  ids uuid[];
begin
  if not pg_try_advisory_xact_lock(4127007, org) then return 0; end if;
  if (select count(*) from (select 1 from search_waiting where organisation_id = org limit 1024) as few) < 1024 then return 0; end if;
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
revoke all on function search_take_waiting from public;

-- Joins the sixteen oldest small segments into a great one; answers how many posts it holds, 0 when there are too few. Fails with SQLSTATE 40001 where a post
-- is taken out at the same time: to be tried again later.
create function search_join_segments(org integer) returns integer
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
  if coalesce(cardinality(parts), 0) < 16 then return 0; end if;
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
  if held < 16 or left_over <> stand then
    raise exception 'a post was taken out while segments were joined' using errcode = 'serialization_failure';
  end if;
  delete from search_word where organisation_id = org and segment = any(parts);
  delete from search_post where organisation_id = org and segment = any(parts);
  delete from search_segment where organisation_id = org and segment = any(parts);
  return stand;
end $$;
revoke all on function search_join_segments from public;

-- The first place of a segment whose post is older than an instant; the number of places when there is none.
create function search_place_before(org integer, within integer, instant timestamptz) returns integer
language plpgsql stable as $$
declare
  low integer := 0;
  high integer;
  middle integer;
  stood_at integer;
  post_at timestamptz;
begin
  select max(place) + 1 into high from search_post where organisation_id = org and segment = within;
  if high is null then return 0; end if;
  while low < high loop
    middle := (low + high) / 2;
    -- Places of posts that were taken out are missing: the next one tells as much.
    select place, at into stood_at, post_at from search_post
    where organisation_id = org and segment = within and place >= middle order by place limit 1;
    if not found or post_at < instant then high := middle; else low := stood_at + 1; end if;
  end loop;
  return low;
end $$;
revoke all on function search_place_before from public;

drop function posts_with_words(tsquery, timestamptz, integer);
drop function posts_with_words_walked(integer, tsquery, timestamptz, integer, integer);
drop function posts_with_words_between(integer, tsquery, timestamptz, timestamptz, integer);
drop function post_time_at(double precision);

-- Where in a rising list the first number is that is not less than this one; behind its end when there is none.
create function search_index_from(list smallint[], wanted integer) returns integer
language plpgsql immutable as $$
declare
  low integer := 1;
  high integer := cardinality(list) + 1;
  middle integer;
begin
  while low < high loop
    middle := (low + high) / 2;
    if list[middle] < wanted then low := middle + 1; else high := middle; end if;
  end loop;
  return low;
end $$;
revoke all on function search_index_from from public;

-- What two rising lists have in common, rising; null when nothing. Of a list that is much longer only what is asked is looked up.
create function search_common(few smallint[], many smallint[]) returns smallint[]
language plpgsql immutable as $$
declare
  met smallint[];
  one smallint;
  low integer := 1;
  high integer;
  middle integer;
begin
  if cardinality(many) < 20 * cardinality(few) then
    select array_agg(p order by p) into met from (select unnest(few) intersect select unnest(many)) as both_hold(p);
    return met;
  end if;
  foreach one in array few loop
    high := cardinality(many) + 1;
    while low < high loop
      middle := (low + high) / 2;
      if many[middle] < one then low := middle + 1; else high := middle; end if;
    end loop;
    if many[low] = one then met := met || one; end if;
  end loop;
  return met;
end $$;
revoke all on function search_common from public;

-- The places of a segment whose posts hold all these words and beginnings of words, rising; null when there are none.
create function search_places(org integer, within integer, words text[], beginnings text[]) returns smallint[]
language plpgsql stable as $$
declare
  met smallint[];
  list smallint[];
  beginning text;
  held integer := 0;
begin
  -- The rarest first: what is left of it is few from then on.
  for list in
    select w.places from search_word as w where w.organisation_id = org and w.segment = within and w.word = any(words) order by cardinality(w.places)
  loop
    met := case when held = 0 then list else search_common(met, list) end;
    if met is null then return null; end if;
    held := held + 1;
  end loop;
  if held < cardinality(words) then return null; end if;
  foreach beginning in array beginnings loop
    held := 0;
    for list in
      select w.places from search_word as w
      where w.organisation_id = org and w.segment = within and w.word >= beginning and w.word < beginning || U&'\+10FFFF' limit 2
    loop
      held := held + 1;
    end loop;
    if held = 0 then return null; end if;
    if held > 1 then
      select array_agg(distinct p order by p) into list from search_word as w cross join unnest(w.places) as p
      where w.organisation_id = org and w.segment = within and w.word >= beginning and w.word < beginning || U&'\+10FFFF';
    end if;
    met := case
      when met is null then list
      when cardinality(met) > cardinality(list) then search_common(list, met)
      else search_common(met, list)
    end;
    if met is null then return null; end if;
  end loop;
  return met;
end $$;
revoke all on function search_places from public;

-- The latest posts with the words before an instant, at most `most` and those that have the time of the last one.
create function posts_with_words(words tsquery, before_at timestamptz, most integer) returns table (id uuid, at timestamptz)
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

  for one in
    select s.segment, s.newest_at from search_segment as s
    where s.organisation_id = org and s.oldest_at < before_at order by s.newest_at desc
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
revoke all on function posts_with_words from public;
grant execute on function posts_with_words to answerable_tenant;
