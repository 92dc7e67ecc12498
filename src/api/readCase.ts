/** Everything that the screen of one case shows, read in one transaction so that it is one moment's truth. */

import { permissionsFor } from '../desk/replies/permissions.ts';
import { Fault } from '../domain/fault.ts';
import { isNetwork } from '../domain/network.ts';
import { authorOf, claimOf, notesOfCase } from '../storage/caseActs.ts';
import { casesById, casesOfAuthor, type ListedCase } from '../storage/caseReads.ts';
import type { Tenant } from '../storage/database.ts';
import { factsOfCase, lastSequence } from '../storage/history.ts';
import { memberNames } from '../storage/members.ts';
import { postsOfCase, type ReadPost } from '../storage/postReads.ts';
import { repliesOfCase } from '../storage/replies.ts';
import { caseRow, historyView, permissionView, postView, replyView } from './caseViews.ts';
import type { CaseView } from './contract.ts';
import type { ApiDeps } from './deps.ts';
import type { Presence } from './presence.ts';

const mostPosts = 500;
const mostFacts = 200;

/** Throws Fault `not_found`. */
export async function readCase(
  deps: ApiDeps & { presence: Presence },
  asked: { organisationId: number; memberId: string; caseId: string },
): Promise<CaseView> {
  const { organisationId, memberId, caseId } = asked;
  return deps.storage.inOrganisation(organisationId, async (tx) => {
    const now = deps.now();
    // The sequence comes first: what changes after it is told of once more, never left out.
    const [sequence, [listed], posts, replies, claim, notes] = await Promise.all([
      lastSequence(tx, organisationId),
      casesById(tx, organisationId, [caseId]),
      postsOfCase(tx, organisationId, caseId, mostPosts + 1),
      repliesOfCase(tx, organisationId, caseId, memberId),
      claimOf(tx, organisationId, caseId, now),
      notesOfCase(tx, organisationId, caseId),
    ]);
    if (listed === undefined)
      throw new Fault('not_found', 'This case does not exist, or not in your organisation.');
    const shown = posts.slice(-mostPosts);
    const answered =
      shown.findLast((post) => post.direction === 'inbound' && post.deletedAt === null) ?? null;
    const [history, author, permissions] = await Promise.all([
      historyOf(tx, organisationId, caseId),
      authorCard(tx, organisationId, listed, shown),
      answered === null ? [] : permissionsFor(tx, deps.channels, organisationId, answered, now),
    ]);
    return {
      row: caseRow(listed),
      author,
      posts: shown.map((post) => postView(post, deps.channels)),
      morePosts: posts.length > mostPosts,
      replies: replies.filter((reply) => reply.state !== 'draft').map(replyView),
      notes: notes.map((note) => ({ ...note, at: note.at.toISOString() })),
      history,
      answering: answered?.id ?? null,
      permissions: permissions.map((permission) => permissionView(permission, deps.channels)),
      claim:
        claim === null
          ? null
          : { member: { id: claim.memberId, name: claim.name }, until: claim.until.toISOString() },
      present: deps.presence.on(organisationId, caseId),
      draft: replies.filter((reply) => reply.state === 'draft').map(replyView)[0] ?? null,
      sequence,
    };
  });
}

async function historyOf(tx: Tenant, organisationId: number, caseId: string) {
  const facts = await factsOfCase(tx, organisationId, caseId, mostFacts);
  const names = await memberNames(
    tx,
    organisationId,
    facts.flatMap((fact) => fact.actorId ?? []),
  );
  return facts.map((fact) => historyView(fact, names));
}

async function authorCard(
  tx: Tenant,
  organisationId: number,
  listed: ListedCase,
  posts: readonly ReadPost[],
): Promise<CaseView['author']> {
  const [card, past] = await Promise.all([
    authorOf(tx, organisationId, listed.author.id),
    casesOfAuthor(tx, organisationId, listed.author.id, listed.id, 20),
  ]);
  return {
    id: listed.author.id,
    identities: card.identities.flatMap(({ network, handle, name }) =>
      isNetwork(network) ? [{ network, handle, name }] : [],
    ),
    languages: card.languages,
    firstHeardAt: (card.firstHeardAt ?? posts[0]?.heardAt ?? listed.stateAt).toISOString(),
    pastCases: past.map(({ id, number, state, words, lastInboundAt, stateAt }) => ({
      id,
      number,
      state,
      words,
      at: (lastInboundAt ?? stateAt).toISOString(),
    })),
  };
}
