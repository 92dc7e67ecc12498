-- A link by which a member who forgot the password chooses another.
alter table one_time_link drop constraint one_time_link_purpose_check;
alter table one_time_link add constraint one_time_link_purpose_check
  check (purpose in ('first_run', 'sign_in', 'invitation', 'password'));
