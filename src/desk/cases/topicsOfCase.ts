/** Names cases by what they are about: a topic that is found for sure is a tag of its case, so that lists, searches, rules, policies and reports can ask for it. */
import { mostTags } from '../../domain/bulk.ts';
import { type Correction, corrected, type PostFinding, surelyAbout } from '../../domain/finding.ts';
import { queuePlace } from '../../domain/queue.ts';
import { setTags } from '../../storage/caseActs.ts';
import { type CaseFacts, lockCases, updateCases } from '../../storage/cases.ts';
import { type CaseTags, forgetGiven, noteGiven, setTagsOfEach, tagsGiven } from '../../storage/caseTopics.ts';
import type { Tenant } from '../../storage/database.ts';
import { findingsOf, type ReadFinding } from '../../storage/findings.ts';
import { type Fact, recordFacts } from '../../storage/history.ts';
import { promisesOf } from '../../storage/promises.ts';
import { countTopicChange, topicNames } from '../../storage/topics.ts';

interface Within {
  organisationId: number;
  now: Date;
}

/** A case with the tags that it gets. */
interface Given extends CaseTags {
  added: { topicId: string; tag: string }[];
}

/** Gives the cases of posts that were just read the tags of what they are about. A tag that was given once is not given again: whoever took it away meant it. */
export async function nameByTopics(
  tx: Tenant,
  { organisationId, now }: Within,
  posts: readonly { postId: string; caseId: string; found: PostFinding }[],
): Promise<void> {
  const named = await topicsOfCases(tx, organisationId, posts);
  if (named.size === 0) return;
  const names = new Map((await topicNames(tx, organisationId)).map(({ id, name }) => [id, name] as const));
  // Locked before already; what was raised meanwhile is read again.
  const cases = await lockCases(tx, organisationId, [...named.keys()]);
  const standing = [...cases.values()].filter(({ mergedInto }) => mergedInto === null);
  const tagged = await tagsGiven(
    tx,
    organisationId,
    standing.map(({ id }) => id),
  );
  const given = tagged.flatMap((one) => {
    const added = tagsToGive(one, named.get(one.caseId) ?? [], names);
    return added.length === 0 ? [] : [{ ...one, added }];
  });
  await saveGiven(tx, { organisationId, now }, given, cases);
}

/** Writes the tags, with what reading gave, and a fact for each case. */
async function saveGiven(
  tx: Tenant,
  { organisationId, now }: Within,
  given: readonly Given[],
  cases: ReadonlyMap<string, CaseFacts>,
): Promise<void> {
  if (given.length === 0) return;
  const rows = given.flatMap(({ caseId, added }) => added.map((one) => ({ caseId, ...one })));
  await noteGiven(tx, organisationId, rows, now);
  const tagged = given.map(({ caseId, tags, added }) => ({
    caseId,
    tags: [...tags, ...added.map(({ tag }) => tag)],
  }));
  await setTagsOfEach(tx, organisationId, tagged);
  const last = await recordFacts(tx, organisationId, given.map(factOf), now);
  const times = await promisesOf(tx, organisationId);
  const moved = given.flatMap(({ caseId }, n) => {
    const before = cases.get(caseId);
    if (before === undefined) return [];
    const facts = { ...before, sequence: last - given.length + 1 + n };
    const place = queuePlace({ ...facts, answeredBefore: facts.firstHouseAt !== null }, times);
    return [{ facts, place, stateBy: null }];
  });
  await updateCases(tx, organisationId, moved);
}

/** The names of topics are words of the house, written for every case. */
const factOf = ({ caseId, added }: Given): Fact => ({
  actorId: null,
  action: 'topic_found',
  caseId,
  subjectId: null,
  particulars: { added: added.map(({ tag }) => tag).join(', ') },
});

/** What the cases of these posts are surely about, after what members said. */
async function topicsOfCases(
  tx: Tenant,
  organisationId: number,
  posts: readonly { postId: string; caseId: string; found: PostFinding }[],
): Promise<Map<string, string[]>> {
  const about = posts.filter(({ found }) => found.topics.length > 0);
  const ids = about.map(({ postId }) => postId);
  const said = ids.length === 0 ? new Map<string, ReadFinding>() : await findingsOf(tx, organisationId, ids);
  const named = new Map<string, string[]>();
  for (const { postId, caseId, found } of about) {
    const topics = surelyAbout(found, said.get(postId)?.said ?? []);
    if (topics.length > 0) named.set(caseId, [...(named.get(caseId) ?? []), ...topics]);
  }
  return named;
}

/** The tags that a case gets: of topics in use that were not given before, whose tag it does not have yet, as many as it may have. */
function tagsToGive(
  { tags, given }: CaseTags,
  topicIds: readonly string[],
  names: ReadonlyMap<string, string>,
): { topicId: string; tag: string }[] {
  const before = new Set(given.map(({ topicId }) => topicId));
  return [...new Set(topicIds)]
    .flatMap((topicId) => {
      const tag = names.get(topicId);
      return tag === undefined || before.has(topicId) || hasTag(tags, tag) ? [] : [{ topicId, tag }];
    })
    .slice(0, Math.max(0, mostTags - tags.length));
}

/** Somebody tagged it so before, with other letters perhaps. */
const hasTag = (tags: readonly string[], wanted: string): boolean =>
  tags.some((tag) => tag.toLowerCase() === wanted.toLowerCase());

/** A member's word that a post is about a topic, or is not. */
export interface TopicWord {
  caseId: string;
  postId: string;
  said: Correction;
  /** The topic's name. */
  name: string;
  /** The case's posts with what was found and said before. */
  posts: readonly ReadFinding[];
}

/** What a member said of a topic, on the case: it gets the tag, or loses one that reading gave it and that no other post of it is about. What is learned of topics is old from here on. */
export async function followTopicWord(
  tx: Tenant,
  { organisationId, now }: Within,
  { caseId, postId, said, name, posts }: TopicWord,
): Promise<void> {
  await countTopicChange(tx, organisationId);
  const topicId = said.name;
  const [one] = await tagsGiven(tx, organisationId, [caseId]);
  if (one === undefined) return;
  if (said.so) {
    if (hasTag(one.tags, name) || one.tags.length >= mostTags) return;
    await noteGiven(tx, organisationId, [{ caseId, topicId, tag: name }], now);
    await setTags(tx, organisationId, caseId, [...one.tags, name]);
    return;
  }
  const given = one.given.find((row) => row.topicId === topicId);
  const holdsElsewhere = posts.some(
    (post) => post.postId !== postId && corrected(post.found, 'topic', post.said).includes(topicId),
  );
  if (given === undefined || holdsElsewhere) return;
  await forgetGiven(tx, organisationId, caseId, topicId);
  // The topic may have another name by now, and the tag with it.
  const left = one.tags.filter((tag) => tag !== given.tag && tag !== name);
  if (left.length < one.tags.length) await setTags(tx, organisationId, caseId, left);
}
