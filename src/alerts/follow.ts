/** Follows the history and raises alerts of what it says. How far it came is noted in the transaction that raises them: a fact is looked at once, and were it looked at twice, nobody would be told twice. */
import type { HistoryAction } from '../domain/history.ts';
import { namesThem, soughtName, wordsOf } from '../domain/namesMember.ts';
import { recipients } from '../domain/promiseRecipients.ts';
import { settleAlerts } from '../storage/alerts.ts';
import {
  approvalsAsked,
  factsForAlerts,
  remindedMembers,
  waitingCases,
  writtenSince,
} from '../storage/alertWork.ts';
import { findCommitment } from '../storage/commitments.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import type { StoredFact } from '../storage/history.ts';
import { policiesById } from '../storage/policies.ts';
import { moveReading, type Reading } from '../storage/readings.ts';
import { type RotaMember, readRota } from '../storage/rota.ts';
import type { Lease } from '../storage/webhookWork.ts';
import { approversAsked } from './approvers.ts';
import { ofCalls, reportsDue } from './complaintCalls.ts';
import { followUpsWaiting, ofFollowUps } from './followUps.ts';
import { raiseAlerts, type WantedAlert } from './raise.ts';
import { recipientsOfCase } from './recipients.ts';
import { settledBy, settling } from './settle.ts';
import { teamsOf } from './teams.ts';

/** Facts that are looked through at once. */
export const factsAtOnce = 500;
/** What was written before that is no news: an archive that is imported alerts nobody. Milliseconds. */
const newsWithin = 24 * 3_600_000;
/** The most grave: somebody is in danger. */
const danger = 4;

const raising: readonly HistoryAction[] = [
  'case_opened',
  'post_heard',
  'case_reopened',
  'severity_found',
  'severity_set',
  'threat_found',
  'approval_asked',
  'commitment_reminded',
  'commitment_disputed',
  ...ofFollowUps,
  ...ofCalls,
];

export interface FollowDeps {
  storage: Storage;
  now(): Date;
  lease(): Lease;
}

/** Looks at the next facts, at most so many; answers how far it came, null when there was nothing more or another program follows now. */
export async function followOn(
  { storage, now, lease }: FollowDeps,
  { organisationId, read }: Reading,
  window: number = factsAtOnce,
): Promise<Reading | null> {
  return storage.byKeys(organisationId, async (tx) => {
    const { facts, seen } = await factsForAlerts(tx, organisationId, {
      after: read,
      actions: [...raising, ...settling],
      window,
    });
    if (seen === read) return null;
    const from = { organisationId, read };
    if (!(await moveReading(tx, 'alert_reading', from, lease(), seen))) return null;
    if (facts.length > 0) await take(tx, { organisationId, now: now() }, facts);
    return { organisationId, read: seen };
  });
}

/** Goes on behind the next fact without looking at it; null when another program follows now. */
export async function stepOver(
  { storage, lease }: Omit<FollowDeps, 'now'>,
  from: Reading,
): Promise<Reading | null> {
  const { organisationId, read } = from;
  return storage.byKeys(organisationId, async (tx) =>
    (await moveReading(tx, 'alert_reading', from, lease(), read + 1))
      ? { organisationId, read: read + 1 }
      : null,
  );
}

interface At {
  organisationId: number;
  now: Date;
}

async function take(tx: Tenant, at: At, facts: readonly StoredFact[]): Promise<void> {
  const house = await readRota(tx, at.organisationId, at.now);
  await raiseAlerts(tx, at, [
    ...(await named(tx, at, facts, house)),
    ...(await endangered(tx, at, facts, house)),
    ...(await approvalsWaiting(tx, at, facts, house)),
    ...(await reminded(tx, at, facts, house)),
    ...(await followUpsWaiting(tx, at, facts, house)),
    ...(await reportsDue(tx, at, facts, house)),
  ]);
  for (const settled of facts.flatMap(settledBy)) await settleAlerts(tx, at.organisationId, settled, at.now);
}

const of = (facts: readonly StoredFact[], ...actions: HistoryAction[]) =>
  facts.filter(({ action }) => actions.includes(action));
const news = (now: Date) => new Date(now.getTime() - newsWithin);

/** Members whom a post names, or to whose own account it was written. */
async function named(
  tx: Tenant,
  { organisationId, now }: At,
  facts: readonly StoredFact[],
  house: ReadonlyMap<string, RotaMember>,
): Promise<WantedAlert[]> {
  const here = [...house.values()].filter((member) => member.here);
  const sought = here.flatMap(({ id, name }) => {
    const one = soughtName(name);
    return one === null ? [] : [{ id, one }];
  });
  const heard = new Map(
    of(facts, 'case_opened', 'post_heard').flatMap(({ subjectId, sequence }) =>
      subjectId === null ? [] : [[subjectId, sequence] as const],
    ),
  );
  const posts = await writtenSince(tx, organisationId, [...heard.keys()], news(now));
  return posts.flatMap(({ postId, caseId, text, to }) => {
    const words = wordsOf(text);
    const about = { key: postId, caseId, subjectId: postId, sequence: heard.get(postId) ?? 0 };
    const theirs = here.flatMap(({ id }) => (to.includes(id) ? [id] : []));
    const them = sought.flatMap(({ id, one }) => (namesThem(words, one) ? [id] : []));
    return [...new Set([...theirs, ...them])].map((id) => ({
      kind: 'names_me' as const,
      memberId: id,
      ...about,
    }));
  });
}

/** Cases in which somebody is in danger or threatens. */
async function endangered(
  tx: Tenant,
  { organisationId, now }: At,
  facts: readonly StoredFact[],
  house: ReadonlyMap<string, RotaMember>,
): Promise<WantedAlert[]> {
  const last = new Map(
    of(facts, 'case_reopened', 'severity_found', 'severity_set', 'threat_found').flatMap(
      ({ caseId, sequence }) => (caseId === null ? [] : [[caseId, sequence] as const]),
    ),
  );
  const cases = await waitingCases(tx, organisationId, [...last.keys()], news(now));
  const grave = cases.filter(({ severity, threat }) => severity >= danger || threat !== null);
  if (grave.length === 0) return [];
  const teams = await teamsOf(tx, organisationId);
  return grave.flatMap((one) =>
    recipientsOfCase(one, { house, teams }, now).map((memberId) => ({
      kind: 'danger' as const,
      key: one.key,
      memberId,
      caseId: one.id,
      sequence: last.get(one.id) ?? 0,
    })),
  );
}

/** Replies that wait for somebody's yes. */
async function approvalsWaiting(
  tx: Tenant,
  { organisationId, now }: At,
  facts: readonly StoredFact[],
  house: ReadonlyMap<string, RotaMember>,
): Promise<WantedAlert[]> {
  const wanted: WantedAlert[] = [];
  for (const { subjectId, caseId, sequence } of of(facts, 'approval_asked')) {
    if (subjectId === null) continue;
    const asked = await approvalsAsked(tx, organisationId, subjectId);
    const ids = asked.flatMap(({ policyId }) => policyId ?? []);
    const policies = await policiesById(tx, organisationId, ids);
    const those = asked.flatMap((one) => approversAsked(one, policies, house, now));
    for (const memberId of new Set(those))
      wanted.push({
        kind: 'approval',
        key: `${subjectId} ${sequence}`,
        memberId,
        caseId,
        subjectId,
        sequence,
      });
  }
  return wanted;
}

/** Promises of which somebody was reminded, and those of which the author says that they were not kept: whoever keeps them is told, and who stands in for them, unless they wrote that down themselves. */
async function reminded(
  tx: Tenant,
  { organisationId, now }: At,
  facts: readonly StoredFact[],
  house: ReadonlyMap<string, RotaMember>,
): Promise<WantedAlert[]> {
  const wanted: WantedAlert[] = [];
  for (const { subjectId, caseId, sequence, at } of of(facts, 'commitment_reminded')) {
    if (subjectId === null) continue;
    const key = `${subjectId} ${sequence}`;
    for (const memberId of await remindedMembers(tx, organisationId, subjectId, at))
      wanted.push({ kind: 'promise', key, memberId, caseId, subjectId, sequence });
  }
  for (const { subjectId, caseId, sequence, actorId } of of(facts, 'commitment_disputed')) {
    const open = subjectId === null ? null : await findCommitment(tx, organisationId, subjectId);
    if (open?.commitment.state !== 'open') continue;
    const key = `${subjectId} ${sequence}`;
    for (const memberId of recipients(house, open.ownerId, 0, now).filter((one) => one !== actorId))
      wanted.push({ kind: 'promise', key, memberId, caseId, subjectId, sequence });
  }
  return wanted;
}
