-- What the planner had counted said that an organisation which came since has no rows: any index that begins with the organisation then looked as good as the one that
-- holds the name that is looked up, and every lookup read through all its rows (400 microseconds a post, among twenty organisations). Without counts of its own
-- the column is believed to have some two hundred values, whatever the table's size.
alter table post alter column organisation_id set statistics 0;
alter table conversation alter column organisation_id set statistics 0;
alter table identity alter column organisation_id set statistics 0;
