/** The public page of promises of an institution: counted and listed as it is now, whoever asks. */
import { type Commitment, type Ledger, type Standing, standingOf } from '../../domain/commitment.ts';
import { type HiddenMonth, hiddenMonths } from '../../domain/hiding.ts';
import type { StaffName } from '../../domain/maskNames.ts';
import type { Storage } from '../../storage/database.ts';
import { countHidden } from '../../storage/hiddenPosts.ts';
import { listMembers } from '../../storage/members.ts';
import {
  ledgerOfInstitution,
  type PromiseEnd,
  type PromisingInstitution,
  type PublicPromise,
  promisesOfInstitution,
} from '../../storage/publicPromises.ts';

/** A promise as everybody may see it, but for the names in its words. */
export interface LedgerLine extends Pick<Commitment, 'madeAt' | 'dueAt' | 'endedAt' | 'renewals'> {
  id: string;
  what: string | null;
  evidence: string | null;
  authorNames: readonly string[];
  standing: Standing;
}

/** What is counted: the same for every page of the list. */
export interface LedgerCounts {
  institution: PromisingInstitution;
  at: Date;
  /** Of the promises made within the last twelve months, and of all. */
  lastYear: Ledger;
  everything: Ledger;
  /** Those whose date has passed, the longest overdue first. */
  late: LedgerLine[];
  /** What was made, and what ended, most lately: the last change first. */
  news: LedgerLine[];
  /** Posts of others that it hid or deleted on a network within the last twelve months, the latest month first. */
  hidden: HiddenMonth[];
  /** Whose names the pages mask. */
  staff: StaffName[];
}

export interface LedgerList {
  /** The last made first. */
  lines: LedgerLine[];
  /** Where the next page goes on; null at the end. */
  next: PromiseEnd | null;
}

export type PublicLedger = LedgerCounts & LedgerList;

/** Lines of a page: with 200 letters each in the widest writing it stays under 30 KB. */
export const linesOnPage = 15;
/** Of what is late now so many are named. */
const mostLate = 5;
const mostNews = 30;

export async function countPublicLedger(
  storage: Storage,
  institution: PromisingInstitution,
  now: Date,
): Promise<LedgerCounts> {
  const { organisationId, id, timeZone } = institution;
  return storage.reading(organisationId, async (tx) => {
    const some = async (wanted: Parameters<typeof promisesOfInstitution>[3]) =>
      (await promisesOfInstitution(tx, organisationId, id, wanted)).map((one) => lineOf(one, now));
    const { everything, since } = await ledgerOfInstitution(tx, organisationId, id, {
      now,
      since: yearBefore(now),
    });
    const late = await some({ lateAt: now, most: mostLate });
    const made = await some({ after: null, most: mostNews });
    const ended = await some({ ended: true, most: mostNews });
    const staff = await listMembers(tx, organisationId);
    const acts = await countHidden(tx, organisationId, {
      institutionId: id,
      since: yearBefore(now),
      timeZone,
    });
    const counted = { lastYear: since, everything, hidden: hiddenMonths(acts) };
    return { institution, at: now, ...counted, late, news: newsOf(made, ended), staff };
  });
}

export async function listPublicLedger(
  storage: Storage,
  { organisationId, id }: PromisingInstitution,
  { after, most, now }: { after: PromiseEnd | null; most: number; now: Date },
): Promise<LedgerList> {
  return storage.reading(organisationId, async (tx) => {
    const found = await promisesOfInstitution(tx, organisationId, id, { after, most: most + 1 });
    const lines = found.slice(0, most);
    const last = lines.at(-1);
    const next =
      found.length > most && last !== undefined ? { madeAt: last.commitment.madeAt, id: last.id } : null;
    return { lines: lines.map((one) => lineOf(one, now)), next };
  });
}

/** When something was last heard of it. */
const changedAt = ({ madeAt, endedAt }: LedgerLine): number => (endedAt ?? madeAt).getTime();

function newsOf(made: readonly LedgerLine[], ended: readonly LedgerLine[]): LedgerLine[] {
  const each = new Map([...made, ...ended].map((line) => [line.id, line]));
  return [...each.values()].sort((a, b) => changedAt(b) - changedAt(a)).slice(0, mostNews);
}

function lineOf({ id, what, evidence, authorNames, commitment }: PublicPromise, now: Date): LedgerLine {
  const { madeAt, dueAt, endedAt, renewals } = commitment;
  return {
    id,
    what,
    evidence,
    authorNames,
    madeAt,
    dueAt,
    endedAt,
    renewals,
    standing: standingOf(commitment, now),
  };
}

function yearBefore(now: Date): Date {
  const then = new Date(now);
  then.setUTCFullYear(then.getUTCFullYear() - 1);
  return then;
}
