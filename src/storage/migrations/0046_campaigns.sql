-- Posts that say the same: a contest's entries, a copied paragraph, somebody repeating themselves. Only ids and prints (numbers made of runs of words) stand here.
create table campaign (
  organisation_id integer not null references organisation,
  id uuid not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- How many posts have said it, whether they stand or not.
  posts integer not null,
  -- The case that stands in the queue for those that are folded behind it.
  lead_case_id uuid not null,
  primary key (organisation_id, id)
);

create table campaign_post (
  organisation_id integer not null,
  post_id uuid not null,
  campaign_id uuid not null,
  primary key (organisation_id, post_id),
  foreign key (organisation_id, post_id) references post on delete cascade,
  foreign key (organisation_id, campaign_id) references campaign
);
create index campaign_post_of on campaign_post (organisation_id, campaign_id);

-- By what a post is found again. Those of a campaign are found by its first one's.
create table post_print (
  organisation_id integer not null,
  print integer not null,
  post_id uuid not null,
  at timestamptz not null,
  primary key (organisation_id, print, post_id),
  foreign key (organisation_id, post_id) references post on delete cascade
);
create index post_print_of_post on post_print (organisation_id, post_id);
create index post_print_by_time on post_print (organisation_id, at);

alter table care_case add column campaign_id uuid, add column folded boolean not null default false;
create index care_case_of_campaign on care_case (organisation_id, campaign_id, number desc) where campaign_id is not null;
create index care_case_folded on care_case (organisation_id, campaign_id, tier, due_at, id) where folded;
-- What is folded behind another case is passed over.
drop index care_case_queue;
create index care_case_queue on care_case (organisation_id, tier, due_at, id) where due_at is not null and not folded;
drop index care_case_unowned;
create index care_case_unowned on care_case (organisation_id, tier, due_at, id) where due_at is not null and owner_id is null and team_id is null and not folded;

do $$
declare
  t text;
begin
  foreach t in array array['campaign', 'campaign_post', 'post_print'] loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy own_organisation on %I
        using (organisation_id = (select current_setting(''answerable.organisation'')::integer))
        with check (organisation_id = (select current_setting(''answerable.organisation'')::integer))', t);
    execute format('grant select, insert, update, delete on %I to answerable_tenant', t);
    execute format('grant select on %I to answerable_audit', t);
  end loop;
end $$;
