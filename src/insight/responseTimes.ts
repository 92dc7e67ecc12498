import { type ResponseSummary, summariseResponses } from '../domain/responseTime.ts';
import type { Storage } from '../storage/database.ts';
import { conversationResponses, threadResponses } from '../storage/responses.ts';

/** `thread`: all posts under one root, by any number of authors. `conversation`: the posts between the house and one author in it. */
export type ResponseUnit = 'thread' | 'conversation';

/**
 * How fast each institution answers, in clock minutes: from the first inbound post of a unit to the first house post strictly later, the median
 * of the answered ones. House posts that were imported count as written by a person. Deleted posts count for nothing, as if never
 * written: an author who takes the first complaint back is waited for from the next one. Reads only.
 */
export async function responseTimes(
  storage: Storage,
  organisationId: number,
  by: ResponseUnit,
): Promise<ResponseSummary[]> {
  const read = by === 'thread' ? threadResponses : conversationResponses;
  return summariseResponses(await storage.inOrganisation(organisationId, (tx) => read(tx, organisationId)));
}
