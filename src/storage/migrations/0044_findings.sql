-- What the program understands of posts. Names, shares and places in the text (numbers): the words stay where they are, and go from there.
create table post_finding (
  organisation_id integer not null,
  post_id uuid not null,
  at timestamptz not null,
  -- Which models read it: the beginning of a hash of their files.
  models text not null,
  -- As domain/finding.ts has it.
  found jsonb not null,
  primary key (organisation_id, post_id),
  foreign key (organisation_id, post_id) references post on delete cascade
);

-- What a member said of a finding: that something is so, or is not. The latest word holds; none is deleted, since the next training learns from them.
create table finding_correction (
  organisation_id integer not null,
  id uuid not null,
  post_id uuid not null,
  aspect text not null,
  name text not null,
  so boolean not null,
  by uuid not null,
  at timestamptz not null,
  -- Whether the program had said so.
  was boolean not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, post_id) references post on delete cascade,
  foreign key (organisation_id, by) references member (organisation_id, id)
);
create index finding_correction_of_post on finding_correction (organisation_id, post_id, at);
create index finding_correction_by_time on finding_correction (organisation_id, at desc);

-- Up to which fact an organisation's posts were read; by one program at a time, by lease. What was there before this came is not read.
create table post_reading (
  organisation_id integer primary key references organisation,
  read bigint not null,
  leased_by text,
  lease_until timestamptz
);
insert into post_reading (organisation_id, read) select organisation_id, history from organisation_counter;

-- A threat against oneself or others, as the posts of the case have it; such a case stands before all others.
alter table care_case add column threat text check (threat in ('self', 'violence'));

-- Whoever is trained to answer threats: they are given such a case at once.
alter table member add column answers_threats boolean not null default false;
-- What is offered to whoever answers somebody who may harm themselves; null: what the program knows of the country.
alter table organisation add column helpline text check (length(helpline) <= 500);

do $$
declare
  t text;
begin
  foreach t in array array['post_finding', 'finding_correction', 'post_reading'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
