-- Follow-ups: what a member asks of another, or of a team, who must report back. What stands is folded from acts, which are never changed; the columns that lists need repeat what the acts say.
create table follow_up (
  organisation_id integer not null,
  id uuid not null,
  -- The case it is about; it moves with the conversation from whose post it was asked, else with the notes of the case.
  case_id uuid not null,
  conversation_id uuid,
  post_id uuid,
  asker_id uuid not null,
  -- Who is asked: a member, a team, or of a team the member who took it up.
  member_id uuid,
  team_id uuid,
  -- In words of members; null once they were erased.
  question text check (length(question) <= 4000),
  asked_at timestamptz not null,
  due_at timestamptz not null,
  state text not null check (state in ('asked', 'accepted', 'sent_back', 'reported', 'done', 'withdrawn')),
  turn integer not null default 0,
  ended_at timestamptz,
  -- When its reminders are looked at next, and when they were looked at last; a clock that was put back is seen by the second.
  remind_at timestamptz,
  reminded_at timestamptz,
  primary key (organisation_id, id),
  check (member_id is not null or team_id is not null),
  check ((state in ('done', 'withdrawn')) = (ended_at is not null)),
  check ((ended_at is null) = (remind_at is not null)),
  foreign key (organisation_id, case_id) references care_case,
  foreign key (organisation_id, asker_id) references member (organisation_id, id),
  foreign key (organisation_id, member_id) references member (organisation_id, id),
  foreign key (organisation_id, team_id) references team (organisation_id, id)
);
create index follow_up_of_case on follow_up (organisation_id, case_id);
create index follow_up_of_conversation on follow_up (organisation_id, conversation_id) where conversation_id is not null;
create index follow_up_by_asker on follow_up (organisation_id, asker_id, due_at) where ended_at is null;
create index follow_up_by_member on follow_up (organisation_id, member_id, due_at) where ended_at is null;
create index follow_up_by_team on follow_up (organisation_id, team_id, due_at) where ended_at is null;
create index follow_up_by_due on follow_up (organisation_id, due_at, id) where ended_at is null;
create index follow_up_ended_by_asker on follow_up (organisation_id, asker_id, ended_at desc, id desc) where ended_at is not null;
create index follow_up_ended_by_member on follow_up (organisation_id, member_id, ended_at desc, id desc) where ended_at is not null;
create index follow_up_ended_by_team on follow_up (organisation_id, team_id, ended_at desc, id desc) where member_id is null and ended_at is not null;
create index follow_up_by_end on follow_up (organisation_id, ended_at desc, id desc) where ended_at is not null;
create index follow_up_to_remind on follow_up (remind_at, organisation_id) where remind_at is not null;
create index follow_up_reminded on follow_up (reminded_at, organisation_id) where remind_at is not null;

create table follow_up_act (
  organisation_id integer not null,
  follow_up_id uuid not null,
  -- 1, 2, 3: the order in which they were written.
  number integer not null,
  kind text not null check (kind in ('asked', 'accepted', 'reported', 'report_accepted', 'sent_back', 'given', 'moved', 'withdrawn')),
  at timestamptz not null,
  by uuid not null,
  due_at timestamptz,
  -- Whom it was asked of or given to.
  to_member uuid,
  to_team uuid,
  -- The report, what is missing in it, or why it is not needed any more; null once erased.
  words text check (length(words) <= 10000),
  -- Of a report: an answer that might be given to the author.
  suggestion text check (length(suggestion) <= 10000),
  -- Pictures that were attached to the question or the report.
  pictures uuid[] not null default '{}' check (cardinality(pictures) <= 4),
  primary key (organisation_id, follow_up_id, number),
  check ((kind in ('asked', 'sent_back', 'moved')) = (due_at is not null)),
  check ((kind in ('asked', 'given')) = (to_member is not null or to_team is not null)),
  check (suggestion is null or kind = 'reported'),
  foreign key (organisation_id, follow_up_id) references follow_up on delete cascade,
  foreign key (organisation_id, by) references member (organisation_id, id),
  foreign key (organisation_id, to_member) references member (organisation_id, id),
  foreign key (organisation_id, to_team) references team (organisation_id, id)
);
-- Who else uses a picture is asked whenever one is attached or goes.
create index follow_up_act_with_pictures on follow_up_act (organisation_id, follow_up_id) where pictures <> '{}';
create index reply_with_pictures on reply (organisation_id, id) where attachments <> '[]';

-- Which reminders were sent, and to whom.
create table follow_up_reminder (
  organisation_id integer not null,
  follow_up_id uuid not null,
  -- domain/followUp.ts
  key text not null,
  member_id uuid not null,
  turn integer not null,
  -- The date that stood: what was brought to somebody is settled once there is another.
  due_at timestamptz not null,
  at timestamptz not null,
  -- It did not wait for the member, and was brought to them because nobody did anything.
  brought boolean not null,
  primary key (organisation_id, follow_up_id, key, member_id),
  foreign key (organisation_id, follow_up_id) references follow_up on delete cascade,
  foreign key (organisation_id, member_id) references member (organisation_id, id)
);
create index follow_up_reminder_brought on follow_up_reminder (organisation_id, member_id, follow_up_id) where brought;

-- Which of them moved when two cases became one, so that it can be undone.
alter table rearrangement add column follow_ups uuid[] not null default '{}';

do $$
declare
  t text;
begin
  foreach t in array array['follow_up', 'follow_up_act', 'follow_up_reminder'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
grant select, insert, update, delete on follow_up, follow_up_reminder to answerable_tenant;
-- What was done stays done; only what was said in it may go.
grant select, insert, delete on follow_up_act to answerable_tenant;
grant update (words, suggestion, pictures) on follow_up_act to answerable_tenant;
