-- A member's language of the console: null where it is the browser's. Until now there was one, which nobody chose.
alter table member alter column language drop not null;
alter table member alter column language drop default;
update member set language = null;
alter table member add constraint member_language check (length(language) between 2 and 8);
-- The organisation's language is that of its public pages, where neither an author nor their browser asks for another.
alter table organisation add constraint organisation_language check (length(language) between 2 and 8);
