-- Promises made to authors: what, by when, by whom. What stands is folded from acts, which are never changed; the columns that lists need repeat what the acts say.
create table commitment (
  organisation_id integer not null,
  id uuid not null,
  conversation_id uuid not null,
  -- The answer of ours that made it, where this program sent it, or the post in which it was said.
  reply_id uuid,
  post_id uuid,
  -- In the house's words; null once they were erased.
  what text check (length(what) <= 2000),
  owner_id uuid not null,
  made_at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'kept', 'broken')),
  ended_at timestamptz,
  confirmed boolean not null default false,
  renewals integer not null default 0,
  late_since timestamptz,
  -- When the author asked that it is not shown.
  hidden_at timestamptz,
  -- When its reminders are looked at next; null once it has ended.
  remind_at timestamptz,
  primary key (organisation_id, id),
  check (reply_id is not null or post_id is not null),
  check ((state = 'open') = (ended_at is null)),
  check ((state = 'open') = (remind_at is not null)),
  foreign key (organisation_id, owner_id) references member (organisation_id, id)
);
-- An answer makes one promise at most, however often its sending is recorded.
create unique index commitment_of_reply on commitment (organisation_id, reply_id) where reply_id is not null;
create index commitment_of_conversation on commitment (organisation_id, conversation_id);
create index commitment_by_owner on commitment (organisation_id, owner_id, due_at) where state = 'open';
create index commitment_by_due on commitment (organisation_id, due_at) where state = 'open';
create index commitment_by_made on commitment (organisation_id, made_at desc, id);
create index commitment_to_remind on commitment (remind_at, organisation_id) where remind_at is not null;

create table commitment_act (
  organisation_id integer not null,
  commitment_id uuid not null,
  -- 1, 2, 3: the order in which they were written.
  number integer not null,
  kind text not null check (kind in ('made', 'renewed', 'kept', 'broken', 'disputed', 'given')),
  at timestamptz not null,
  due_at timestamptz,
  -- The member who did it; null: the author.
  by uuid,
  -- Of a promise given to another: to whom.
  to_member uuid,
  -- The answer by which the author was told.
  reply_id uuid,
  -- What shows that it was kept, or why it will not be: a link, or words; null once erased.
  evidence text check (length(evidence) <= 2000),
  primary key (organisation_id, commitment_id, number),
  check ((kind in ('made', 'renewed')) = (due_at is not null)),
  check ((kind = 'given') = (to_member is not null)),
  check (by is not null or kind in ('kept', 'disputed')),
  foreign key (organisation_id, commitment_id) references commitment on delete cascade,
  foreign key (organisation_id, by) references member (organisation_id, id),
  foreign key (organisation_id, to_member) references member (organisation_id, id)
);
create unique index commitment_act_of_reply on commitment_act (organisation_id, reply_id, kind) where reply_id is not null;

-- What an answer that is on its way promises, or that its writer says that it promises nothing: a commitment is made or renewed once it has left, and not before.
create table reply_promise (
  organisation_id integer not null,
  reply_id uuid not null,
  kind text not null check (kind in ('made', 'renewed', 'none')),
  -- Of a renewal: which.
  commitment_id uuid,
  what text check (length(what) <= 2000),
  owner_id uuid,
  due_at timestamptz,
  primary key (organisation_id, reply_id),
  check ((kind = 'renewed') = (commitment_id is not null)),
  check ((kind = 'none') = (due_at is null)),
  check ((kind = 'made') = (owner_id is not null)),
  foreign key (organisation_id, reply_id) references reply on delete cascade,
  foreign key (organisation_id, commitment_id) references commitment on delete cascade,
  foreign key (organisation_id, owner_id) references member (organisation_id, id)
);

create table commitment_reminder (
  organisation_id integer not null,
  commitment_id uuid not null,
  -- domain/commitment.ts
  key text not null,
  at timestamptz not null,
  primary key (organisation_id, commitment_id, key),
  foreign key (organisation_id, commitment_id) references commitment on delete cascade
);

do $$
declare
  t text;
begin
  foreach t in array array['commitment', 'commitment_act', 'reply_promise', 'commitment_reminder'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
grant select, insert, update, delete on commitment, reply_promise, commitment_reminder to answerable_tenant;
-- What was done stays done; only what was said in it may go.
grant select, insert, delete on commitment_act to answerable_tenant;
grant update (evidence) on commitment_act to answerable_tenant;
