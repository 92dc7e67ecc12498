/** Erases an author: words, names and files go wherever they stand; that there was a case, a post, an answer stays, as numbers and times. */
import { resolve } from '../../domain/case.ts';
import { confirmsErasure, type ErasedCounts, tellingNames } from '../../domain/erasure.ts';
import { Fault } from '../../domain/fault.ts';
import { addAudit } from '../../storage/audit.ts';
import { type CaseFacts, lockCases } from '../../storage/cases.ts';
import type { Tenant } from '../../storage/database.ts';
import { beginErasing, type KeptPrint, keepPrints } from '../../storage/erasedNames.ts';
import {
  casesOfNobodyElse,
  conversationsOfIdentities,
  countsOfAuthor,
  type ErasedConversation,
  type ErasedIdentity,
  type ErasedReply,
  identitiesById,
  mergedInto,
  repliesToAuthor,
} from '../../storage/erasing.ts';
import {
  eraseFromLists,
  eraseLinks,
  eraseNotesAndTags,
  eraseReplies,
  insertErasure,
  renameIdentities,
} from '../../storage/erasingWrites.ts';
import { recordFacts } from '../../storage/history.ts';
import { newId } from '../../storage/ids.ts';
import { noteForLetterboxes } from '../../storage/letterboxErasures.ts';
import { namesToErase } from '../../storage/protectedAuthors.ts';
import { eraseWatchdogs } from '../../storage/watchdogs.ts';
import { type Acting, particularsOf, saveDecided } from '../acting.ts';
import { countAtOnce } from '../record/countOn.ts';
import { authorOfCase } from './authorOfCase.ts';
import { eraseSaid } from './eraseSaid.ts';

export interface ErasurePreview {
  /** Any of these, or the number of the case, confirms. */
  names: string[];
  caseNumber: number;
  counts: ErasedCounts;
}

/** What would go. Throws Fault `not_found`, or `input_invalid` where nothing is left to erase. */
export async function previewErasure(
  acting: Pick<Acting, 'storage' | 'organisationId'>,
  caseId: string,
): Promise<ErasurePreview> {
  const { storage, organisationId } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    const { identities, caseNumber } = await authorOfCase(tx, organisationId, caseId);
    const ids = identities.map(({ id }) => id);
    return { names: namesOf(identities), caseNumber, counts: await countsOfAuthor(tx, organisationId, ids) };
  });
}

/**
 * Erases the author of a case with all their identities, whichever cases they wrote in; `typed` is what the member typed to confirm. Answers how much went. Throws Fault
 * `not_found`, `input_invalid` (not confirmed, or erased before), `reply_left` while an answer to them is on its way.
 */
export async function eraseAuthor(acting: Acting, caseId: string, typed: string): Promise<ErasedCounts> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    const key = await beginErasing(tx, organisationId);
    const { identities, caseNumber } = await authorOfCase(tx, organisationId, caseId, 'locked');
    if (!confirmsErasure(typed, { names: namesOf(identities), caseNumber }))
      throw new Fault(
        'input_invalid',
        'Type the name of the author or the number of the case as it is shown.',
      );
    const erasure = { id: newId(now.getTime()), at: now, by: memberId, caseNumber };
    const { counts } = await erase(tx, { ...acting, key }, erasure, identities);
    // The same person may have written to members alone: that goes too, whoever can read it.
    await noteForLetterboxes(tx, organisationId, erasure.id, now);
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: 'author.erased',
      particulars: { case: caseNumber, erasure: erasure.id },
      at: now,
    });
    return counts;
  });
}

/** An erasure as the file beside the database tells of it. */
export interface ToldErasure {
  id: string;
  at: Date;
  by: string | null;
  caseNumber: number;
  identities: readonly string[];
  prints: readonly KeptPrint[];
}

/** Does an erasure again of which a restored backup does not know; what it names keeps away from now on. True when there was something to erase. */
export async function eraseAuthorAgain(
  tx: Tenant,
  organisationId: number,
  told: ToldErasure,
  now: Date,
): Promise<boolean> {
  const key = await beginErasing(tx, organisationId);
  await keepPrints(tx, organisationId, told.id, told.prints);
  const identities = await identitiesById(tx, organisationId, told.identities);
  const { id, at, by, caseNumber } = told;
  if (identities.length === 0) {
    await insertErasure(tx, organisationId, {
      id,
      at,
      by,
      caseNumber,
      identities: told.identities,
      counts: nothingErased,
    });
    await noteForLetterboxes(tx, organisationId, id, now);
    return false;
  }
  await erase(tx, { organisationId, memberId: null, key, now }, { id, at, by, caseNumber }, identities);
  await noteForLetterboxes(tx, organisationId, id, now);
  return true;
}

/** As many as of whom nothing was there. */
export const nothingErased: ErasedCounts = {
  identities: 0,
  cases: 0,
  posts: 0,
  answers: 0,
  files: 0,
  notes: 0,
  links: 0,
};

const namesOf = (identities: readonly ErasedIdentity[]): string[] => [
  ...new Set(identities.flatMap(({ name, handle }) => (name === null ? [handle] : [name, handle]))),
];

interface Erasing {
  organisationId: number;
  memberId: string | null;
  keyId?: string | null;
  key: string;
  now: Date;
}

async function erase(
  tx: Tenant,
  erasing: Erasing,
  erasure: { id: string; at: Date; by: string | null; caseNumber: number },
  identities: readonly ErasedIdentity[],
): Promise<{ counts: ErasedCounts }> {
  const { organisationId } = erasing;
  const { at } = erasure;
  const ids = identities.map(({ id }) => id);
  const conversations = await conversationsOfIdentities(tx, organisationId, ids);
  const cases = await lockTheirCases(tx, organisationId, conversations);
  const caseIds = [...cases.keys()];
  const sole = await casesOfNobodyElse(tx, organisationId, caseIds, ids);
  const counts = await countsOfAuthor(tx, organisationId, ids);
  const conversationIds = conversations.map(({ id }) => id);
  const replies = await repliesToAuthor(tx, organisationId, { caseIds, conversationIds, sole }, 'locked');
  mustNotBeLeaving(replies, erasing.now);
  await eraseReplies(tx, organisationId, replies, at);
  await eraseNotesAndTags(tx, organisationId, { caseIds, identityIds: ids });
  const names = identities.flatMap(({ networkId, handle, name }) => [networkId, handle, name ?? '']);
  const sealed = await namesToErase(tx, organisationId, ids);
  await eraseFromLists(tx, organisationId, { caseIds, names: tellingNames([...names, ...sealed]) });
  await eraseWatchdogs(tx, organisationId, [...names, ...sealed]);
  await eraseLinks(tx, organisationId, { identities, threads: conversations });
  const said = await eraseSaid(tx, { organisationId, key: erasing.key, at }, identities, conversations);
  await renameIdentities(tx, organisationId, said.identities, at);
  await insertErasure(tx, organisationId, { ...erasure, identities: ids, counts });
  await keepPrints(tx, organisationId, erasure.id, said.prints);
  await tellCases(tx, erasing, erasure.id, cases, sole);
  // A tag of the case may have named them, and the place that they wrote of is theirs.
  await countAtOnce(tx, organisationId, caseIds);
  return { counts };
}

/** The cases that they write in, and those that were put into them. */
async function lockTheirCases(
  tx: Tenant,
  organisationId: number,
  conversations: readonly ErasedConversation[],
): Promise<Map<string, CaseFacts>> {
  const ids = [...new Set(conversations.map(({ caseId }) => caseId))];
  return lockCases(tx, organisationId, [...ids, ...(await mergedInto(tx, organisationId, ids))]);
}

/** A sender holds it just now: in a moment it is known what became of it. */
function mustNotBeLeaving(replies: readonly ErasedReply[], now: Date): void {
  const leaving = replies.some(
    ({ state, leaseUntil }) => state === 'sending' && leaseUntil !== null && leaseUntil > now,
  );
  if (leaving)
    throw new Fault('reply_left', 'An answer to this author is just leaving. Try again in a minute.');
}

/** Whom nobody can answer any more needs no answer: cases in which nobody else writes are settled. */
async function tellCases(
  tx: Tenant,
  erasing: Erasing,
  erasureId: string,
  cases: ReadonlyMap<string, CaseFacts>,
  sole: ReadonlySet<string>,
): Promise<void> {
  const { organisationId, memberId, keyId, now } = erasing;
  const standing = [...cases.values()].filter(({ mergedInto: into }) => into === null);
  for (const facts of standing) {
    const settles = sole.has(facts.id) && facts.state !== 'resolved';
    const after = settles ? { ...facts, ...resolve(facts, now) } : facts;
    if (settles)
      await saveDecided(tx, erasing, {
        facts: after,
        action: 'case_resolved',
        particulars: { because: 'author_erased' },
      });
    await saveDecided(tx, erasing, { facts: after, action: 'author_erased', subjectId: erasureId });
  }
  if (standing.length > 0) return;
  const fact = { actorId: memberId, action: 'author_erased', caseId: null, subjectId: erasureId } as const;
  await recordFacts(tx, organisationId, [{ ...fact, ...particularsOf(undefined, keyId) }], now);
}
