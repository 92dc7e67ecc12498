/** Everything that the screen of one case shows, read in one transaction so that it is one moment's truth. */

import { permissionsFor } from '../desk/replies/permissions.ts';
import { isBlocked } from '../domain/block.ts';
import { Fault } from '../domain/fault.ts';
import { isNetwork } from '../domain/network.ts';
import { suggestionsIn } from '../domain/rule.ts';
import { textsInUse } from '../storage/approvedTexts.ts';
import { blockLookup, type StoredBlock } from '../storage/authorBlocks.ts';
import { doNotContactLookup, joinsLookup } from '../storage/authors.ts';
import { authorLookup, type Claim, claimLookup, languagesLookup, notesLookup } from '../storage/caseActs.ts';
import { latestLinkLookup } from '../storage/caseLinks.ts';
import { postsOfCase } from '../storage/casePosts.ts';
import { casesById, casesOfAuthor, type ListedCase } from '../storage/caseReads.ts';
import type { Tenant } from '../storage/database.ts';
import { hiddenLookup } from '../storage/hiddenPosts.ts';
import { factsOfCase, lastSequence, type StoredFact } from '../storage/history.ts';
import { howToReachLookup } from '../storage/howToReach.ts';
import { together } from '../storage/lookups.ts';
import { memberNames } from '../storage/members.ts';
import type { ReadPost } from '../storage/postReads.ts';
import { type Seen, seenLookup } from '../storage/postSeen.ts';
import { movesLookup } from '../storage/privateMoves.ts';
import { protectionLookup } from '../storage/protectedAuthors.ts';
import { authorsOfCases, rearrangementsOf } from '../storage/rearrangements.ts';
import { repliesOfCase, type StoredReply } from '../storage/replies.ts';
import { ruleIdsOf, ruleNames } from '../storage/rules.ts';
import { type DidBefore, didBeforeLookup, lastAnswerAt } from '../storage/ruleWork.ts';
import { watchNotesLookup } from '../storage/watchOuts.ts';
import {
  blockView,
  caseRow,
  historyView,
  linkView,
  moveView,
  permissionView,
  postView,
  replyView,
} from './caseViews.ts';
import type { CaseView, EarlierFacts, EarlierPosts } from './contract.ts';
import type { ApiDeps } from './deps.ts';
import type { Presence } from './presence.ts';
import { instantOf } from './views.ts';
import { hiddenPostView, hidingWays, watchNoteView } from './watchOutViews.ts';

/** What is opened with a case: some screens of posts. A long one goes on in pages as one scrolls, so that opening it costs the same however long it is. */
const mostPosts = 50;
const mostFacts = 50;

/** Throws Fault `not_found`. */
export async function readCase(
  deps: ApiDeps & { presence: Presence },
  wanted: { organisationId: number; memberId: string; caseId: string },
): Promise<CaseView> {
  const { organisationId, caseId } = wanted;
  return deps.storage.readingByKeys(organisationId, async (tx) => {
    const now = deps.now();
    const own = await ownOf(tx, wanted, now);
    const { sequence, listed, posts, replies, facts } = own;
    if (listed === undefined) throw noSuchCase();
    const shown = posts.slice(-mostPosts);
    const answered =
      toAnswer(shown) ?? (posts.length > mostPosts ? await lastAsked(tx, organisationId, caseId) : null);
    const latestFacts = facts.slice(-mostFacts);
    const [history, author, permissions, besides] = await Promise.all([
      historyOf(tx, organisationId, latestFacts),
      authorCard(tx, organisationId, listed, shown, now),
      answered === null
        ? []
        : permissionsFor(tx, deps.channels, organisationId, answered, now, wanted.memberId),
      besidesOf(tx, organisationId, listed, own.acts),
    ]);
    return {
      row: caseRow(listed, now),
      author,
      posts: shown.map((post) => postView(post, deps.channels, now)),
      morePosts: posts.length > mostPosts,
      ...repliesView(replies),
      ...smallViews(own),
      history,
      moreHistory: facts.length > mostFacts,
      answering: answered?.id ?? null,
      permissions: permissions.map((permission) => permissionView(permission, deps.channels)),
      present: deps.presence.on(organisationId, caseId),
      hiding: hidingWays(shown, deps.channels),
      ...besides,
      sequence,
    };
  });
}

/** How many one page of what came before holds. */
const earlier = { posts: mostPosts, facts: 200 };

/** One page of what came before in a case that there is, oldest first. Throws Fault `not_found`. */
async function pageBefore<T>(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  most: number,
  read: (most: number) => Promise<T[]>,
): Promise<{ page: T[]; more: boolean }> {
  const [cases, found] = await Promise.all([authorsOfCases(tx, organisationId, [caseId]), read(most + 1)]);
  if (!cases.has(caseId)) throw noSuchCase();
  return { page: found.slice(-most), more: found.length > most };
}

/** The posts before one of a case. Throws Fault `not_found`. */
export async function readEarlierPosts(
  deps: ApiDeps,
  { organisationId, caseId, before }: { organisationId: number; caseId: string; before: string },
): Promise<EarlierPosts> {
  return deps.storage.readingByKeys(organisationId, async (tx) => {
    const { page, more } = await pageBefore(tx, organisationId, caseId, earlier.posts, (most) =>
      postsOfCase(tx, organisationId, caseId, most, { before }),
    );
    const now = deps.now();
    return { posts: page.map((post) => postView(post, deps.channels, now)), more };
  });
}

/** The facts about a case before a sequence. Throws Fault `not_found`. */
export async function readEarlierFacts(
  deps: ApiDeps,
  { organisationId, caseId, before }: { organisationId: number; caseId: string; before: number },
): Promise<EarlierFacts> {
  return deps.storage.readingByKeys(organisationId, async (tx) => {
    const { page, more } = await pageBefore(tx, organisationId, caseId, earlier.facts, (most) =>
      factsOfCase(tx, organisationId, caseId, most, before),
    );
    return { history: await historyOf(tx, organisationId, page), more };
  });
}

export const noSuchCase = () =>
  new Fault('not_found', 'This case does not exist, or not in your organisation.');

/** What a case has of its own. */
async function ownOf(
  tx: Tenant,
  { organisationId, memberId, caseId }: { organisationId: number; memberId: string; caseId: string },
  now: Date,
) {
  // The sequence comes first: what changes after it is told of once more, never left out.
  const [sequence, [listed], posts, replies, facts, small] = await Promise.all([
    lastSequence(tx, organisationId),
    casesById(tx, organisationId, [caseId]),
    postsOfCase(tx, organisationId, caseId, mostPosts + 1),
    repliesOfCase(tx, organisationId, caseId, memberId),
    factsOfCase(tx, organisationId, caseId, mostFacts + 1),
    together(tx, {
      claim: claimLookup(organisationId, caseId, now),
      notes: notesLookup(organisationId, caseId),
      link: latestLinkLookup(organisationId, caseId),
      moves: movesLookup(organisationId, caseId),
      acts: didBeforeLookup(organisationId, caseId),
      seen: seenLookup(organisationId, caseId),
      watchNotes: watchNotesLookup(organisationId, caseId),
      hidden: hiddenLookup(organisationId, caseId),
    }),
  ]);
  return { sequence, listed, posts, replies, facts, ...small };
}

/** What stands in small tables, as it is shown. */
function smallViews({
  seen,
  notes,
  claim,
  link,
  moves,
  watchNotes,
  hidden,
}: Awaited<ReturnType<typeof ownOf>>): Pick<
  CaseView,
  'seen' | 'notes' | 'claim' | 'link' | 'moves' | 'watchOuts' | 'hidden'
> {
  return {
    seen: seen.map(seenView),
    notes: notes.map((note) => ({ ...note, at: note.at.toISOString() })),
    claim: claimView(claim),
    link: linkView(link),
    moves: moves.map(moveView),
    watchOuts: watchNotes.map(watchNoteView),
    hidden: hidden.map(hiddenPostView),
  };
}

/** The post that an answer would answer; a person's words before a program's. */
function toAnswer(posts: readonly ReadPost[]): ReadPost | null {
  const asked = posts.filter(
    (post) => post.direction === 'inbound' && post.deletedAt === null && post.erasedAt === null,
  );
  return asked.findLast((post) => !post.automatic) ?? asked.at(-1) ?? null;
}

/** The same where all that a case was opened with is ours. */
async function lastAsked(tx: Tenant, organisationId: number, caseId: string): Promise<ReadPost | null> {
  for (const kind of ['person', 'program'] as const) {
    const [asked] = await postsOfCase(tx, organisationId, caseId, 1, { inboundOf: kind });
    if (asked !== undefined) return asked;
  }
  return null;
}

const seenView = ({ postId, name, at }: Seen): CaseView['seen'][number] => ({
  postId,
  by: name,
  at: at.toISOString(),
});

const claimView = (claim: Claim | null): CaseView['claim'] =>
  claim && { member: { id: claim.memberId, name: claim.name }, until: claim.until.toISOString() };

function repliesView(replies: readonly StoredReply[]): Pick<CaseView, 'replies' | 'draft'> {
  const isDraft = ({ state }: StoredReply) => state === 'draft';
  return {
    replies: replies.filter((reply) => !isDraft(reply)).map(replyView),
    draft: replies.filter(isDraft).map(replyView)[0] ?? null,
  };
}

const nothingRearranged: Pick<CaseView, 'mergedInto' | 'rearrangements'> = {
  mergedInto: null,
  rearrangements: [],
};

/** What was put together and taken apart here. */
async function rearrangedOf(
  tx: Tenant,
  organisationId: number,
  listed: ListedCase,
): Promise<Pick<CaseView, 'mergedInto' | 'rearrangements'>> {
  const found = await rearrangementsOf(tx, organisationId, listed.id);
  const ids = new Set(found.flatMap(({ fromCase, intoCase }) => [fromCase, intoCase]));
  if (listed.mergedInto !== null) ids.add(listed.mergedInto);
  const about = await authorsOfCases(tx, organisationId, [...ids]);
  const named = (id: string) => ({ id, number: about.get(id)?.number ?? 0 });
  return {
    mergedInto: listed.mergedInto === null ? null : named(listed.mergedInto),
    rearrangements: found.map(({ id, kind, fromCase, intoCase, at }) => ({
      id,
      kind,
      from: named(fromCase),
      into: named(intoCase),
      at: at.toISOString(),
    })),
  };
}

/** What most cases have nothing of: suggestions, and what was put together or taken apart. */
async function besidesOf(
  tx: Tenant,
  organisationId: number,
  listed: ListedCase,
  acts: readonly DidBefore[],
): Promise<Pick<CaseView, 'suggested' | 'mergedInto' | 'rearrangements'>> {
  const rearranged = listed.rearranged ? await rearrangedOf(tx, organisationId, listed) : nothingRearranged;
  return { ...rearranged, suggested: await suggestionsOf(tx, organisationId, listed.id, acts) };
}

/** What rules suggest for the next answer, of what is in use. */
async function suggestionsOf(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  acts: readonly DidBefore[],
): Promise<CaseView['suggested']> {
  if (acts.length === 0) return [];
  const found = suggestionsIn(acts, await lastAnswerAt(tx, organisationId, caseId));
  const texts = await textsInUse(
    tx,
    organisationId,
    found.map(({ textId }) => textId),
  );
  const names = await ruleNames(
    tx,
    organisationId,
    found.map(({ ruleId }) => ruleId),
  );
  return found.flatMap(({ textId, ruleId }) => {
    const text = texts.get(textId);
    return text === undefined ? [] : [{ textId, ...text, rule: names.get(ruleId) ?? '' }];
  });
}

async function historyOf(tx: Tenant, organisationId: number, facts: readonly StoredFact[]) {
  const [names, rules] = await Promise.all([
    memberNames(
      tx,
      organisationId,
      facts.flatMap((fact) => fact.actorId ?? []),
    ),
    ruleNames(tx, organisationId, ruleIdsOf(facts)),
  ]);
  return facts.map((fact) => historyView(fact, names, rules));
}

const blockOfAuthor = (block: StoredBlock | null, now: Date): CaseView['author']['blocked'] =>
  block === null || !isBlocked(block, now)
    ? null
    : { ...block, at: block.at.toISOString(), until: instantOf(block.until) };

async function authorCard(
  tx: Tenant,
  organisationId: number,
  listed: ListedCase,
  posts: readonly ReadPost[],
  now: Date,
): Promise<CaseView['author']> {
  const authorId = listed.author.id;
  const [past, { card, languages, joins, mark, block, reach, protection }] = await Promise.all([
    casesOfAuthor(tx, organisationId, authorId, listed.id, 20),
    together(tx, {
      card: authorLookup(organisationId, authorId),
      languages: languagesLookup(organisationId, authorId),
      joins: joinsLookup(organisationId, authorId),
      mark: doNotContactLookup(organisationId, authorId),
      block: blockLookup(organisationId, authorId),
      reach: howToReachLookup(organisationId, authorId),
      protection: protectionLookup(organisationId, authorId),
    }),
  ]);
  return {
    id: authorId,
    identities: card.identities.flatMap(({ network, handle, name }) =>
      isNetwork(network) ? [{ network, handle, name }] : [],
    ),
    languages,
    howToReach: protection === null ? reach : [],
    firstHeardAt: (card.firstHeardAt ?? posts[0]?.heardAt ?? listed.stateAt).toISOString(),
    erasedAt: instantOf(card.erasedAt),
    joins,
    doNotContact: mark === null ? null : { ...mark, at: mark.at.toISOString() },
    protected:
      protection === null
        ? null
        : { at: protection.at.toISOString(), by: protection.by, readers: protection.readers },
    blocked: blockOfAuthor(block, now),
    pastCases: past.map(({ id, number, state, words, abusive, blocked, lastInboundAt, stateAt }) => ({
      id,
      number,
      state,
      words,
      abusive,
      blocked: blockView(blocked, now),
      at: (lastInboundAt ?? stateAt).toISOString(),
    })),
  };
}
