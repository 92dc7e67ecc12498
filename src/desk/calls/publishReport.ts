/** Publishes the report of a call for complaints: what was heard and what was done. An earlier one is never changed, only followed by another. */

import { callState } from '../../domain/complaintCall.ts';
import type { CallCounts } from '../../domain/complaintCallCounts.ts';
import { Fault } from '../../domain/fault.ts';
import { addCallReport, keepCallWatch, reportsOfCall } from '../../storage/complaintCalls.ts';
import type { Acting } from '../acting.ts';
import { watchOf } from './endCall.ts';
import { lockedCall, say } from './openCall.ts';
import { mustBeForAll } from './wordsForAll.ts';

export interface ReportToPublish {
  heard: string;
  done: string;
  /** The number that it has: one more than the latest that its writer read. */
  version: number;
  /** What looks private in its words, and all may read. */
  shows?: readonly string[];
}

/**
 * Publishes it with what was counted just before. The same published twice is one. Throws Fault `not_found`, `call_moved_on` while the call is open, or where another report came meanwhile, and what `mustBeForAll` throws.
 */
export async function publishReport(
  acting: Acting,
  callId: string,
  report: ReportToPublish,
  counts: CallCounts,
): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const { heard, done, version, shows = [] } = report;
    await mustBeForAll(tx, acting, callId, { words: `${heard}\n${done}`, shows });
    const call = await lockedCall(tx, organisationId, callId);
    const [latest] = await reportsOfCall(tx, organisationId, callId);
    if (latest?.version === report.version && latest.heard === report.heard && latest.done === report.done)
      return;
    if (callState(call, now) === 'open')
      throw new Fault('call_moved_on', 'This call is still open. End it first, then publish the report.');
    if (report.version !== (latest?.version ?? 0) + 1)
      throw new Fault(
        'call_moved_on',
        'Somebody published a report of this call meanwhile. Load the page again and read it first.',
      );
    await addCallReport(tx, organisationId, callId, {
      heard,
      done,
      version,
      counts,
      publishedAt: now,
      memberId,
    });
    await say(tx, acting, 'complaint_call_reported', callId, { version });
    await keepCallWatch(tx, organisationId, callId, watchOf({ ...call, reported: true }));
  });
}
