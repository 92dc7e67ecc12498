-- An author can ask by themselves not to be written to ("STOP" on a telephone): then no member did.
alter table author_mark alter column do_not_contact_by drop not null;

-- What the house said of the author of a conversation in a letterbox, also where the author said it.
create or replace function letterbox_refusal(box integer, conversation_id uuid) returns table (by text, at timestamptz, reason text)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.name, d.do_not_contact_at, d.reason
  from letterbox as l
  join conversation as c on c.organisation_id = l.box_id and c.id = letterbox_refusal.conversation_id
  join identity as i on i.organisation_id = l.box_id and i.id = c.identity_id
  join identity as h on h.organisation_id = l.organisation_id and h.network = i.network and h.network_id = i.network_id
  join author_mark as d on d.organisation_id = l.organisation_id and d.author_id = h.author_id
  left join member as m on m.organisation_id = l.organisation_id and m.id = d.do_not_contact_by
  where l.box_id = box and box::text = (select current_setting('answerable.organisation', true))
  limit 1
$$;

-- Where a member is reached by SMS; null: nowhere.
alter table alert_setting add column telephone text check (telephone ~ '^\+[1-9][0-9]{6,14}$');
