import { type RawBuilder, sql } from 'kysely';

/** The hashtags of the organisation's calls for complaints that are listened for, with their sign and in lower case: heard beside the words that each account watches. */
export const hashtagsHeard = (organisationId: number): RawBuilder<string[]> => sql<string[]>`array(
  select '#' || hashtag_key from complaint_call where organisation_id = ${organisationId} and hears order by hashtag_key
)`;
