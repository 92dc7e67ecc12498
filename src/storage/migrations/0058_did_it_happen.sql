-- "Did it happen?", put to an author in an answer of ours after a member said that a promise was kept: once for each time that this is said. The last question of a promise stands.
create table commitment_question (
  organisation_id integer not null,
  commitment_id uuid not null,
  -- The answer that asked, and when it left.
  reply_id uuid not null,
  at timestamptz not null,
  -- How often the promise had been said to be kept by then.
  keeping integer not null check (keeping > 0),
  primary key (organisation_id, commitment_id),
  foreign key (organisation_id, commitment_id) references commitment on delete cascade,
  foreign key (organisation_id, reply_id) references reply on delete cascade
);
create index commitment_question_of_reply on commitment_question (organisation_id, reply_id);

-- An act of the author may be read by a member from a post: which post it was, and who read it so. Both are null for what the author said on their private page.
alter table commitment_act add column post_id uuid, add column read_by uuid;
alter table commitment_act add constraint commitment_act_read check ((post_id is null) = (read_by is null) and (read_by is null or by is null)) not valid;
alter table commitment_act add constraint commitment_act_read_by foreign key (organisation_id, read_by) references member (organisation_id, id) not valid;

-- Confirmed as a member read it: the author may still say otherwise.
alter table commitment add column confirmed_by_reading boolean not null default false;

alter table commitment_question enable row level security;
create policy own_organisation on commitment_question
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on commitment_question to answerable_tenant;
grant select on commitment_question to answerable_audit;
