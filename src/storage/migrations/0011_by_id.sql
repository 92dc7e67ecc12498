-- Nothing reads posts by time alone any more; searching walks lists of its own (0007). Since it holds the id too, the planner took it now and then for a way to a post by
-- its id, and read it from end to end.
drop index post_by_time;
