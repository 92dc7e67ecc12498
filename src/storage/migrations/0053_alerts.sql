-- Alerts: who is told what, when, once. Ids and instants; no words of anybody: what a telephone shows is written when it is sent.
create table alert (
  organisation_id integer not null,
  id uuid not null,
  member_id uuid not null,
  -- domain/alert.ts
  kind text not null,
  -- What it is about, told apart within its kind: the same is never told twice to the same member.
  key text not null,
  case_id uuid,
  -- The reply that waits, the commitment that is due, and the like.
  subject_id uuid,
  -- Up to which fact was known when it was raised: only what was done later settles it.
  sequence bigint not null,
  at timestamptz not null,
  -- When it was to be told: later than `at` where the member was in quiet hours.
  tell_at timestamptz not null,
  -- 0: to whom it goes first; 1: to whom it went when nobody said that they have it; and so on.
  level integer not null default 0,
  -- To whom it goes first, of whom the others are deputies and superiors.
  first_member_id uuid not null,
  -- When it goes on to the next one; null where it does not.
  escalate_at timestamptz,
  acknowledged_at timestamptz,
  -- Null while nobody has, and where the matter settled itself.
  acknowledged_by uuid,
  primary key (organisation_id, id),
  unique (organisation_id, kind, key, member_id),
  check (acknowledged_at is null or escalate_at is null),
  check (acknowledged_by is null or acknowledged_at is not null),
  foreign key (organisation_id, member_id) references member (organisation_id, id),
  foreign key (organisation_id, first_member_id) references member (organisation_id, id),
  foreign key (organisation_id, acknowledged_by) references member (organisation_id, id)
);
create index alert_open on alert (organisation_id, member_id, at desc) where acknowledged_at is null;
create index alert_open_of_case on alert (organisation_id, case_id) where acknowledged_at is null;
create index alert_open_of_subject on alert (organisation_id, subject_id) where acknowledged_at is null;
create index alert_to_escalate on alert (escalate_at) where escalate_at is not null;
create index alert_by_time on alert (organisation_id, at);

-- A browser that shows alerts. Where it is reached and its keys are sealed with the program's key.
create table push_subscription (
  organisation_id integer not null,
  id uuid not null,
  member_id uuid not null,
  -- SHA-256 of the address: the same browser is one row.
  address_hash bytea not null,
  secret bytea not null,
  -- "Firefox on Android"
  device text not null check (length(device) <= 60),
  added_at timestamptz not null,
  last_sent_at timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, address_hash),
  foreign key (organisation_id, member_id) references member (organisation_id, id)
);
create index push_subscription_of_member on push_subscription (organisation_id, member_id);

-- One row for each way to each place: a browser, an address. Whoever tells it has it until next_at.
create table alert_delivery (
  organisation_id integer not null,
  alert_id uuid not null,
  way text not null check (way in ('push', 'email', 'sms')),
  -- The subscription; of other ways the member.
  place uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'unknown', 'refused', 'needless')),
  attempts integer not null default 0,
  -- When it is told or tried again; while it is being sent, until when whoever sends has it. Null once that is over.
  next_at timestamptz,
  sent_at timestamptz,
  -- Why it was refused or waits: a safe sentence of the program.
  reason text check (length(reason) <= 500),
  primary key (organisation_id, alert_id, way, place),
  check ((state in ('waiting', 'sending')) = (next_at is not null)),
  check ((state = 'sent') = (sent_at is not null)),
  foreign key (organisation_id, alert_id) references alert on delete cascade
);
create index alert_delivery_due on alert_delivery (next_at) where next_at is not null;

-- What a member chose; a member without a row has what their role usually has.
create table alert_setting (
  organisation_id integer not null,
  member_id uuid not null,
  -- Null: as in the rota.
  time_zone text check (length(time_zone) <= 60),
  -- By kind of alert: its ways.
  ways jsonb not null,
  -- Minutes of the wall clock.
  quiet_from integer check (quiet_from between 0 and 1439),
  quiet_to integer check (quiet_to between 0 and 1439),
  -- Kinds that are told in quiet hours, too.
  exceptions text[] not null,
  digest_at integer check (digest_at between 0 and 1439),
  -- 0 is Sunday.
  digest_days integer[] not null,
  -- When the next digest is due; null: none.
  digest_next_at timestamptz,
  shows_words boolean not null,
  changed_at timestamptz not null,
  primary key (organisation_id, member_id),
  check ((quiet_from is null) = (quiet_to is null)),
  foreign key (organisation_id, member_id) references member (organisation_id, id)
);
create index alert_setting_digest on alert_setting (digest_next_at) where digest_next_at is not null;

-- Up to which fact alerts were raised; by one program at a time, by lease. What was there before this came alerts nobody.
create table alert_reading (
  organisation_id integer primary key references organisation,
  read bigint not null,
  leased_by text,
  lease_until timestamptz,
  -- What became late before that alerts nobody.
  began_at timestamptz not null default now()
);
insert into alert_reading (organisation_id, read) select organisation_id, history from organisation_counter;

-- Grave cases that wait, by when they should have been answered.
create index care_case_grave on care_case (organisation_id, due_at) where due_at is not null and (tier < 2 or vulnerable);

do $$
declare
  t text;
begin
  foreach t in array array['alert', 'push_subscription', 'alert_delivery', 'alert_setting', 'alert_reading'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
