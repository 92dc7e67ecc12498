/** The public page of promises of an institution: counted and listed as it is now, whoever asks. */
import { type Commitment, type Ledger, type Standing, standingOf } from '../../domain/commitment.ts';
import type { StaffName } from '../../domain/maskNames.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
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

export interface PublicLedger {
  institution: PromisingInstitution;
  at: Date;
  /** Of the promises made within the last twelve months, and of all. */
  lastYear: Ledger;
  everything: Ledger;
  /** Those whose date has passed, the longest overdue first; on the first page only. */
  late: LedgerLine[];
  /** The last made first. */
  lines: LedgerLine[];
  /** Where the next page goes on; null at the end. */
  next: PromiseEnd | null;
  /** Whose names the pages mask. */
  staff: StaffName[];
}

/** Lines of a page: with 200 letters each in the widest writing it stays under 30 KB. */
export const linesOnPage = 15;
/** Of what is late now so many are named. */
const mostLate = 5;

export async function readPublicLedger(
  storage: Storage,
  institution: PromisingInstitution,
  { after, most, now }: { after: PromiseEnd | null; most: number; now: Date },
): Promise<PublicLedger> {
  const { organisationId, id } = institution;
  return storage.reading(organisationId, async (tx) => {
    const found = await promisesOfInstitution(tx, organisationId, id, { after, most: most + 1 });
    const lines = found.slice(0, most);
    const last = lines.at(-1);
    const ledger = (since: Date | null) => ledgerOfInstitution(tx, organisationId, id, { since, now });
    return {
      institution,
      at: now,
      lastYear: await ledger(yearBefore(now)),
      everything: await ledger(null),
      late: after === null ? await lateOnes(tx, institution, now) : [],
      lines: lines.map((one) => lineOf(one, now)),
      next:
        found.length > most && last !== undefined ? { madeAt: last.commitment.madeAt, id: last.id } : null,
      staff: await listMembers(tx, organisationId),
    };
  });
}

async function lateOnes(
  tx: Tenant,
  { organisationId, id }: PromisingInstitution,
  now: Date,
): Promise<LedgerLine[]> {
  const found = await promisesOfInstitution(tx, organisationId, id, { lateAt: now, most: mostLate });
  return found.map((one) => lineOf(one, now));
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

/** Of the promises that were due or have ended, the share that was kept in time, in per cent; null where none was. */
export function keptInTime({
  keptOnTime,
  keptLate,
  broken,
  late,
}: Ledger): { percent: number; of: number } | null {
  const of = keptOnTime + keptLate + broken + late;
  // A single one that was not kept is not rounded away.
  return of === 0 ? null : { percent: Math.floor((100 * keptOnTime) / of), of };
}
