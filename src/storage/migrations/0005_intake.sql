-- The organisation of a transaction is read once for each statement, where it was read (and parsed as a number) for each row.
do $$
declare
  t record;
begin
  for t in
    select c.relname from pg_policy as p join pg_class as c on c.oid = p.polrelid
    where p.polname = 'own_organisation' and c.relname <> 'organisation' and c.relnamespace = 'public'::regnamespace
  loop
    execute format(
      'alter policy own_organisation on %I
       using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
       with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t.relname);
  end loop;
end $$;

-- A case changes with every post of its conversation, and none of what changes then is indexed: with room on its page the indexes stay as they are.
alter table care_case set (fillfactor = 85);
