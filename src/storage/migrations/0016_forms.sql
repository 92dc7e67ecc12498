-- Public forms, letters and visits: units that a case may name, the private page of a case, and how an author who left no account can be reached.

create table unit (
  organisation_id integer not null references organisation,
  id uuid not null,
  institution_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  -- What it is, in the institution's own words: clinic, depot, branch.
  kind text not null default '' check (length(kind) <= 60),
  retired_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, institution_id) references institution
);
create unique index unit_by_name on unit (organisation_id, institution_id, lower(name)) where retired_at is null;

alter table care_case add column unit_id uuid;
alter table care_case add constraint care_case_unit foreign key (organisation_id, unit_id) references unit;

-- A form's address is one for the whole installation: whoever opens it is not known to any organisation yet.
create unique index form_address_once on connected_account (network_id) where network = 'form' and state <> 'removed';

-- The private page of an author: whoever has the link reads and writes in one thread. Only a hash of the link is kept.
create table case_link (
  organisation_id integer not null references organisation,
  token_hash bytea not null,
  network text not null,
  thread text not null,
  -- The author's id on the network.
  author text not null,
  account_id uuid not null,
  language text not null,
  pin_hash text,
  -- Wrong ones since the last right one.
  pin_tries integer not null default 0,
  pin_tried_at timestamptz,
  made_at timestamptz not null,
  -- When the author last wrote by it: until that is at the desk it is read from what waits.
  written_at timestamptz not null,
  revoked_at timestamptz,
  -- The member who revoked it; null for the author.
  revoked_by uuid,
  primary key (organisation_id, token_hash),
  foreign key (organisation_id, account_id) references connected_account
);
create unique index case_link_by_token on case_link (token_hash);
create unique index case_link_by_thread on case_link (organisation_id, network, thread);

-- What an author wrote into "how can we reach you?": apart from every text, so that it can be erased alone. Known by the identity's fingerprint (0012), since it comes
-- in one transaction with the raw item, before anybody made the identity.
create table how_to_reach (
  organisation_id integer not null references organisation,
  fingerprint uuid not null,
  words text not null check (length(words) between 1 and 500),
  at timestamptz not null,
  primary key (organisation_id, fingerprint)
);

do $$
declare
  t text;
begin
  foreach t in array array['unit', 'case_link', 'how_to_reach'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I using (organisation_id = (select current_setting(''answerable.organisation'')::integer)) with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
