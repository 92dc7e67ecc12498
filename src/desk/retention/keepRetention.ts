/** For how long words are kept: looked at, changed by an admin, and what a change would remove told before. */
import { Fault } from '../../domain/fault.ts';
import {
  addCounts,
  keptSince,
  leastDays,
  nextNight,
  nothingRemoved,
  type RetentionCounts,
  type RetentionTerms,
  retentionKinds,
} from '../../domain/retention.ts';
import { addAudit } from '../../storage/audit.ts';
import { keepTerms, lastRun, type RetentionRun, readTerms } from '../../storage/retention.ts';
import { countAudit, countNotes, countPosts, countRaw } from '../../storage/retentionWork.ts';
import type { Acting } from '../acting.ts';

export interface ShownRetention {
  terms: RetentionTerms;
  last: Pick<RetentionRun, 'beganAt' | 'endedAt' | 'counts'> | null;
  /** When the next night's work begins; null while nothing has a term. */
  nextAt: Date | null;
}

/** The terms, what the last night removed, and when the next one begins. */
export async function showRetention(
  acting: Pick<Acting, 'storage' | 'organisationId' | 'now'>,
): Promise<ShownRetention> {
  const { storage, organisationId, now } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    const { terms, timeZone } = await readTerms(tx, organisationId);
    const applies = retentionKinds.some((kind) => terms[kind] !== null);
    const last = await lastRun(tx, organisationId);
    return { terms, last, nextAt: applies ? nextNight(now, timeZone) : null };
  });
}

/** How much these terms would remove if they were applied now. Throws Fault `input_invalid`. */
export async function previewRetention(
  acting: Pick<Acting, 'storage' | 'organisationId' | 'now'>,
  terms: RetentionTerms,
): Promise<RetentionCounts> {
  const { storage, organisationId, now } = acting;
  mustBeLongEnough(terms);
  return storage.inOrganisation(organisationId, async (tx) => {
    const since = (kind: keyof RetentionTerms) => keptSince(terms, kind, now);
    const [open, direct, notes, raw, audit] = [
      since('public'),
      since('private'),
      since('notes'),
      since('raw'),
      since('audit'),
    ];
    let counts = nothingRemoved;
    if (open !== null) counts = addCounts(counts, await countPosts(tx, organisationId, 'public', open));
    if (direct !== null) counts = addCounts(counts, await countPosts(tx, organisationId, 'direct', direct));
    if (notes !== null) counts = addCounts(counts, { notes: await countNotes(tx, organisationId, notes) });
    if (raw !== null) counts = addCounts(counts, { raw: await countRaw(tx, organisationId, raw) });
    if (audit !== null) counts = addCounts(counts, { audit: await countAudit(tx, organisationId, audit) });
    return counts;
  });
}

/** Keeps other terms; they are applied from the next night on. Throws Fault `input_invalid`. */
export async function keepRetention(acting: Acting, terms: RetentionTerms): Promise<void> {
  const { storage, organisationId, memberId, keyId = null, now } = acting;
  mustBeLongEnough(terms);
  await storage.inOrganisation(organisationId, async (tx) => {
    await keepTerms(tx, organisationId, terms, now);
    await addAudit(tx, organisationId, {
      memberId,
      keyId,
      action: 'retention.changed',
      particulars: { ...terms },
      at: now,
    });
  });
}

function mustBeLongEnough(terms: RetentionTerms): void {
  for (const kind of retentionKinds) {
    const days = terms[kind];
    if (days !== null && days < leastDays[kind])
      throw new Fault(
        'input_invalid',
        'This term is too short. Keep the audit for 90 days at least, the rest for a day.',
      );
  }
}
