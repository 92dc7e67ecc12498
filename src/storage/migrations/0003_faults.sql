-- Announcements belong to no case: their list is read by itself, the latest first.
create index reply_announced on reply (organisation_id, state_at desc, id desc) where case_id is null;
-- What our accounts have sent lately, so that one message on the network never proves two replies of the same words.
create index reply_sent_lately on reply (organisation_id, account_id, state_at) where network_id is not null;
