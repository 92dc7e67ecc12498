-- A search without words, only narrowed by what is known of posts and cases, walks the posts by time. Without an index it sorted all of them: half a minute on five
-- million. The organisation stands in it in another form, so that the planner never takes it for a way to a post by its id, as it did with the one before (0011).
create index post_by_time on post ((organisation_id::bigint), at) where deleted_at is null;

-- The posts of an organisation before an instant, latest first: `most`, and those that have the time of the last. The planner reckons with two hundred organisations of
-- equal size (0010) and would rather sort what it takes for few.
create function posts_by_time(org integer, before timestamptz, most integer) returns table (id uuid, at timestamptz)
language sql stable set enable_bitmapscan = off set enable_sort = off as $$
  select p.id, p.at from post as p
  where p.organisation_id::bigint = org::bigint and p.at < before and p.deleted_at is null
  order by p.at desc fetch first (most) rows with ties
$$;
