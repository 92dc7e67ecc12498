-- A member's cases in the order in which they are listed; until now all of them were read and sorted for each page.
drop index care_case_by_owner;
create index care_case_mine on care_case (organisation_id, owner_id, state_at desc, id desc) where owner_id is not null and state <> 'resolved';
