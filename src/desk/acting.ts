import { Fault } from '../domain/fault.ts';
import type { HistoryAction } from '../domain/history.ts';
import { queuePlace } from '../domain/queue.ts';
import { type CaseFacts, lockCases, updateCases } from '../storage/cases.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import { recordFacts } from '../storage/history.ts';
import { promisesOf } from '../storage/promises.ts';

/** A member who does something, now. */
export interface Acting {
  storage: Storage;
  organisationId: number;
  memberId: string;
  /** The key by which the member's program does it; left out or null for the member. */
  keyId?: string | null;
  /** The act on many cases that this is part of. */
  bulkId?: string;
  now: Date;
}

/** What a verb decided about a case. */
export interface Decided {
  facts: CaseFacts;
  action: HistoryAction;
  subjectId?: string | null;
  particulars?: Record<string, string | number | boolean | null>;
}

/** The case, locked. Throws Fault `not_found`, or `case_merged` once it is part of another. */
export async function lockedCase(tx: Tenant, organisationId: number, caseId: string): Promise<CaseFacts> {
  const found = (await lockCases(tx, organisationId, [caseId])).get(caseId);
  if (found === undefined)
    throw new Fault('not_found', 'This case does not exist, or not in your organisation.');
  if (found.mergedInto !== null)
    throw new Fault('case_merged', 'This case is part of another one by now. Open that one and go on there.');
  return found;
}

/**
 * Load, decide, save: locks the case, lets the verb decide (null: nothing to do), writes case and history in one transaction. `beside`
 * runs after the decision in the same transaction, for the row that belongs to the act.
 */
export async function changeCase(
  acting: Acting,
  caseId: string,
  decide: (facts: CaseFacts, tx: Tenant) => Promise<Decided | null> | Decided | null,
): Promise<void> {
  const { storage, organisationId } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const before = await lockedCase(tx, organisationId, caseId);
    const decided = await decide(before, tx);
    if (decided === null) return;
    await saveDecided(tx, acting, decided);
  });
}

/** Writes a decision about a case locked in this transaction; answers the sequence of its fact. */
export async function saveDecided(
  tx: Tenant,
  acting: {
    organisationId: number;
    memberId: string | null;
    keyId?: string | null;
    bulkId?: string;
    now: Date;
  },
  decided: Decided,
): Promise<number> {
  const { organisationId, memberId, now } = acting;
  const times = await promisesOf(tx, organisationId);
  const sequence = await recordFacts(
    tx,
    organisationId,
    [
      {
        actorId: memberId,
        action: decided.action,
        caseId: decided.facts.id,
        subjectId: decided.subjectId ?? null,
        ...particularsOf(partOf(decided.particulars, acting.bulkId), acting.keyId),
      },
    ],
    now,
  );
  const facts = { ...decided.facts, sequence };
  const place = queuePlace({ ...facts, answeredBefore: facts.firstHouseAt !== null }, times);
  await updateCases(tx, organisationId, [{ facts, place, stateBy: memberId }]);
  return sequence;
}

const partOf = (particulars: Decided['particulars'], bulk: string | undefined) =>
  bulk === undefined ? particulars : { ...particulars, bulk };

/** The particulars of a fact, with the key by which a program acted. */
export function particularsOf(
  particulars: Decided['particulars'],
  keyId: string | null | undefined,
): { particulars?: NonNullable<Decided['particulars']> } {
  if (!keyId) return particulars === undefined ? {} : { particulars };
  return { particulars: { ...particulars, key: keyId } };
}
