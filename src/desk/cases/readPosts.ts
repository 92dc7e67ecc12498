/** Has posts read behind intake: what is found is kept, and makes its case as grave as it is. Intake waits for none of it. */
import type { PostFinding } from '../../domain/finding.ts';
import { type Gravity, gravest, gravityOf } from '../../domain/gravity.ts';
import { countryOf } from '../../domain/helplines.ts';
import type { HistoryAction } from '../../domain/history.ts';
import { queuePlace } from '../../domain/queue.ts';
import type { Threat } from '../../domain/threat.ts';
import { type CaseFacts, lockCases, updateCases } from '../../storage/cases.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { findingsOf, keepFindings, type PostToRead, postsToRead } from '../../storage/findings.ts';
import { type Fact, recordFacts } from '../../storage/history.ts';
import { promisesOf } from '../../storage/promises.ts';
import { moveReading, type Reading } from '../../storage/readings.ts';
import { factsForRules } from '../../storage/ruleWork.ts';
import type { Lease } from '../../storage/webhookWork.ts';
import type { Topics } from '../../understanding/reader.ts';
import { handThreat } from '../teams/threatAnswerer.ts';
import { topicsOf } from '../topics/learned.ts';
import { gatherAlike } from './gatherAlike.ts';
import { nameByTopics } from './topicsOfCase.ts';

/** Facts that are looked through at once, and posts that are read in one transaction. */
const window = 2_000;
const together = 100;

/** Facts that bring a post to be read. */
const bringing: readonly HistoryAction[] = [
  'case_opened',
  'post_heard',
  'post_edited',
  'answer_heard',
  'reply_sent',
];

/** A post as it is read; `house`: it is ours, and when and where it was said. */
export interface PostAsRead {
  text: string;
  home: string | null;
  field: string | null;
  /** That the organisation serves, ISO 3166-1 alpha-2; null where that is not known. */
  country: string | null;
  house: { at: Date; timeZone: string } | null;
}

/** Reads posts, with the topics of their organisation where it has some; answers what was found in each, in their order. */
export type ReadPosts = (posts: readonly PostAsRead[], topics: Topics | null) => Promise<PostFinding[]>;

export interface ReadingPosts {
  storage: Storage;
  organisationId: number;
  read: ReadPosts;
  /** Which models read. */
  models: string;
  now(): Date;
  lease(): Lease;
  signal?: AbortSignal | undefined;
  /** Called between the transactions of a burst with how long the last one took, milliseconds. */
  rest?: (took: number) => Promise<void>;
}

/** Reads the posts of the next window; answers how far it came, null when there was nothing, it was stopped, or another program reads now. A post may be read twice, with the same outcome. */
export async function readPostsOn(deps: ReadingPosts, from: Reading): Promise<Reading | null> {
  const { storage, organisationId, signal } = deps;
  const { facts, seen } = await storage.byKeys(organisationId, (tx) =>
    factsForRules(tx, organisationId, { after: from.read, actions: bringing, window }),
  );
  let reading = from;
  for (let at = 0; at < facts.length; at += together) {
    if (signal?.aborted === true) return null;
    const began = performance.now();
    const some = facts.slice(at, at + together);
    const to = some.at(-1)?.sequence ?? seen;
    const ids = [...new Set(some.flatMap(({ postId }) => postId ?? []))];
    if (!(await readSome(deps, reading, ids, to))) return null;
    reading = { organisationId, read: to };
    if (at + together < facts.length) await deps.rest?.(performance.now() - began);
  }
  if (seen === reading.read) return null;
  const moved = await storage.inOrganisation(organisationId, (tx) =>
    moveReading(tx, 'post_reading', reading, deps.lease(), seen),
  );
  return moved ? { organisationId, read: seen } : null;
}

async function readSome(
  deps: ReadingPosts,
  reading: Reading,
  ids: readonly string[],
  to: number,
): Promise<boolean> {
  const { storage, organisationId, models, now, lease } = deps;
  const [posts, topics] = await storage.byKeys(organisationId, (tx) =>
    Promise.all([postsToRead(tx, organisationId, ids), topicsOf(tx, storage, organisationId)]),
  );
  const told = posts.length === 0 ? [] : await deps.read(posts.map(asRead), topics);
  const found = posts.flatMap((post, n) => (told[n] === undefined ? [] : [{ ...post, found: told[n] }]));
  return storage.byKeys(organisationId, async (tx) => {
    if (!(await moveReading(tx, 'post_reading', reading, lease(), to))) return false;
    const at = now();
    const cases = await lockCases(tx, organisationId, [...new Set(posts.map(({ caseId }) => caseId))]);
    // A post that was erased while it was read is not there any more.
    const standing = new Set((await postsToRead(tx, organisationId, ids)).map(({ postId }) => postId));
    const kept = found.filter(({ postId }) => standing.has(postId));
    await keepFindings(tx, organisationId, { at, models }, kept);
    await raise(tx, { organisationId, now: at }, kept, cases);
    const ofAuthors = kept.filter(({ direction }) => direction === 'inbound');
    if (topics !== null) await nameByTopics(tx, { organisationId, now: at }, ofAuthors);
    await gatherAlike(tx, { organisationId, now: at }, ofAuthors);
    return true;
  });
}

const asRead = ({ text, home, field, direction, at, timeZone, holidays }: PostToRead): PostAsRead => ({
  text,
  home,
  field,
  country: countryOf(holidays, timeZone),
  house: direction === 'house' ? { at, timeZone } : null,
});

interface ReadPostFinding extends PostToRead {
  found: PostFinding;
}

/** What is found makes a case graver, never less grave: only a member's word does that. */
async function raise(
  tx: Tenant,
  { organisationId, now }: { organisationId: number; now: Date },
  kept: readonly ReadPostFinding[],
  cases: ReadonlyMap<string, CaseFacts>,
): Promise<void> {
  const said = await findingsOf(
    tx,
    organisationId,
    kept.map(({ postId }) => postId),
  );
  const gravities = Map.groupBy(kept, ({ caseId }) => caseId);
  const raised: { facts: CaseFacts; fact: Fact }[] = [];
  for (const [caseId, posts] of gravities) {
    const theCase = cases.get(caseId);
    if (theCase === undefined || theCase.mergedInto !== null) continue;
    const found = gravest(posts.map(({ postId, found }) => gravityOf(found, said.get(postId)?.said ?? [])));
    const after = await raisedCase(tx, { organisationId, now }, theCase, found);
    if (after !== null) raised.push({ facts: after, fact: factOf(after, theCase.threat) });
  }
  if (raised.length === 0) return;
  const last = await recordFacts(
    tx,
    organisationId,
    raised.map(({ fact }) => fact),
    now,
  );
  const times = await promisesOf(tx, organisationId);
  await updateCases(
    tx,
    organisationId,
    raised.map(({ facts }, n) => {
      const moved = { ...facts, sequence: last - raised.length + 1 + n };
      const place = queuePlace({ ...moved, answeredBefore: moved.firstHouseAt !== null }, times);
      return { facts: moved, place, stateBy: null };
    }),
  );
}

/** The case as grave as what was found; null where it was so already. A threat goes at once to a member who is trained for it. */
async function raisedCase(
  tx: Tenant,
  { organisationId, now }: { organisationId: number; now: Date },
  theCase: CaseFacts,
  found: Gravity,
): Promise<CaseFacts | null> {
  const threat: Threat | null = theCase.threat ?? found.threat;
  const severity = found.severity > theCase.severity ? found.severity : theCase.severity;
  const after = {
    ...theCase,
    severity,
    vulnerable: theCase.vulnerable || found.vulnerable,
    threat,
  };
  const same =
    after.severity === theCase.severity &&
    after.vulnerable === theCase.vulnerable &&
    after.threat === theCase.threat;
  return same ? null : handThreat(tx, { organisationId, now }, theCase, after);
}

const factOf = ({ id, severity, vulnerable, threat, ownerId }: CaseFacts, before: Threat | null): Fact =>
  threat !== null && before === null
    ? {
        actorId: null,
        action: 'threat_found',
        caseId: id,
        subjectId: null,
        particulars: { threat, owner: ownerId },
      }
    : {
        actorId: null,
        action: 'severity_found',
        caseId: id,
        subjectId: null,
        particulars: { severity, vulnerable },
      };
