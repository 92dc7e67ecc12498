import { type RawBuilder, sql } from 'kysely';

/** The hashtags of calls for complaints that a row of `connected_account` listens for, with their sign and in lower case, beside the words that it watches: those of its own institution, which gets the cases. */
export const hashtagsHeard = (organisationId: number): RawBuilder<string[]> => sql<string[]>`array(
  select '#' || hashtag_key from complaint_call where organisation_id = ${organisationId} and institution_id = connected_account.institution_id and hears order by hashtag_key
)`;
