-- Public conversations that went on in private: by a direct message, or by a link that whoever opens it writes by and reads nothing of the case. Ids and facts only, no words.
create table private_move (
  organisation_id integer not null,
  id uuid not null,
  -- The public conversation, the post that was answered, our account that answered it, and the public reply that says that it moved.
  conversation_id uuid not null,
  post_id uuid not null,
  account_id uuid not null,
  reply_id uuid not null,
  way text not null check (way in ('direct', 'link')),
  -- Of a direct message: the reply that is one.
  message_id uuid,
  -- Of a link: only its hash is kept, so that a copy of the database opens none; the form's account under which what is written comes in.
  token_hash bytea,
  form_account_id uuid,
  language text not null,
  made_at timestamptz not null,
  made_by uuid not null,
  revoked_at timestamptz,
  -- The public reply that brought the outcome back.
  outcome_reply_id uuid,
  primary key (organisation_id, id),
  check ((way = 'link') = (token_hash is not null and form_account_id is not null)),
  foreign key (organisation_id, account_id) references connected_account,
  foreign key (organisation_id, form_account_id) references connected_account,
  foreign key (organisation_id, made_by) references member
);
create unique index private_move_by_token on private_move (token_hash);
create index private_move_by_conversation on private_move (organisation_id, conversation_id);
create index private_move_by_reply on private_move (organisation_id, reply_id);
create index private_move_by_message on private_move (organisation_id, message_id) where message_id is not null;
alter table private_move enable row level security;
create policy own_organisation on private_move
  using (organisation_id = (select current_setting('answerable.organisation')::integer))
  with check (organisation_id = (select current_setting('answerable.organisation')::integer));
grant select, insert, update, delete on private_move to answerable_tenant;
grant select on private_move to answerable_audit;
-- By which move the author of a private page came to write it; null for whoever came by the public form.
alter table case_link add column move_id uuid;
create index case_link_by_move on case_link (organisation_id, move_id) where move_id is not null;
