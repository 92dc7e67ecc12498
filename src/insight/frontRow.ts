/** What an executive reads: everything that reached the institution with the line that proves it, and what needs her. Reads only. */
import { corrected } from '../domain/finding.ts';
import {
  compareNeeds,
  type NeedReason,
  type NeedsFacts,
  needsSettings,
  needsYou,
} from '../domain/needsYou.ts';
import { listAccounts } from '../storage/accounts.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import { findingsOf, type ReadFinding } from '../storage/findings.ts';
import {
  type NeedyCase,
  needyCases,
  postsOfWatchdogs,
  postsThatName,
  readNeedsSettings,
  waitingInQueue,
  writtenToOwn,
} from '../storage/frontNeeds.ts';
import {
  type ArrivalEnd,
  dayAround,
  type FrontCounts,
  type FrontList,
  type FrontPost,
  frontCounts,
  frontPosts,
  frontPostsById,
} from '../storage/frontRow.ts';
import { hangingHandOvers } from '../storage/handedOver.ts';
import { handedPosts, shownWithin } from '../storage/handedPosts.ts';
import { lastSequence } from '../storage/history.ts';
import { type Letterbox, readIntoLetterbox } from '../storage/letterboxes.ts';
import { readOrganisation } from '../storage/organisationSettings.ts';
import { listWatchdogs } from '../storage/watchdogs.ts';

/** Of what was written to a member alone: what their letterbox heard, what the list shows of it, and what they handed over, which the house's list shows. */
export interface OwnCounts {
  heard: number;
  shown: number;
  handedOver: number;
  waiting: number;
  setAside: number;
  /** Accounts that are not read just now, and why; null: paused. */
  notRead: { handle: string; reason: string | null }[];
  /** What was handed over and could not be given to the house. */
  hanging: number;
  /** The last number of the letterbox's history. */
  sequence: number;
}

export interface FrontLine extends FrontCounts {
  /** The day that was counted, by the organisation's own clock: its first instant and the first of the next. */
  since: Date;
  until: Date;
  timeZone: string;
  own: OwnCounts | null;
}

/** The line that proves the list, of the day that an instant is in. Both of its sides are counted in one view of the rows; what is the reader's alone stands beside them, in neither. */
export async function frontLine(
  storage: Storage,
  organisationId: number,
  at: Date,
  box: Letterbox | null = null,
): Promise<FrontLine> {
  const line = await storage.reading(organisationId, async (tx) => {
    const { timeZone } = await readOrganisation(tx, organisationId);
    const day = await dayAround(tx, timeZone, at);
    return { ...(await frontCounts(tx, organisationId, day)), ...day, timeZone };
  });
  return { ...line, own: box === null ? null : await ownCounts(storage, box, line) };
}

async function ownCounts(
  storage: Storage,
  box: Letterbox,
  day: { since: Date; until: Date },
): Promise<OwnCounts> {
  const { organisationId } = box;
  const notRead = (await readIntoLetterbox(storage.system, box)).flatMap(({ handle, state, reason }) =>
    state === 'listening' ? [] : [{ handle, reason }],
  );
  return storage.reading(organisationId, async (tx) => {
    const sequence = await lastSequence(tx, organisationId);
    const { heard, waiting, setAside } = await frontCounts(tx, organisationId, day);
    const counted = await shownWithin(tx, organisationId, day);
    return {
      ...{ heard, ...counted, waiting, setAside, sequence, notRead },
      hanging: await hangingHandOvers(tx, organisationId),
    };
  });
}

/** A page of the front row for one member: the house's posts, and between them those that were written to the member alone and were not handed over. */
export async function frontPage(
  storage: Storage,
  reader: { organisationId: number; memberId: string; box: Letterbox | null },
  wanted: { list: FrontList; after: ArrivalEnd | null; limit: number },
): Promise<{ posts: (FrontPost & { own: boolean })[]; end: ArrivalEnd | null }> {
  const { organisationId, memberId, box } = reader;
  const house = await storage.reading(organisationId, (tx) =>
    frontPosts(tx, organisationId, { ...wanted, memberId }),
  );
  const houses = house.posts.map((post) => ({ ...post, own: false }));
  if (box === null || wanted.list !== 'all') return { posts: houses, end: house.end };
  const alone = await storage.reading(box.organisationId, async (tx) => {
    const { posts } = await frontPosts(tx, box.organisationId, { ...wanted, memberId: box.memberId });
    const ids = posts.map(({ post }) => post.id);
    const handed = await handedPosts(tx, box.organisationId, ids);
    return posts.map((post) => ({ ...post, own: true, isHanded: handed.has(post.post.id) }));
  });
  const both = [...houses.map((post) => ({ ...post, isHanded: false })), ...alone]
    .sort(lastFirst)
    .slice(0, wanted.limit);
  const last = both.at(-1)?.post;
  return {
    // Left out only now: the page ends where both lists were read to.
    posts: both.flatMap(({ isHanded, ...post }) => (isHanded ? [] : [post])),
    end: both.length < wanted.limit || last === undefined ? null : { heardAt: last.heardAt, id: last.id },
  };
}

const lastFirst = ({ post: a }: FrontPost, { post: b }: FrontPost): number =>
  b.heardAt.getTime() - a.heardAt.getTime() || (a.id < b.id ? 1 : -1);

/** A case that needs the executive. */
export interface NeededCase {
  caseId: string;
  caseNumber: number;
  reasons: NeedReason[];
  since: Date;
  severity: NeedsFacts['severity'];
  facts: NeedsFacts;
  /** The post that is shown of it; null where all of them are gone. */
  post: FrontPost | null;
  /** It was written to the member alone. */
  own?: boolean;
}

/** More are not shown at once. */
const mostNeeds = 100;

interface Executive {
  memberId: string;
  name: string;
  /** In their own letterbox everything was written to them. */
  alone?: boolean;
}

/** What needs this member, what presses most first, and how many cases do in all; `beyond`: so many waiting cases press less and were not looked at. */
export async function needsOf(
  storage: Storage,
  organisationId: number,
  member: Executive,
  now: Date,
): Promise<{ needs: NeededCase[]; all: number; beyond: number }> {
  return storage.reading(organisationId, async (tx) => {
    const settings = needsSettings(await readNeedsSettings(tx, organisationId));
    const found = await withFacts(tx, organisationId, member, now);
    const lookedAt = found.filter(({ known }) => known.dueAt !== null).length;
    const needs = found.flatMap(({ known, facts }) => {
      const reasons = needsYou(facts, settings, now);
      if (reasons.length === 0) return [];
      const since = facts.waitingSince ?? facts.promiseLateSince ?? now;
      const { caseId, caseNumber } = known;
      return [{ caseId, caseNumber, severity: facts.severity, reasons, since, facts, shows: shownOf(known) }];
    });
    needs.sort(compareNeeds);
    const shown = needs.slice(0, mostNeeds);
    const ids = shown.flatMap(({ shows }) => shows ?? []);
    const posts = await frontPostsById(tx, organisationId, member.memberId, ids);
    return {
      all: needs.length,
      beyond: Math.max(0, (await waitingInQueue(tx, organisationId)) - lookedAt),
      needs: shown.map(({ shows, ...need }) => ({
        ...need,
        post: shows === null ? null : (posts.get(shows) ?? null),
      })),
    };
  });
}

/** The same with what was written to the member alone. */
export async function allNeedsOf(
  storage: Storage,
  organisationId: number,
  member: Executive,
  box: Letterbox | null,
  now: Date,
): Promise<{ needs: NeededCase[]; all: number; beyond: number }> {
  const house = await needsOf(storage, organisationId, member, now);
  if (box === null) return house;
  const alone = await needsOf(
    storage,
    box.organisationId,
    { ...member, memberId: box.memberId, alone: true },
    now,
  );
  const needs = [...house.needs, ...alone.needs.map((need) => ({ ...need, own: true }))];
  return {
    needs: needs.sort(compareNeeds).slice(0, mostNeeds),
    all: house.all + alone.all,
    beyond: house.beyond + alone.beyond,
  };
}

/** The first post that nobody answered tells what it is about. */
const shownOf = ({ unansweredPosts, lastInboundPost }: NeedyCase): string | null =>
  unansweredPosts.at(-1) ?? lastInboundPost;

async function withFacts(
  tx: Tenant,
  organisationId: number,
  member: Executive,
  now: Date,
): Promise<{ known: NeedyCase; facts: NeedsFacts }[]> {
  const { naming, watching, cases } = await namesIn(tx, organisationId, member, now);
  const looked = await needyCases(tx, organisationId, now, [...cases]);
  const readIds = looked.flatMap(({ unansweredPosts, lastHousePost }) => [
    ...unansweredPosts,
    ...(lastHousePost === null ? [] : [lastHousePost]),
  ]);
  const findings = await findingsOf(tx, organisationId, readIds);
  const toHer = await writtenToOwn(
    tx,
    organisationId,
    member.memberId,
    looked.flatMap(({ unansweredPosts }) => unansweredPosts),
  );
  return looked.map((known) => {
    const { unansweredPosts, lastHousePost } = known;
    const has = (postId: string, aspect: 'kind' | 'says', name: string) =>
      says(findings.get(postId), aspect, name);
    return {
      known,
      facts: {
        ...known,
        brushedOff: lastHousePost !== null && has(lastHousePost, 'says', 'brush_off'),
        question: unansweredPosts.some((id) => has(id, 'kind', 'question')),
        named: unansweredPosts.some((id) => member.alone === true || naming.has(id) || toHer.has(id)),
        watchdog: unansweredPosts.map((id) => watching.get(id)).find((name) => name !== undefined) ?? null,
      },
    };
  });
}

const says = (finding: ReadFinding | undefined, aspect: 'kind' | 'says', name: string): boolean =>
  finding !== undefined && corrected(finding.found, aspect, finding.said).includes(name);

/** Posts that name the member, posts of or with a watchdog, and the cases of both. */
async function namesIn(tx: Tenant, organisationId: number, { memberId, name }: Executive, now: Date) {
  const watchdogs = await listWatchdogs(tx, organisationId);
  const watching = new Map<string, string>();
  const cases = new Set<string>();
  // One word alone names nobody for certain.
  const hers = (await listAccounts(tx, organisationId)).filter(({ owner }) => owner?.id === memberId);
  const names = [...(/\S\s+\S/u.test(name.trim()) ? [name] : []), ...hers.map(({ handle }) => handle)];
  const named = (await Promise.all(names.map((one) => postsThatName(tx, organisationId, one, now)))).flat();
  for (const { caseId } of named) cases.add(caseId);
  const byId = new Map(watchdogs.map((one) => [one.id, one]));
  for (const { postId, caseId, watchdogId } of await postsOfWatchdogs(tx, organisationId, watchdogs, now)) {
    watching.set(postId, byId.get(watchdogId)?.name ?? '');
    cases.add(caseId);
  }
  for (const { handle, name: theirs } of watchdogs) {
    for (const { postId, caseId } of await postsThatName(tx, organisationId, handle, now)) {
      watching.set(postId, theirs);
      cases.add(caseId);
    }
  }
  return { naming: new Set(named.map(({ postId }) => postId)), watching, cases };
}
