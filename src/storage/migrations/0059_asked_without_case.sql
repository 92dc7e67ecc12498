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
-- Words of what is about no case go by when it was closed, or by when nothing came of it.
create index follow_up_alone on follow_up (organisation_id, coalesce(ended_at, due_at), id) where case_id is null;
-- What moves with a conversation is about its case. Every follow-up had one before, so the rows that are there need no reading.
alter table follow_up add constraint follow_up_conversation_of_case check (conversation_id is null or case_id is not null) not valid;

alter table follow_up_act rename column pictures to files;
alter index follow_up_act_with_pictures rename to follow_up_act_with_files;

-- Who uploaded a file for a follow-up: until it is attached it is theirs alone, and no answer to an author takes it. Null for every other file.
alter table media add column follow_up_by uuid;
-- The follow-up to which it is attached; a file is attached to one, and found from there by its id.
alter table media add column follow_up_id uuid;
-- Both are null in every row that is there: nothing has to be read for that.
alter table media add constraint media_follow_up_by foreign key (organisation_id, follow_up_by) references member not valid;
alter table media add constraint media_follow_up foreign key (organisation_id, follow_up_id) references follow_up not valid;
update media as m set follow_up_id = a.follow_up_id from follow_up_act as a
  where a.files <> '{}' and m.organisation_id = a.organisation_id and m.id = any(a.files);
create index media_of_follow_up on media (organisation_id, follow_up_id) where follow_up_id is not null;
-- Uploads that nobody has attached yet: counted, and removed after a while.
create index media_unattached on media (organisation_id, at) where follow_up_by is not null and follow_up_id is null;

-- When reminders of a promise were looked at last: a clock that was put back is seen by it.
alter table commitment add column reminded_at timestamptz;
create index commitment_reminded on commitment (reminded_at, organisation_id) where remind_at is not null;

-- What was being told when a program was killed: found again, also by a clock that was put back.
create index alert_delivery_sending on alert_delivery (next_at) where state = 'sending';
