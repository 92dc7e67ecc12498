-- A network's id of a post is a hundred characters long and stands nowhere near its neighbours in time: an index of such names outgrows the memory of a busy desk after a
-- million posts, and each post then reads and writes pages of it. Posts, identities and threads are known by the first half of the SHA-256 of their names instead.
create function network_fingerprint(network text, name text) returns uuid
language sql immutable strict parallel safe set search_path = pg_catalog as $$
  select encode(substr(sha256(convert_to(network || ' ' || name, 'UTF8')), 1, 16), 'hex')::uuid
$$;

-- Made by the program for what comes by the thousand (storage/fingerprints.ts), here for all else.
create function fingerprint_of_name() returns trigger language plpgsql as $$
begin
  new.fingerprint := public.network_fingerprint(new.network, new.network_id);
  return new;
end $$;
create function fingerprint_of_thread() returns trigger language plpgsql as $$
begin
  new.fingerprint := public.network_fingerprint(new.network, new.thread);
  return new;
end $$;

-- Generated first and kept as it is then: what is there is written once.
alter table post add column fingerprint uuid not null generated always as (network_fingerprint(network, network_id)) stored;
alter table post alter column fingerprint drop expression;
alter table identity add column fingerprint uuid not null generated always as (network_fingerprint(network, network_id)) stored;
alter table identity alter column fingerprint drop expression;
alter table conversation add column fingerprint uuid not null generated always as (network_fingerprint(network, thread)) stored;
alter table conversation alter column fingerprint drop expression;

create trigger post_has_fingerprint before insert on post for each row when (new.fingerprint is null) execute function fingerprint_of_name();
create trigger identity_has_fingerprint before insert on identity for each row when (new.fingerprint is null) execute function fingerprint_of_name();
create trigger conversation_has_fingerprint before insert on conversation for each row when (new.fingerprint is null)
execute function fingerprint_of_thread();

alter table post drop constraint post_organisation_id_network_network_id_key;
alter table post add constraint post_once unique (organisation_id, fingerprint);
alter table identity drop constraint identity_organisation_id_network_network_id_key;
alter table identity add constraint identity_once unique (organisation_id, fingerprint);
-- The author first, so that the same index finds an author's conversations.
alter table conversation drop constraint conversation_organisation_id_identity_id_network_thread_key;
alter table conversation add constraint conversation_once unique (organisation_id, identity_id, fingerprint);
