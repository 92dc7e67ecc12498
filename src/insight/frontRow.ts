/** What an executive reads: everything that reached the institution with the line that proves it, and what needs her. Reads only. */
import type { Ledger } from '../domain/commitment.ts';
import { corrected } from '../domain/finding.ts';
import {
  compareNeeds,
  type NeedReason,
  type NeedsFacts,
  needsSettings,
  needsYou,
} from '../domain/needsYou.ts';
import { type RhythmDay, rhythmDays } from '../domain/rhythm.ts';
import { dateIn } from '../domain/rota.ts';
import { listAccounts } from '../storage/accounts.ts';
import { ledgerOfFilter } from '../storage/commitmentLists.ts';
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
  dayAround,
  type FrontCounts,
  type FrontPost,
  frontCounts,
  frontPostsById,
} from '../storage/frontRow.ts';
import { readOrganisation } from '../storage/organisationSettings.ts';
import { answersOf, type ChosenRhythm, readRhythm } from '../storage/rhythms.ts';
import { listWatchdogs } from '../storage/watchdogs.ts';

export interface FrontLine extends FrontCounts {
  /** The day that was counted, by the organisation's own clock: its first instant and the first of the next. */
  since: Date;
  until: Date;
  timeZone: string;
}

/** The line that proves the list, of the day that an instant is in. Both of its sides are counted in one view of the rows. */
export async function frontLine(storage: Storage, organisationId: number, at: Date): Promise<FrontLine> {
  return storage.reading(organisationId, async (tx) => {
    const { timeZone } = await readOrganisation(tx, organisationId);
    const day = await dayAround(tx, timeZone, at);
    return { ...(await frontCounts(tx, organisationId, day)), ...day, timeZone };
  });
}

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
}

/** More are not shown at once. */
const mostNeeds = 100;

/** What needs this member, what presses most first, and how many cases do in all; `beyond`: so many waiting cases press less and were not looked at. */
export async function needsOf(
  storage: Storage,
  organisationId: number,
  member: { memberId: string; name: string },
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

/** The first post that nobody answered tells what it is about. */
const shownOf = ({ unansweredPosts, lastInboundPost }: NeedyCase): string | null =>
  unansweredPosts.at(-1) ?? lastInboundPost;

async function withFacts(
  tx: Tenant,
  organisationId: number,
  member: { memberId: string; name: string },
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
        named: unansweredPosts.some((id) => naming.has(id) || toHer.has(id)),
        watchdog: unansweredPosts.map((id) => watching.get(id)).find((name) => name !== undefined) ?? null,
      },
    };
  });
}

const says = (finding: ReadFinding | undefined, aspect: 'kind' | 'says', name: string): boolean =>
  finding !== undefined && corrected(finding.found, aspect, finding.said).includes(name);

/** Posts that name the member, posts of or with a watchdog, and the cases of both. */
async function namesIn(
  tx: Tenant,
  organisationId: number,
  { memberId, name }: { memberId: string; name: string },
  now: Date,
) {
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

const day = 86_400_000;

/** What a member's own page shows: their rhythm and how it was kept, and promises, theirs beside the house's. */
export interface Mine {
  rhythm: ChosenRhythm | null;
  timeZone: string;
  answersToday: number;
  days: RhythmDay[];
  answers: number;
  promises: { mine: Ledger; house: Ledger };
}

/** Reads it. */
export async function mineOf(
  storage: Storage,
  organisationId: number,
  memberId: string,
  now: Date,
): Promise<Mine> {
  return storage.reading(organisationId, async (tx) => {
    const { rhythm, timeZone } = await readRhythm(tx, organisationId, memberId);
    const answered = await answersOf(tx, organisationId, memberId, new Date(now.getTime() - 30 * day));
    const nobody = { ownerId: null, teamId: null, tag: null };
    return {
      rhythm,
      timeZone,
      answersToday: answered.filter((at) => dateIn(timeZone, at) === dateIn(timeZone, now)).length,
      days: rhythm === null ? [] : rhythmDays(rhythm, answered, { timeZone, now, since: rhythm.since }),
      answers: answered.length,
      promises: {
        mine: await ledgerOfFilter(tx, organisationId, { ...nobody, ownerId: memberId }, now),
        house: await ledgerOfFilter(tx, organisationId, nobody, now),
      },
    };
  });
}
