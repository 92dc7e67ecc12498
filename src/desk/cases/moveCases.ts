/** Opens cases for new conversations and moves the others as their posts say; writes the history of both. */
import {
  afterBounce,
  afterDeletion,
  afterHouse,
  afterInbound,
  type StandingPosts,
  untouchedCase,
} from '../../domain/case.ts';
import type { Direction } from '../../domain/post.ts';
import { queuePlace, type ResponseTimes } from '../../domain/queue.ts';
import {
  type CaseFacts,
  type CaseRecount,
  insertCases,
  lockCases,
  recountCases,
  updateCases,
} from '../../storage/cases.ts';
import type { Tenant } from '../../storage/database.ts';
import { type AppliedNews, applyNews, type ReplyToldOf } from '../../storage/deliveries.ts';
import { Overtaken } from '../../storage/failures.ts';
import { dealNumbers, type Fact, writeFacts } from '../../storage/history.ts';
import type { ConversationToKeep, KeptConversation } from '../../storage/identities.ts';
import { anyMoved } from '../../storage/rearrangements.ts';

/** A post that belongs to a conversation, new there. */
export interface CasePost {
  id: string;
  at: Date;
  direction: Direction;
  /** A program wrote it: it moves nothing. */
  automatic: boolean;
  conversation: KeptConversation;
}

export interface CaseNews {
  /** Replies of ours that their network told of. */
  told: readonly ReplyToldOf[];
  posts: readonly CasePost[];
  edited: readonly { postId: string; caseId: string | null }[];
  deleted: readonly { postId: string; caseId: string | null; direction: Direction }[];
}

interface Moving {
  before: CaseFacts;
  facts: CaseFacts;
  opens: ConversationToKeep | null;
  /** Oldest first. */
  posts: CasePost[];
  /** Whose posts were deleted. */
  deletes: ReadonlySet<Direction>;
  /** An answer of ours came back. */
  bounced: boolean;
}

export interface MoveContext {
  organisationId: number;
  times: ResponseTimes;
  now: Date;
}

/** Decides and saves; takes the organisation's counter, so it comes last in its transaction. */
export async function moveCases(tx: Tenant, context: MoveContext, news: CaseNews): Promise<void> {
  const { organisationId } = context;
  const moving = await load(tx, context, news);
  // After the cases: everybody who changes both locks the case before the reply.
  const applied = await applyNews(tx, organisationId, news.told, context.now);
  for (const { caseId, action } of applied) {
    const one = caseId === null ? undefined : moving.get(caseId);
    if (one !== undefined && action === 'reply_bounced') one.bounced = true;
  }
  const doubtful = [...moving.values()]
    .filter(needsRecount)
    .map((one) => ({ id: one.facts.id, since: settledUntil(one) }));
  const recounts = await recountCases(tx, organisationId, doubtful);
  for (const one of moving.values()) decide(one, recounts.get(one.facts.id) ?? null, context.now);
  await save(tx, context, factsOf(news, applied, [...moving.values()]), [...moving.values()]);
}

async function load(tx: Tenant, context: MoveContext, news: CaseNews): Promise<Map<string, Moving>> {
  const opened = new Map<string, ConversationToKeep>();
  for (const { conversation } of news.posts)
    if (conversation.fresh !== null) opened.set(conversation.caseId, conversation.fresh);
  const known = new Set<string>();
  for (const { conversation } of news.posts)
    if (!opened.has(conversation.caseId)) known.add(conversation.caseId);
  for (const { caseId } of [...news.edited, ...news.deleted, ...news.told])
    if (caseId !== null && !opened.has(caseId)) known.add(caseId);
  const locked = await lockCases(tx, context.organisationId, [...known]);
  if ([...locked.values()].some((facts) => facts.rearranged)) await mustStillBeTheirs(tx, context, news);
  const moving = new Map<string, Moving>();
  for (const [id, conversation] of opened) {
    const facts = newCase(id, context.now);
    moving.set(id, {
      before: facts,
      facts,
      opens: conversation,
      posts: [],
      deletes: new Set(),
      bounced: false,
    });
  }
  for (const [id, facts] of locked) {
    const deletes = new Set(news.deleted.filter((d) => d.caseId === id).map((d) => d.direction));
    moving.set(id, { before: facts, facts, opens: null, posts: [], deletes, bounced: false });
  }
  for (const post of news.posts) moving.get(post.conversation.caseId)?.posts.push(post);
  for (const one of moving.values()) one.posts.sort((a, b) => a.at.getTime() - b.at.getTime());
  return moving;
}

/** A member moved a conversation to another case after this batch read whose it is and before it locked the case: the batch begins again. */
async function mustStillBeTheirs(tx: Tenant, { organisationId }: MoveContext, news: CaseNews): Promise<void> {
  const moved = await anyMoved(tx, organisationId, {
    conversations: news.posts.map(({ conversation }) => ({
      id: conversation.id,
      caseId: conversation.caseId,
    })),
    posts: [...news.edited, ...news.deleted].map(({ postId, caseId }) => ({ id: postId, caseId })),
  });
  if (moved) throw new Overtaken('a conversation moved to another case');
}

function newCase(id: string, now: Date): CaseFacts {
  return {
    ...untouchedCase(now),
    id,
    severity: 0,
    vulnerable: false,
    threat: null,
    ownerId: null,
    teamId: null,
    inboundPosts: 0,
    lastInboundPostId: null,
    sequence: 0,
    mergedInto: null,
    rearranged: false,
  };
}

/** True where only the posts themselves can tell what is still unanswered. */
function needsRecount(one: Moving): boolean {
  if (one.deletes.size > 0 || one.bounced) return true;
  if (one.opens !== null) return false;
  const lastInbound = Math.max(
    one.before.lastInboundAt?.getTime() ?? 0,
    ...one.posts.filter(isQuestion).map((p) => p.at.getTime()),
  );
  return one.posts.some((p) => p.direction === 'house' && p.at.getTime() < lastInbound);
}

/**
 * Where a resolution settled the earlier posts of a case that is open again: the first post that came after it. Null where nothing was settled, or where
 * an answer of ours was deleted, since then nobody can tell what it had settled.
 */
function settledUntil({ before, posts, deletes, bounced }: Moving): Date | null {
  if (bounced || deletes.has('house') || (before.state !== 'resolved' && before.state !== 'reopened'))
    return null;
  const since = posts.filter(isQuestion).map((p) => p.at.getTime());
  if (before.state === 'reopened' && before.waitingSince !== null) since.push(before.waitingSince.getTime());
  return since.length === 0 ? null : new Date(Math.min(...since));
}

function decide(one: Moving, recount: CaseRecount | null, now: Date): void {
  const inbound = one.posts.filter(isQuestion);
  const house = one.posts.filter((p) => p.direction === 'house');
  let facts =
    one.opens === null ? one.facts : { ...one.facts, stateAt: one.posts[0]?.at ?? one.facts.stateAt };
  for (const post of inbound) {
    const latest = facts.lastInboundAt === null || post.at >= facts.lastInboundAt;
    facts = {
      ...facts,
      ...afterInbound(facts, post.at),
      inboundPosts: facts.inboundPosts + 1,
      lastInboundPostId: latest ? post.id : facts.lastInboundPostId,
    };
  }
  const lastHouse = house[house.length - 1];
  if (lastHouse !== undefined) {
    const firstAfter = inbound.find((post) => post.at > lastHouse.at)?.at ?? null;
    const unanswered = recount === null ? firstAfter : recount.firstUnansweredAt;
    for (const post of house) facts = { ...facts, ...afterHouse(facts, post.at, unanswered) };
  }
  if (one.deletes.size > 0) facts = afterDeletions(one, facts, recount, now);
  one.facts = one.bounced ? { ...facts, ...afterBounce(facts, recount ?? nothingLeft, now) } : facts;
}

/** What an author wrote and waits for an answer to. */
const isQuestion = (post: CasePost): boolean => post.direction === 'inbound' && !post.automatic;

function afterDeletions(one: Moving, facts: CaseFacts, recount: CaseRecount | null, now: Date): CaseFacts {
  const left = recount ?? { ...nothingLeft, lastInboundPostId: null };
  // Whoever settled an unknown reply answered without a post of ours: only a deletion of ours may take an answer away.
  const { firstHouseAt, lastHouseAt } = one.deletes.has('house') ? left : facts;
  return {
    ...facts,
    ...afterDeletion(facts, { ...left, firstHouseAt, lastHouseAt }, now),
    inboundPosts: left.inboundPosts,
    lastInboundPostId: left.lastInboundPostId ?? facts.lastInboundPostId,
  };
}

const nothingLeft: StandingPosts = {
  inboundPosts: 0,
  firstUnansweredAt: null,
  firstInboundAt: null,
  lastInboundAt: null,
  firstHouseAt: null,
  lastHouseAt: null,
};

async function save(tx: Tenant, context: MoveContext, facts: Fact[], moving: Moving[]): Promise<void> {
  if (facts.length === 0) return;
  const { organisationId } = context;
  const opened = moving.filter((one) => one.opens !== null);
  const dealt = await dealNumbers(tx, organisationId, { facts: facts.length, cases: opened.length });
  const lastOf = new Map<string, number>();
  facts.forEach((fact, i) => {
    if (fact.caseId !== null) lastOf.set(fact.caseId, dealt.firstSequence + i);
  });
  const numbered = (one: Moving): CaseFacts => ({
    ...one.facts,
    sequence: lastOf.get(one.facts.id) ?? one.facts.sequence,
  });
  const placeOf = (one: Moving) =>
    queuePlace({ ...one.facts, answeredBefore: one.facts.firstHouseAt !== null }, context.times);
  await insertCases(
    tx,
    organisationId,
    opened.flatMap((one, i) =>
      one.opens === null
        ? []
        : [
            {
              facts: numbered(one),
              place: placeOf(one),
              number: dealt.firstCaseNumber + i,
              institutionId: one.opens.institutionId,
              authorId: one.opens.authorId,
              identityId: one.opens.identityId,
              unitId: one.opens.unitId,
            },
          ],
    ),
  );
  const changed = moving.filter((one) => one.opens === null && lastOf.has(one.facts.id));
  await updateCases(
    tx,
    organisationId,
    changed.map((one) => ({ facts: numbered(one), place: placeOf(one), stateBy: null })),
  );
  await writeFacts(tx, organisationId, dealt.firstSequence, facts, context.now);
}

/** What happened, case by case, in the order of the posts. */
function factsOf(news: CaseNews, applied: readonly AppliedNews[], moving: readonly Moving[]): Fact[] {
  const facts: Fact[] = [];
  const outside = { actorId: null };
  for (const { action, caseId, replyId } of applied)
    facts.push({ ...outside, action, caseId, subjectId: replyId });
  for (const one of moving) {
    const caseId = one.facts.id;
    one.posts.forEach((post, i) => {
      const action =
        i === 0 && one.opens !== null
          ? 'case_opened'
          : post.direction === 'house'
            ? 'answer_heard'
            : 'post_heard';
      facts.push({ ...outside, action, caseId, subjectId: post.id });
    });
    if (one.facts.state === 'reopened' && one.before.state === 'resolved') {
      facts.push({ ...outside, action: 'case_reopened', caseId, subjectId: one.facts.lastInboundPostId });
    }
  }
  for (const { postId, caseId } of news.edited)
    facts.push({ ...outside, action: 'post_edited', caseId, subjectId: postId });
  for (const { postId, caseId } of news.deleted)
    facts.push({ ...outside, action: 'post_deleted', caseId, subjectId: postId });
  for (const one of moving) {
    if (one.facts.state === 'resolved' && one.before.state !== 'resolved') {
      facts.push({
        ...outside,
        action: 'case_resolved',
        caseId: one.facts.id,
        subjectId: null,
        particulars: { because: 'author_deleted' },
      });
    }
  }
  return facts;
}
