/** What an open screen is told of the history. */
import { type Mask, maskedValue } from '../domain/authorMask.ts';
import { casesById } from '../storage/caseReads.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import { factsAfter, type StoredFact } from '../storage/history.ts';
import { memberNames } from '../storage/members.ts';
import { readMask } from '../storage/protectedAuthors.ts';
import { ruleIdsOf, ruleNames } from '../storage/rules.ts';
import { caseRow, historyView } from './caseViews.ts';
import type { Events } from './contract.ts';

export const mostFacts = 500;

/** Where the history is read, and when. */
export interface Source {
  storage: Storage;
  now(): Date;
}

/** The next stretch of history after a sequence, of a letterbox of its `house` or of a house itself, with the lines of the cases it is about; null when there is none. */
export async function readEvents(
  source: Source,
  organisationId: number,
  after: number,
  house = organisationId,
): Promise<Events | null> {
  // Whom the house protects is protected in a letterbox too.
  const mask =
    house === organisationId ? null : await source.storage.reading(house, (tx) => readMask(tx, house));
  return source.storage.readingByKeys(organisationId, async (tx) => {
    const facts = await factsAfter(tx, organisationId, after, mostFacts);
    const last = facts[facts.length - 1];
    if (last === undefined) return null;
    return {
      from: after,
      to: last.sequence,
      ...(await hydrate(tx, organisationId, facts, { now: source.now(), mask })),
    };
  });
}

async function hydrate(
  tx: Tenant,
  organisationId: number,
  facts: readonly StoredFact[],
  { now, mask: given }: { now: Date; mask: Mask | null },
): Promise<Pick<Events, 'facts' | 'rows'>> {
  const [rows, names, rules, mask] = await Promise.all([
    casesById(tx, organisationId, [...new Set(facts.flatMap((fact) => fact.caseId ?? []))]),
    memberNames(
      tx,
      organisationId,
      facts.flatMap((fact) => fact.actorId ?? []),
    ),
    ruleNames(tx, organisationId, ruleIdsOf(facts)),
    given ?? readMask(tx, organisationId),
  ]);
  const shown = {
    facts: facts.map((fact) => historyView(fact, names, rules)),
    rows: rows.map((row) => caseRow(row, now)),
  };
  return maskedValue(shown, mask) as typeof shown;
}
