-- A follow-up may be about an author, or about nothing on the desk, and any usual file may be attached to it.
-- Another kind of thing that it may be about is one more word here and, where it is kept, its column beside the case.
alter table follow_up alter column case_id drop not null;
alter table follow_up add column about text not null default 'case';
-- One identity of the author it is about: whoever is said to be one person with them has it, too.
alter table follow_up add column identity_id uuid;
alter table follow_up add constraint follow_up_about check (
  case about
    when 'case' then case_id is not null and identity_id is null
    when 'author' then case_id is null and post_id is null and identity_id is not null
    when 'other' then case_id is null and post_id is null and identity_id is null
    else false
  end
);
alter table follow_up add constraint follow_up_identity foreign key (organisation_id, identity_id) references identity;
create index follow_up_of_identity on follow_up (organisation_id, identity_id) where identity_id is not null;
-- Words of what is about no case go by when it was closed.
create index follow_up_ended_alone on follow_up (organisation_id, ended_at, id) where case_id is null and ended_at is not null;

alter table follow_up_act rename column pictures to files;
alter index follow_up_act_with_pictures rename to follow_up_act_with_files;

-- Who uploaded a file for a follow-up: until it is attached it is theirs alone, and no answer to an author takes it. Null for every other file.
alter table media add column follow_up_by uuid;

-- When reminders of a promise were looked at last: a clock that was put back is seen by it.
alter table commitment add column reminded_at timestamptz;
create index commitment_reminded on commitment (reminded_at, organisation_id) where remind_at is not null;

-- What was being told when a program was killed: found again, also by a clock that was put back.
create index alert_delivery_sending on alert_delivery (next_at) where state = 'sending';
