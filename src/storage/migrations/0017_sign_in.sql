-- Signing in by more than a password, keys for programs, and hooks that tell other programs what happened.

-- A sign-in's second factor, sealed. It asks for nothing until its first code was right.
create table second_factor (
  sign_in_id text primary key references sign_in on delete cascade,
  secret bytea not null,
  confirmed_at timestamptz,
  -- The step (30 seconds each) of the last code that was taken: none is taken twice.
  last_step bigint not null default 0
);
create table backup_code (
  sign_in_id text not null references second_factor on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (sign_in_id, code_hash)
);
create table passkey (
  id text primary key,
  sign_in_id text not null references sign_in on delete cascade,
  name text not null check (length(name) between 1 and 100),
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_by_sign_in on passkey (sign_in_id);
-- What was begun at the door and not ended: a first factor that was right, a passkey's challenge, a visit to an issuer. Used once, soon void. Only a hash names it.
create table sign_in_step (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('second_factor', 'passkey_add', 'passkey_sign_in', 'single_sign_on')),
  sign_in_id text references sign_in on delete cascade,
  particulars jsonb not null default '{}',
  tries integer not null default 0,
  expires_at timestamptz not null
);
create index sign_in_step_by_end on sign_in_step (expires_at);
-- A person at an issuer is one sign-in.
create unique index credential_by_provider on credential (provider_id, account_id);

-- The issuer by which members of an organisation may sign in.
create table single_sign_on (
  organisation_id integer not null references organisation,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  issuer text not null,
  client_id text not null,
  secret bytea not null,
  email_domains text[] not null default '{}',
  newcomer_role text check (newcomer_role in ('supervisor', 'agent', 'executive', 'auditor', 'guest_agent')),
  primary key (organisation_id, id),
  unique (organisation_id)
);

-- Keys for programs, each in the name of a member. Only a hash is kept.
create table api_key (
  organisation_id integer not null references organisation,
  id uuid not null,
  member_id uuid not null,
  made_by uuid not null,
  name text not null check (length(name) between 1 and 100),
  token_hash bytea not null,
  hint text not null,
  scopes text[] not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, token_hash),
  foreign key (organisation_id, member_id) references member,
  foreign key (organisation_id, made_by) references member
);

-- Hooks: the history told to another program, one fact after the other. `told` is the sequence up to which everything was told.
create table webhook (
  organisation_id integer not null references organisation,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  address text not null check (length(address) <= 2000),
  secret bytea not null,
  actions text[] not null default '{}',
  state text not null default 'on' check (state in ('on', 'paused')),
  reason text,
  told bigint not null,
  tries integer not null default 0,
  due_at timestamptz not null,
  leased_by text,
  lease_until timestamptz,
  made_by uuid not null,
  created_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, made_by) references member
);
create table webhook_delivery (
  organisation_id integer not null,
  id uuid not null,
  webhook_id uuid not null,
  sequence bigint not null,
  action text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  -- Asked for again by a member, by itself.
  again_at timestamptz,
  again_tries integer not null default 0,
  at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, webhook_id, sequence),
  foreign key (organisation_id, webhook_id) references webhook on delete cascade
);
create index webhook_delivery_again on webhook_delivery (organisation_id, webhook_id, again_at) where again_at is not null;
create index webhook_delivery_by_time on webhook_delivery (organisation_id, webhook_id, at);
create table webhook_attempt (
  organisation_id integer not null,
  id uuid not null,
  delivery_id uuid not null,
  at timestamptz not null,
  status integer,
  reason text,
  milliseconds integer not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, delivery_id) references webhook_delivery on delete cascade
);
create index webhook_attempt_by_delivery on webhook_attempt (organisation_id, delivery_id, at);

do $$
declare
  t text;
begin
  foreach t in array array['single_sign_on', 'api_key', 'webhook', 'webhook_delivery', 'webhook_attempt'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
       using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
       with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
