/** The morning's digest: yesterday in figures, what waits for the member, what they promised for today, one praise; every line leads to where it is answered. Once a day. */
import { digestDue, nextDigestAt } from '../domain/alert.ts';
import { maskedValue } from '../domain/authorMask.ts';
import { nextOpening } from '../domain/officeHours.ts';
import { seesTeam } from '../domain/rota.ts';
import { type AlertedMember, alertedMembers, lockDigest, nextDigest } from '../storage/alertSettings.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import { type DigestFacts, digestFacts, waitingForApproval } from '../storage/digestFacts.ts';
import { lastSequence } from '../storage/history.ts';
import { policiesById } from '../storage/policies.ts';
import { readMask } from '../storage/protectedAuthors.ts';
import { readRota } from '../storage/rota.ts';
import { approversAsked } from './approvers.ts';
import { digestText } from './digestText.ts';
import type { Letter } from './letter.ts';
import { raiseAlerts } from './raise.ts';
import { teamsOf } from './teams.ts';

/** Raises the digest of a member that is due, once a day whoever looks and whatever the clocks do, and says when the next one is. Answers whether one was raised. */
export async function raiseDigest(
  storage: Storage,
  { organisationId, memberId }: { organisationId: number; memberId: string },
  now: Date,
): Promise<boolean> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const due = await lockDigest(tx, organisationId, memberId);
    if (due === null || due > now) return false;
    const member = (await alertedMembers(tx, organisationId, [memberId])).get(memberId);
    if (member === undefined) {
      await nextDigest(tx, organisationId, memberId, null);
      return false;
    }
    await nextDigest(tx, organisationId, memberId, nextDigestAt(member.settings, now));
    const key = digestDue(member.settings, now);
    if (key === null) return false;
    const sequence = await lastSequence(tx, organisationId);
    const digest = { kind: 'digest' as const, key, memberId, caseId: null, sequence };
    return (await raiseAlerts(tx, { organisationId, now }, [digest])) > 0;
  });
}

/** The letter of a digest, as things stand now. `date` is the day's, "2026-12-24". */
export async function digestLetter(
  { storage, publicAddress, now }: { storage: Storage; publicAddress: string | null; now(): Date },
  { organisationId, member, date }: { organisationId: number; member: AlertedMember; date: string },
): Promise<Letter> {
  const facts = await storage.reading(organisationId, async (tx) => {
    const found = await factsFor(tx, { organisationId, member, date, now: now() });
    // A letter passes no screen that would mask the names of the protected.
    return maskedValue(found, await readMask(tx, organisationId)) as DigestFacts;
  });
  return digestText({ facts, member, date, base: publicAddress, now: now() });
}

async function factsFor(
  tx: Tenant,
  {
    organisationId,
    member,
    date,
    now,
  }: { organisationId: number; member: AlertedMember; date: string; now: Date },
): Promise<DigestFacts> {
  const { timeZone } = member.settings;
  const [from, to, end] = [-1, 0, 1].map((days) => startOf(timeZone, date, days)) as [Date, Date, Date];
  const house = await readRota(tx, organisationId, now);
  const teams = await teamsOf(tx, organisationId);
  const teamIds = [...teams].flatMap(([id, those]) => (seesTeam(those, house, member.id, now) ? [id] : []));
  const waiting = await waitingForApproval(tx, organisationId);
  const policies = await policiesById(
    tx,
    organisationId,
    waiting.flatMap(({ policyId }) => policyId ?? []),
  );
  const mine = waiting.filter((one) => approversAsked(one, policies, house, now).includes(member.id));
  const approvals = new Set(mine.map(({ replyId }) => replyId)).size;
  return digestFacts(tx, organisationId, { memberId: member.id, teamIds, approvals, from, to, end, now });
}

const day = 86_400_000;

/** When a day of the wall clock begins: so many days after a date. */
export function startOf(timeZone: string, date: string, days: number): Date {
  const utc = Date.parse(`${date}T00:00:00Z`) + days * day;
  const wanted = new Date(utc).toISOString().slice(0, 10);
  const week = Array.from({ length: 7 }, () => []);
  const hours = { timeZone, week, days: { [wanted]: [{ from: 0, to: 1_440 }] } };
  // No zone is further than a day from UTC.
  return nextOpening(hours, new Date(utc - day));
}
