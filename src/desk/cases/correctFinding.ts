/** A member says of a finding that it is so, or is not. The case becomes as grave as its posts are then, where nobody set that by hand, and the word is kept for the next training. */

import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import { type Correction, corrected, isKnown, namesIn } from '../../domain/finding.ts';
import { regraded, type SetByHand } from '../../domain/gravity.ts';
import type { Severity } from '../../domain/queue.ts';
import type { CaseFacts } from '../../storage/cases.ts';
import type { Tenant } from '../../storage/database.ts';
import { findingsOf, keepCorrection, type ReadFinding, readPostsOfCase } from '../../storage/findings.ts';
import { lastDone, type StoredFact } from '../../storage/history.ts';
import { newId } from '../../storage/ids.ts';
import { topicNames } from '../../storage/topics.ts';
import { type Acting, changeCase } from '../acting.ts';
import { handThreat } from '../teams/threatAnswerer.ts';
import { followTopicWord } from './topicsOfCase.ts';

/** Aspects that say how grave a case is. */
const grave: readonly Correction['aspect'][] = ['severity', 'vulnerable', 'threat'];

/** Keeps the member's word on a post of the case. Throws Fault `not_found`, `input_invalid`. */
export async function correctFinding(
  acting: Acting,
  caseId: string,
  postId: string,
  said: Correction,
): Promise<void> {
  if (!isKnown(said))
    throw new Fault('input_invalid', `"${said.name}" is not something that a post can be. Choose another.`);
  const { organisationId, memberId, now } = acting;
  await changeCase(acting, caseId, async (facts, tx) => {
    const posts = await readPostsOfCase(tx, organisationId, caseId);
    if (!posts.some(({ id }) => id === postId))
      throw new Fault(
        'not_found',
        'This post was not read yet, or is not here any more. Load the case again.',
      );
    const weighing = [...grave, 'topic'].includes(said.aspect)
      ? posts.filter(({ direction }) => direction === 'inbound')
      : [];
    const all = await findingsOf(tx, organisationId, [...weighing.map(({ id }) => id), postId]);
    const one = all.get(postId);
    if (one === undefined) throw new Fault('not_found', 'This post was not read yet. Try again in a moment.');
    if (corrected(one.found, said.aspect, one.said).includes(said.name) === said.so) return null;
    const was = namesIn(one.found, said.aspect).includes(said.name);
    const topic = said.aspect === 'topic' ? await topicSpokenOf(tx, organisationId, said) : null;
    const id = newId(now.getTime());
    await keepCorrection(tx, organisationId, { id, postId, ...said, by: memberId, at: now, was });
    if (topic !== null)
      await followTopicWord(tx, acting, { caseId, postId, said, name: topic, posts: [...all.values()] });
    const after = grave.includes(said.aspect)
      ? await weighed(tx, acting, facts, all, { postId, said })
      : facts;
    return {
      facts: after,
      action: 'finding_corrected',
      subjectId: postId,
      particulars: {
        aspect: said.aspect,
        ...(said.aspect === 'place' ? {} : { name: topic ?? said.name }),
        so: said.so,
      },
    };
  });
}

/** The name of the topic. One that is not in use any more can still be denied. */
async function topicSpokenOf(tx: Tenant, organisationId: number, said: Correction): Promise<string> {
  const topics = await topicNames(tx, organisationId, [said.name]);
  const topic = topics.find(({ id }) => id === said.name);
  if (topic === undefined || (said.so && !topic.inUse))
    throw new Fault('input_invalid', 'This topic is not in use any more. Choose another.');
  return topic.name;
}

/** The case as grave as its posts are with this word, where nobody knew better. */
async function weighed(
  tx: Tenant,
  { organisationId, now }: Acting,
  facts: CaseFacts,
  all: ReadonlyMap<string, ReadFinding>,
  word: { postId: string; said: Correction },
): Promise<CaseFacts> {
  const posts = [...all.values()].map(({ postId, at, found, said }) => ({
    at,
    found,
    said: postId === word.postId ? [...said, { ...word.said, at: now }] : said,
  }));
  const set = await lastDone(tx, organisationId, facts.id, 'severity_set');
  const after = regraded(facts, word.said.aspect, posts, set === null ? null : byHandOf(set));
  const { severity, vulnerable, threat } = after;
  return handThreat(tx, { organisationId, now }, facts, { ...facts, severity, vulnerable, threat });
}

const SetFact = z.object({ severity: z.number().int().min(0).max(4), vulnerable: z.boolean() });

function byHandOf({ at, particulars }: StoredFact): SetByHand {
  const { severity, vulnerable } = SetFact.parse(particulars);
  return { severity: severity as Severity, vulnerable, at };
}
