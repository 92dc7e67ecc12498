/** What was heard in a call for complaints: counted from the posts themselves whenever somebody asks, so that what is deleted, taken out or answered later stands right. */
import type { Ledger } from '../domain/commitment.ts';
import { endOf } from '../domain/complaintCall.ts';
import { type CallAnswer, type CallCounts, countAnswers } from '../domain/complaintCallCounts.ts';
import { answersOfCall } from '../storage/callPostReads.ts';
import { ledgerOfCall } from '../storage/callPromises.ts';
import type { ComplaintCall } from '../storage/complaintCalls.ts';
import type { Tenant } from '../storage/database.ts';
import { postsToldApart } from '../storage/recordCases.ts';
import { topicNames } from '../storage/topics.ts';

/** Counts a call. Topics are those of the organisation's list: other marks of cases are its own business. */
export async function countsOfCall(tx: Tenant, call: ComplaintCall, now: Date): Promise<CallCounts> {
  const { organisationId, id } = call;
  const rows = await answersOfCall(tx, organisationId, { id, end: endOf(call), now });
  const apart = await postsToldApart(
    tx,
    organisationId,
    rows.map(({ postId }) => postId),
  );
  const topics = new Set((await topicNames(tx, organisationId)).map(({ name }) => name));
  const answers = rows.map(
    ({ tags, ...row }): CallAnswer => ({
      ...row,
      topics: tags.filter((tag) => topics.has(tag)),
      place: apart.get(row.postId)?.place ?? '',
    }),
  );
  return countAnswers(answers, call);
}

/** The promises made in answers to what was heard, as they stand now. */
export const promisesOfCall = (tx: Tenant, call: ComplaintCall, now: Date): Promise<Ledger> =>
  ledgerOfCall(tx, call.organisationId, { id: call.id, end: endOf(call), now });
