-- Policies: written rules "when topic, role or amount: approval by". A policy is retired, never deleted: what was approved goes on naming it.
create table policy (
  organisation_id integer not null references organisation,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  topics text[] not null default '{}',
  roles text[] not null default '{}',
  -- The least amount, in hundredths; null: with and without money. Without a currency any money counts.
  amount bigint check (amount >= 0),
  currency text,
  by_kind text not null check (by_kind in ('role', 'member', 'superior')),
  by_role text,
  by_member uuid,
  enabled boolean not null default true,
  changed_at timestamptz not null,
  changed_by uuid not null,
  retired_at timestamptz,
  primary key (organisation_id, id),
  check (currency is null or amount is not null),
  check (by_kind <> 'role' or by_role is not null),
  check (by_kind <> 'member' or by_member is not null),
  foreign key (organisation_id, by_member) references member (organisation_id, id),
  foreign key (organisation_id, changed_by) references member (organisation_id, id)
);
create unique index policy_by_name on policy (organisation_id, lower(name)) where retired_at is null;

-- What was asked about a reply and what became of it, one row for each policy that asked.
create table approval (
  organisation_id integer not null,
  id uuid not null,
  reply_id uuid not null,
  -- Null: its writer asked, and no policy.
  policy_id uuid,
  asked_at timestamptz not null,
  asked_by uuid not null,
  -- The last fact about the case that whoever asked could have read: what came after it, an approver is shown.
  asked_on bigint not null,
  state text not null check (state in ('waiting', 'approved', 'sent_back', 'taken_back')),
  decided_at timestamptz,
  decided_by uuid,
  -- Words. What its writer had written where an approver changed it, and why it was sent back. Whoever erases an author sets both to null: nothing else depends on them.
  written text,
  reason text,
  primary key (organisation_id, id),
  check ((state = 'waiting') = (decided_at is null)),
  foreign key (organisation_id, reply_id) references reply (organisation_id, id),
  foreign key (organisation_id, policy_id) references policy (organisation_id, id),
  foreign key (organisation_id, asked_by) references member (organisation_id, id),
  foreign key (organisation_id, decided_by) references member (organisation_id, id)
);
create index approval_waiting on approval (organisation_id, asked_at, id) where state = 'waiting';
create index approval_by_reply on approval (organisation_id, reply_id, asked_at);

do $$
declare
  t text;
begin
  foreach t in array array['policy', 'approval'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I using (organisation_id = (select current_setting(''answerable.organisation'')::integer)) with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
