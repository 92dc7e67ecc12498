/** Everything that is kept about one author, to be handed to them. What belongs to them is found as an erasure finds it. */
import { addAudit } from '../../storage/audit.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import {
  casesOfNobodyElse,
  conversationsOfIdentities,
  countsOfAuthor,
  type ErasedIdentity,
  mergedInto,
  repliesToAuthor,
} from '../../storage/erasing.ts';
import {
  casesToExport,
  commitmentsToExport,
  type ExportedMedia,
  filesOfFollowUps,
  followUpsToExport,
  identitiesToExport,
  linksToExport,
  marksToExport,
  mediaToExport,
  notesToExport,
  postsToExport,
  rawToExport,
  repliesToExport,
  setAsideToExport,
} from '../../storage/exportingAuthor.ts';
import { findMedia } from '../../storage/media.ts';
import type { Acting } from '../acting.ts';
import { authorOfCase } from './authorOfCase.ts';
import { gatherSaid } from './gatherSaid.ts';
import { auditReading, mayTake } from './protectAuthor.ts';

export interface AuthorExport {
  caseNumber: number;
  /** One JSON document in parts; files come last, one at a time, so that no more than one is held in memory. */
  parts: AsyncGenerator<string>;
}

/** Gathers and audits it before the first part is given. Throws Fault `not_found`, `not_permitted` where the author is protected and the member not named, or `input_invalid` where the author was erased. */
export async function exportAuthor(acting: Acting, caseId: string): Promise<AuthorExport> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    const { identities, caseNumber } = await authorOfCase(tx, organisationId, caseId);
    const isReading = await mayTake(tx, acting, caseId);
    const { media, ...kept } = await everythingOf(tx, organisationId, identities);
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: 'author.exported',
      particulars: { case: caseNumber },
      at: now,
    });
    if (isReading) await auditReading(tx, acting, { caseId, caseNumber });
    const head = { format: 1, takenAt: now, caseNumber, ...kept };
    return { caseNumber, parts: written(storage, organisationId, head, media) };
  });
}

async function everythingOf(tx: Tenant, organisationId: number, identities: readonly ErasedIdentity[]) {
  const ids = identities.map(({ id }) => id);
  const conversations = await conversationsOfIdentities(tx, organisationId, ids);
  const standing = [...new Set(conversations.map(({ caseId }) => caseId))];
  const caseIds = [...standing, ...(await mergedInto(tx, organisationId, standing))];
  const said = await gatherSaid(tx, organisationId, identities, conversations);
  const { theirs, names, authors } = said;
  // Of what they deleted before it was at the desk, that it was.
  const deleted = said.naming.filter(({ network, networkId }) => names.has(network, networkId));
  const replies = await repliesToAuthor(tx, organisationId, {
    caseIds,
    conversationIds: conversations.map(({ id }) => id),
    sole: await casesOfNobodyElse(tx, organisationId, caseIds, ids),
  });
  const about = { caseIds, identityIds: ids };
  const asked = await filesOfFollowUps(tx, organisationId, about);
  const attached = [...replies.flatMap(({ files }) => files), ...asked];
  return {
    counts: await countsOfAuthor(tx, organisationId, ids),
    identities: await identitiesToExport(tx, organisationId, ids),
    marks: await marksToExport(tx, organisationId, ids),
    cases: await casesToExport(tx, organisationId, caseIds),
    conversations,
    posts: await postsToExport(tx, organisationId, [...theirs, ...deleted.map(({ id }) => id)]),
    answers: await repliesToExport(
      tx,
      organisationId,
      replies.map(({ id }) => id),
    ),
    promises: await commitmentsToExport(tx, organisationId, {
      conversationIds: conversations.map(({ id }) => id),
      replyIds: replies.map(({ id }) => id),
    }),
    notes: await notesToExport(tx, organisationId, caseIds),
    followUps: await followUpsToExport(tx, organisationId, about),
    privatePages: await linksToExport(tx, organisationId, { identities, threads: conversations }),
    asReceived: await rawToExport(tx, organisationId, theirs),
    setAside: await setAsideToExport(tx, organisationId, { names: names.all(), authors }),
    media: await mediaToExport(tx, organisationId, { postIds: theirs, attached }),
  };
}

async function* written(
  storage: Storage,
  organisationId: number,
  head: object,
  media: readonly ExportedMedia[],
): AsyncGenerator<string> {
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "media": [`;
  let comma = '';
  for (const one of media) {
    const file = await storage.inOrganisation(organisationId, (tx) => findMedia(tx, organisationId, one.id));
    // Erased since the export began: it is nobody's any more.
    if (file === null) continue;
    yield `${comma}\n    ${JSON.stringify({ ...one, base64: file.bytes.toString('base64') })}`;
    comma = ',';
  }
  yield '\n  ]\n}\n';
}
