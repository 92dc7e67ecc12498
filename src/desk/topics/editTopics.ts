/** What supervisors do with topics: write them, take them out of use, begin with a starter pack. */
import { Fault } from '../../domain/fault.ts';
import {
  longestExample,
  longestTopicName,
  mostExamples,
  mostNames,
  mostTopics,
  type PackLanguage,
  packLanguages,
  type Topic,
  type TopicMistake,
  whatIsWrongWithTopic,
} from '../../domain/topic.ts';
import { type AuditAction, addAudit } from '../../storage/audit.ts';
import type { Tenant } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import { newId } from '../../storage/ids.ts';
import {
  addTopic,
  changeTopic,
  countTopics,
  listTopics,
  retireTopic,
  type TopicKept,
} from '../../storage/topics.ts';
import { type PackTopic, topicPacks } from '../../understanding/topicPacks.ts';
import type { Acting } from '../acting.ts';

/** A topic as somebody writes it; `version` is the one that they had read, null for a new one. */
export interface WrittenTopic extends Topic {
  id: string | null;
  version: number | null;
}

/** Keeps a topic, a new one without an id; answers its id. Throws Fault `input_invalid`, `not_found`, `topic_changed`. */
export async function keepTopic(acting: Acting, written: WrittenTopic): Promise<string> {
  const topic = { ...written, names: written.names.filter((one) => one !== written.name) };
  const wrong = whatIsWrongWithTopic(topic);
  if (wrong !== null) throw mistake(wrong);
  const { storage, organisationId, memberId, now } = acting;
  const id = written.id ?? newId(now.getTime());
  const by = { memberId, at: now };
  const keeping = storage.inOrganisation(organisationId, async (tx) => {
    if (written.id === null) await expectRoom(tx, organisationId, 1);
    const kept =
      written.id === null
        ? await addTopic(tx, organisationId, { ...topic, id }, by)
        : await changeTopic(tx, organisationId, { ...topic, id, version: written.version ?? 0 }, by);
    if (kept !== 'kept') throw refusal(kept);
    await audit(tx, acting, 'topic.kept', { topic: id });
    return id;
  });
  // A colleague took the name at the same moment.
  return keeping.catch((error: unknown) => {
    throw failureOf(error) === 'retry' ? refusal('twice') : error;
  });
}

/** Takes a topic out of use: nothing is found of it any more, and cases keep their tags. Throws Fault `not_found`. */
export async function retireTopicFor(acting: Acting, id: string): Promise<void> {
  const { storage, organisationId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    if (!(await retireTopic(tx, organisationId, id, now))) throw refusal('gone');
    await audit(tx, acting, 'topic.retired', { topic: id });
  });
}

/** Takes the topics of a starter pack, named in this language; one whose name is in use is left out. Answers how many came. Throws Fault `not_found`, `input_invalid`. */
export async function takePack(acting: Acting, sector: string, language: PackLanguage): Promise<number> {
  const pack = topicPacks().find((one) => one.sector === sector);
  if (pack === undefined)
    throw new Fault('not_found', 'There is no starter pack of this name. Choose another.');
  const { storage, organisationId, memberId, now } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    await expectRoom(tx, organisationId, 0);
    const here = await listTopics(tx, organisationId);
    const known = new Set(
      here.flatMap(({ name, names }) => [name, ...names]).map((one) => one.toLowerCase()),
    );
    const added = pack.topics.filter(
      ({ names }) => !packLanguages.some((one) => known.has(names[one].toLowerCase())),
    );
    await expectRoom(tx, organisationId, added.length);
    for (const one of added) {
      const topic = { ...fromPack(one, language), id: newId(now.getTime()) };
      const kept = await addTopic(tx, organisationId, topic, { memberId, at: now });
      if (kept !== 'kept') throw refusal(kept);
    }
    if (added.length > 0) await audit(tx, acting, 'topic.pack_taken', { sector, topics: added.length });
    return added.length;
  });
}

/** A topic of a pack as the organisation has it from then on. */
export function fromPack({ names, examples }: PackTopic, language: PackLanguage): Topic {
  const name = names[language];
  const others = packLanguages.map((one) => names[one]).filter((one) => one !== name);
  return {
    name,
    names: [...new Set(others)],
    examples: examples.filter((one) => one.length <= longestExample).slice(0, mostExamples),
  };
}

/** Waits for whoever changes topics now, so that two together do not come over the limit. */
async function expectRoom(tx: Tenant, organisationId: number, more: number): Promise<void> {
  if ((await countTopics(tx, organisationId)) + more > mostTopics)
    throw new Fault(
      'input_invalid',
      `An organisation has at most ${mostTopics} topics. Take some out of use first.`,
    );
}

function mistake(wrong: TopicMistake): Fault {
  switch (wrong.kind) {
    case 'no_name':
      return new Fault('input_invalid', 'A topic needs a name. Give it one.');
    case 'name_too_long':
      return new Fault(
        'input_invalid',
        `A name of a topic has at most ${longestTopicName} characters. Make it shorter.`,
      );
    case 'too_many_names':
      return new Fault(
        'input_invalid',
        `A topic has at most ${mostNames} names in other languages. Leave some out.`,
      );
    case 'too_many_examples':
      return new Fault(
        'input_invalid',
        `A topic has at most ${mostExamples} examples. Keep those that differ most.`,
      );
    case 'example_too_long':
      return new Fault(
        'input_invalid',
        `Example ${wrong.at} is longer than ${longestExample} characters. Cut it in two.`,
      );
  }
}

function refusal(kept: Exclude<TopicKept, 'kept'>): Fault {
  switch (kept) {
    case 'twice':
      return new Fault('input_invalid', 'There is a topic of this name. Give it another one.');
    case 'gone':
      return new Fault('not_found', 'This topic is not in use any more. Look at the list again.');
    case 'changed':
      return new Fault(
        'topic_changed',
        'Somebody changed this topic since you opened it. Copy what you wrote, load the page again, and add it there.',
      );
  }
}

async function audit(
  tx: Tenant,
  { organisationId, memberId, keyId, now }: Acting,
  action: AuditAction,
  particulars: Record<string, string | number>,
): Promise<void> {
  await addAudit(tx, organisationId, { memberId, keyId: keyId ?? null, action, particulars, at: now });
}
