-- Suspected incidents are looked for by the clock: what many have said lately, without reading through what they once said.
create index campaign_by_time on campaign (organisation_id, last_at);
