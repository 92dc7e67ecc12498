-- Calls for complaints: what an executive asks the public until a day, which posts answer it, and the report that ends it.
create table complaint_call (
  organisation_id integer not null references organisation,
  id uuid not null,
  institution_id uuid not null,
  -- Behind the institution's own in the address of its page.
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{1,59}$'),
  question text not null check (length(question) between 1 and 300),
  -- As it is written, without its sign; and as it is compared.
  hashtag text not null check (length(hashtag) between 3 and 40),
  hashtag_key text not null,
  -- The form of the house that its page leads to; null: none.
  form_id uuid,
  member_id uuid not null,
  -- How she stands under it in public; empty: in the name of the institution alone.
  signed text not null check (length(signed) <= 120),
  opened_at timestamptz not null,
  closes_at timestamptz not null check (closes_at >= opened_at),
  ended_at timestamptz,
  -- Null: its time was over.
  ended_by uuid,
  -- Whether its hashtag is listened for: until a week behind its end.
  hears boolean not null default true,
  -- How many reminders of the report there were.
  reminded integer not null default 0,
  -- When its end, a reminder or the end of listening is due next; null: nothing is.
  look_at timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, institution_id, slug),
  foreign key (organisation_id, institution_id) references institution (organisation_id, id),
  foreign key (organisation_id, form_id) references connected_account (organisation_id, id),
  foreign key (organisation_id, member_id) references member (organisation_id, id),
  foreign key (organisation_id, ended_by) references member (organisation_id, id)
);
create unique index complaint_call_hashtag on complaint_call (organisation_id, hashtag_key) where ended_at is null;
create index complaint_call_due on complaint_call (look_at) where look_at is not null;

-- Which announcements are of a call: what stands under them answers it.
create table complaint_call_announcement (
  organisation_id integer not null,
  call_id uuid not null,
  reply_id uuid not null,
  primary key (organisation_id, reply_id),
  foreign key (organisation_id, call_id) references complaint_call (organisation_id, id),
  foreign key (organisation_id, reply_id) references reply (organisation_id, id)
);
create index complaint_call_announcement_of on complaint_call_announcement (organisation_id, call_id);

-- What was sent by the form of a call's page and is not gathered yet, known by the fingerprint of the post that it becomes.
create table complaint_call_form (
  organisation_id integer not null,
  call_id uuid not null,
  fingerprint uuid not null,
  primary key (organisation_id, fingerprint),
  foreign key (organisation_id, call_id) references complaint_call (organisation_id, id)
);

-- Which posts answer a call: by the rule (`way`), or because a member said so (`by_hand`; false: it does not). Counts are made from the posts themselves whenever somebody reads them.
create table complaint_call_post (
  organisation_id integer not null,
  call_id uuid not null,
  post_id uuid not null,
  way text check (way in ('thread', 'form', 'hashtag')),
  -- It answers or quotes the announcement itself. What else stands under it counts until its author was answered there: from then on it is talk.
  direct boolean not null default false,
  by_hand boolean,
  said_by uuid,
  said_at timestamptz,
  primary key (organisation_id, call_id, post_id),
  check (way is not null or by_hand is not null),
  foreign key (organisation_id, call_id) references complaint_call (organisation_id, id),
  foreign key (organisation_id, post_id) references post (organisation_id, id) on delete cascade,
  foreign key (organisation_id, said_by) references member (organisation_id, id)
);
create index complaint_call_post_of on complaint_call_post (organisation_id, post_id);

-- The report, each time it was published: never changed, only followed by another.
create table complaint_call_report (
  organisation_id integer not null,
  call_id uuid not null,
  version integer not null check (version > 0),
  heard text not null check (length(heard) between 1 and 8000),
  done text not null check (length(done) between 1 and 8000),
  -- As they were counted at that moment.
  counts jsonb not null,
  published_at timestamptz not null,
  published_by uuid not null,
  primary key (organisation_id, call_id, version),
  foreign key (organisation_id, call_id) references complaint_call (organisation_id, id),
  foreign key (organisation_id, published_by) references member (organisation_id, id)
);

-- Up to which fact posts were gathered, by one program at a time; a row for each organisation that ever opened a call.
create table complaint_call_reading (
  organisation_id integer primary key references organisation,
  read bigint not null,
  -- Nothing is gathered behind that.
  gathers_until timestamptz not null,
  leased_by text,
  lease_until timestamptz
);

do $$
declare
  t text;
begin
  foreach t in array array['complaint_call', 'complaint_call_announcement', 'complaint_call_form', 'complaint_call_post', 'complaint_call_report', 'complaint_call_reading'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
