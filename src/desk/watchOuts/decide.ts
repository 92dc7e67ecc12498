/** A person says what an account is that was suspected, reports it to its network, and says from when on one is suspected. */
import type { Outcome } from '../../channels/channel.ts';
import { Fault, isFault } from '../../domain/fault.ts';
import type { WatchLimits, WatchState } from '../../domain/watchOut.ts';
import { addAudit } from '../../storage/audit.ts';
import { recordFacts } from '../../storage/history.ts';
import { keepWatchLimits } from '../../storage/watchFinding.ts';
import {
  decideWatchOut,
  keepReport,
  listWatchOuts,
  lockWatchOut,
  type ReportOutcome,
  reportingAccount,
  type WatchOut,
} from '../../storage/watchOuts.ts';
import { type Acting, particularsOf } from '../acting.ts';
import type { NetworkDeps } from './hidePost.ts';
import { limitsOf } from './watchOn.ts';

const noSuch = () =>
  new Fault('not_found', 'This account is not among the watch-outs, or not in your organisation.');

/** Says what the account is; `suspected` takes that back. What is so already stays. Throws Fault `not_found`. */
export async function decide(acting: Acting, identityId: string, state: WatchState): Promise<void> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const before = await lockWatchOut(tx, organisationId, identityId);
    if (before === null) throw noSuch();
    if (before.state === state) return;
    await decideWatchOut(tx, organisationId, { identityId, state, by: memberId, at: now });
    const particulars = { state, before: before.state };
    const named = particularsOf(particulars, keyId);
    const fact = {
      actorId: memberId,
      action: 'watch_out_decided',
      caseId: before.caseId,
      subjectId: identityId,
      ...named,
    } as const;
    await recordFacts(tx, organisationId, [fact], now);
    await addAudit(tx, organisationId, {
      ...{ memberId, keyId: keyId ?? null, action: 'watch_out.decided', at: now },
      particulars: { identity: identityId, ...particulars },
    });
  });
}

export const readWatchLimits = ({ storage, organisationId }: Acting): Promise<WatchLimits> =>
  storage.inOrganisation(organisationId, (tx) => limitsOf(tx, organisationId));

/** From when on an account is suspected, and how much each sign counts. */
export async function setWatchLimits(acting: Acting, limits: WatchLimits): Promise<void> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    await keepWatchLimits(tx, organisationId, limits);
    await addAudit(tx, organisationId, {
      ...{ memberId, keyId: keyId ?? null, action: 'watch_outs.set', at: now },
      particulars: { from: limits.from, ...limits.weights },
    });
  });
}

/** What the network is told: no word of an author's. */
const reported = (like: string | null): string =>
  like === null
    ? 'This account answers people who wrote to us, as if it were us.'
    : `This account answers people who wrote to us, as if it were us (${like}).`;

/**
 * Reports the account to its network, or (`byHand`) writes down that the member did so on the network's own page. It is written down before the network is asked. Throws Fault `not_found`, or `input_invalid`
 * where the network takes no reports of a program, or said why it did not take this one.
 */
export async function report(
  deps: NetworkDeps,
  acting: Acting,
  identityId: string,
  byHand: boolean,
): Promise<void> {
  const { storage, organisationId } = acting;
  const { one, accountId } = await storage.inOrganisation(organisationId, async (tx) => {
    const [found] = await listWatchOuts(tx, organisationId, { identityId });
    if (found === undefined) throw noSuch();
    const by = await reportingAccount(tx, organisationId, found.network);
    if (!byHand && (by === null || deps.channels[found.network].report === undefined))
      throw new Fault(
        'input_invalid',
        'This network takes no reports of a program. Report it on its own page.',
      );
    return { one: found, accountId: by };
  });
  if (byHand) return note(acting, one, 'by_hand', null);
  await note(acting, one, 'asking', null, false);
  const outcome = await ask(deps, organisationId, one, accountId ?? '');
  const ended = outcome.kind === 'sent' ? 'taken' : outcome.kind === 'unknown' ? 'unknown' : 'refused';
  const sentence = outcome.kind === 'sent' ? null : outcome.reason;
  await note(acting, one, ended, sentence);
  if (sentence !== null) throw new Fault('input_invalid', sentence);
}

async function ask(
  { channels, openAccount }: NetworkDeps,
  organisationId: number,
  { network, networkId, like }: WatchOut,
  accountId: string,
): Promise<Outcome> {
  const account = await openAccount(organisationId, accountId);
  const send = channels[network].report;
  if (account === null || send === undefined)
    return {
      kind: 'refused',
      code: 'cannot_report',
      reason: 'The account that would report it is not connected any more.',
    };
  try {
    return await send(account, { networkId, reason: reported(like) });
  } catch (error) {
    if (!isFault(error)) throw error;
    return { kind: 'refused', code: error.code, reason: error.sentence };
  }
}

async function note(
  { storage, organisationId, memberId, keyId, now }: Acting,
  { identityId, network }: WatchOut,
  outcome: ReportOutcome,
  sentence: string | null,
  told = true,
): Promise<void> {
  await storage.inOrganisation(organisationId, async (tx) => {
    const before = await lockWatchOut(tx, organisationId, identityId);
    await keepReport(tx, organisationId, { identityId, by: memberId, at: now, outcome, sentence });
    if (!told) return;
    const named = particularsOf({ outcome }, keyId);
    const fact = {
      actorId: memberId,
      action: 'watch_out_reported',
      caseId: before?.caseId ?? null,
      subjectId: identityId,
      ...named,
    } as const;
    await recordFacts(tx, organisationId, [fact], now);
    await addAudit(tx, organisationId, {
      ...{ memberId, keyId: keyId ?? null, action: 'watch_out.reported', at: now },
      particulars: { identity: identityId, network, outcome },
    });
  });
}
