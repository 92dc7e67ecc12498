/** What everybody may know of a call for complaints: counts without names and words of authors, and its reports. */
import type { CallState } from '../../domain/complaintCall.ts';
import { callState, endOf, reportWithin } from '../../domain/complaintCall.ts';
import { type CallCounts, publicParts } from '../../domain/complaintCallCounts.ts';
import { countsOfCall, promisesOfCall } from '../../insight/complaintCalls.ts';
import { listAccounts } from '../../storage/accounts.ts';
import { announcementsOfCall } from '../../storage/announcements.ts';
import { type CallReport, type ComplaintCall, reportsOfCall } from '../../storage/complaintCalls.ts';
import type { Pages } from '../deps.ts';

export interface PublicCall {
  call: ComplaintCall;
  state: CallState;
  endsAt: Date;
  reportDueAt: Date;
  /** True where the report should be there by now. */
  reportIsLate: boolean;
  counts: CallCounts;
  topics: ReturnType<typeof publicParts>;
  places: ReturnType<typeof publicParts>;
  /** Where somebody who writes is surely heard. */
  accounts: { handle: string; network: string }[];
  /** How many promises the answers made. */
  promised: number;
  /** The latest first. */
  reports: CallReport[];
}

/** Reads it as it stands now. */
export function readPublicCall({ storage, channels, now }: Pages, call: ComplaintCall): Promise<PublicCall> {
  const { organisationId, id, institutionId } = call;
  const at = now();
  return storage.reading(organisationId, async (tx) => {
    const counts = await countsOfCall(tx, call, at);
    const announced = (await announcementsOfCall(tx, organisationId, id))
      .filter(({ state }) => state === 'sent')
      .map(({ accountId }) => accountId);
    const accounts = (await listAccounts(tx, organisationId)).filter(
      (one) =>
        one.institutionId === institutionId &&
        one.cutOffAt === null &&
        channels[one.network].abilities.announces &&
        // A member's own account stands in public where she announced from it, and nowhere else.
        (announced.includes(one.id) || (one.owner === null && one.state === 'listening')),
    );
    const reports = await reportsOfCall(tx, organisationId, id);
    const [latest] = reports;
    const state = callState(call, at);
    const endsAt = endOf(call);
    const reportDueAt = new Date(endsAt.getTime() + reportWithin);
    return {
      call,
      state,
      endsAt,
      reportDueAt,
      reportIsLate: state === 'ended' && at > reportDueAt,
      counts,
      // Once it is reported, parts stand as they were: who goes from one later is not to be told by what is missing.
      topics: publicParts((latest?.counts ?? counts).topics),
      places: publicParts((latest?.counts ?? counts).places),
      accounts: accounts.map(({ handle, network }) => ({ handle, network: channels[network].name })),
      promised: (await promisesOfCall(tx, call, at)).made,
      reports,
    };
  });
}
