-- What an organisation's cases are about, as it names it: each topic is a name and sentences that members wrote.
create table topic (
  organisation_id integer not null,
  id uuid not null,
  -- It is the tag of the cases that are about it.
  name text not null check (length(name) between 1 and 50),
  -- In other languages.
  names text[] not null default '{}' check (cardinality(names) <= 12),
  examples text[] not null default '{}' check (cardinality(examples) <= 200),
  -- Counts its changes: whoever writes says which one they had read.
  version integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by uuid not null,
  retired_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, changed_by) references member
);
create unique index topic_by_name on topic (organisation_id, lower(name)) where retired_at is null;

-- Tags that reading gave to cases. Each is given once: who takes it away means it. It is taken away again where a member says of the posts that they are not about the topic.
create table case_topic (
  organisation_id integer not null,
  case_id uuid not null,
  topic_id uuid not null,
  -- The topic's name as it was then.
  tag text not null,
  at timestamptz not null,
  primary key (organisation_id, case_id, topic_id),
  foreign key (organisation_id, topic_id) references topic
);

-- Counts what changed about topics, and about posts from which they were learned, so that a program knows whether what it learned is the last; 0: there never were any.
alter table organisation add column topics integer not null default 0;

-- What members said of a topic, the latest first: topics are learned from it.
create index finding_correction_of_topic on finding_correction (organisation_id, name, at desc) where aspect = 'topic';

do $$
declare
  t text;
begin
  foreach t in array array['topic', 'case_topic'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
