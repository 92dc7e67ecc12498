/** One batch of a night's work: what is over its term goes, and where the work stands is saved in the same transaction. */

import { resolve } from '../../domain/case.ts';
import {
  addCounts,
  isRunDue,
  keptSince,
  nextKind,
  nothingRemoved,
  type RetentionCounts,
  type RetentionKind,
  type RetentionTerms,
} from '../../domain/retention.ts';
import { addAudit } from '../../storage/audit.ts';
import { type CaseFacts, lockCases } from '../../storage/cases.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { newId } from '../../storage/ids.ts';
import {
  beginRun,
  type KeptTerms,
  lastRun,
  type RetentionRun,
  readTerms,
  saveRun,
  takeOpenRun,
} from '../../storage/retention.ts';
import {
  nextCases,
  type Place,
  removeAudit,
  removeLongOver,
  removeNotes,
  removePosts,
  removeRaw,
  untouchedCases,
} from '../../storage/retentionWork.ts';
import { saveDecided } from '../acting.ts';

interface Batch {
  counts: Partial<RetentionCounts>;
  /** Where the next batch begins; null: this kind is done. */
  next: Place | null | 'again';
}

/**
 * Begins the night's work where it is due, or does the next batch of it. Answers the run when it has just ended, `more` while there is more to do, `nothing` otherwise (another
 * program may be at it). A letterbox keeps the terms of its house, and the longest where that one has none and nobody comes there any more.
 */
export async function applySome(
  storage: Storage,
  organisationId: number,
  now: Date,
  letterbox: { houseId: number; goneSince: Date | null } | null = null,
): Promise<'more' | 'nothing' | { removed: RetentionCounts }> {
  const house = letterbox?.houseId ?? organisationId;
  const kept = await storage.inOrganisation(house, (tx) => readTerms(tx, house));
  const said = letterbox === null ? kept : ofLetterbox(kept, letterbox.goneSince);
  return storage.inOrganisation(organisationId, async (tx) => {
    const { terms, changedAt, timeZone } = said;
    const run = await takeOpenRun(tx, organisationId);
    if (run !== null) {
      if (letterbox !== null) await settleUntouched(tx, organisationId, run, terms);
      return goOn(tx, organisationId, run, terms, now);
    }
    const last = await lastRun(tx, organisationId);
    const kind = nextKind(terms, null);
    if (changedAt === null || kind === null || last?.endedAt === null) return 'nothing';
    if (!isRunDue(now, { timeZone, changedAt, lastBegan: last?.beganAt ?? null })) return 'nothing';
    await beginRun(tx, organisationId, { id: newId(now.getTime()), at: now, kind });
    return 'more';
  });
}

/** Days for which a letterbox to which nobody comes any more is kept where its house has no term. */
const longestDays = 365;

function ofLetterbox(kept: KeptTerms, goneSince: Date | null): KeptTerms {
  if (goneSince === null || kept.terms.private !== null) return kept;
  return {
    ...kept,
    terms: { ...kept.terms, private: longestDays },
    changedAt: kept.changedAt ?? goneSince,
  };
}

/** In a letterbox nobody says that a matter is settled: one of which nothing was heard for the whole term is. */
async function settleUntouched(
  tx: Tenant,
  organisationId: number,
  { kind, beganAt }: RetentionRun,
  terms: RetentionTerms,
): Promise<void> {
  const before = kind === 'private' || kind === 'public' ? keptSince(terms, kind, beganAt) : null;
  if (before === null) return;
  const found = await lockCases(tx, organisationId, await untouchedCases(tx, organisationId, before));
  for (const facts of found.values())
    await saveDecided(
      tx,
      { organisationId, memberId: null, now: beganAt },
      {
        facts: { ...facts, ...resolve(facts, lastTouched(facts)) },
        action: 'case_resolved',
        particulars: { because: 'term' },
      },
    );
}

/** When something was last written in a case, or done to it. */
const lastTouched = ({ stateAt, lastInboundAt, lastHouseAt }: CaseFacts): Date =>
  new Date(Math.max(...[stateAt, lastInboundAt, lastHouseAt].map((at) => at?.getTime() ?? 0)));

async function goOn(
  tx: Tenant,
  organisationId: number,
  run: RetentionRun,
  terms: RetentionTerms,
  now: Date,
): Promise<'more' | { removed: RetentionCounts }> {
  const { kind, afterKey, afterId } = run;
  const after = afterKey === null ? null : { key: afterKey, id: afterId };
  // By the clock of when it began, and by the terms of now: whoever takes a term back is heard at once.
  const before = kind === null ? null : keptSince(terms, kind, run.beganAt);
  const batch: Batch =
    kind === null || before === null
      ? { counts: {}, next: null }
      : await batchOf(tx, organisationId, kind, { now: run.beganAt, before }, after);
  const counts = addCounts(run.counts, batch.counts);
  const place = batch.next === 'again' ? after : batch.next;
  const goesOn = batch.next !== null;
  const next = goesOn ? kind : nextKind(terms, kind);
  await saveRun(tx, organisationId, run.id, {
    kind: next,
    afterKey: goesOn ? (place?.key ?? null) : null,
    afterId: goesOn ? (place?.id ?? null) : null,
    counts,
    at: now,
  });
  if (next !== null) return 'more';
  await tellAudit(tx, organisationId, counts, now);
  return { removed: counts };
}

async function tellAudit(
  tx: Tenant,
  organisationId: number,
  counts: RetentionCounts,
  at: Date,
): Promise<void> {
  if (JSON.stringify(counts) === JSON.stringify(nothingRemoved)) return;
  const particulars = { ...counts };
  await addAudit(tx, organisationId, { memberId: null, action: 'retention.removed', particulars, at });
}

async function batchOf(
  tx: Tenant,
  organisationId: number,
  kind: RetentionKind,
  at: { now: Date; before: Date },
  after: Place | null,
): Promise<Batch> {
  if (kind === 'audit') {
    const audit = await removeAudit(tx, at);
    return { counts: { audit }, next: audit > 0 ? 'again' : null };
  }
  if (kind === 'raw') {
    const { removed, last } = await removeRaw(tx, organisationId, at.before, after);
    return { counts: { raw: removed }, next: last };
  }
  const { ids, last } = await nextCases(tx, organisationId, at.before, after);
  if (kind === 'notes') {
    const ofCases = await removeNotes(tx, organisationId, ids);
    if (last !== null) return { counts: { notes: ofCases }, next: last };
    // Behind the cases what is about none.
    const alone = await removeLongOver(tx, organisationId, at.before);
    return { counts: { notes: ofCases + alone }, next: alone > 0 ? 'again' : null };
  }
  const visibility = kind === 'public' ? 'public' : 'direct';
  const { counts, more } = await removePosts(tx, organisationId, visibility, ids, at);
  return { counts, next: more ? 'again' : last };
}
