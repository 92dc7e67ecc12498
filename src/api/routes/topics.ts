import { z } from 'zod';
import { keepTopic, retireTopicFor, takePack } from '../../desk/topics/editTopics.ts';
import { topicsOf } from '../../desk/topics/learned.ts';
import { sureOfTopic } from '../../domain/finding.ts';
import { learnedCounts } from '../../storage/topicLessons.ts';
import { listTopics, topicNames } from '../../storage/topics.ts';
import { topicPacks } from '../../understanding/topicPacks.ts';
import { actingOf } from '../actingOf.ts';
import {
  id,
  PackTaken,
  TakePackInput,
  TopicChange,
  TopicInput,
  TopicKept,
  TopicPackView,
  TopicView,
  TriedTopics,
  TryTopicsInput,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });
const read = { right: 'cases.read' } as const;
const manage = { right: 'tags.manage' } as const;

/** What cases are about, as the organisation names it. */
export function topicRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.get(
    '/api/topics',
    { config: read, schema: { response: { 200: z.array(TopicView) } } },
    ({ member: { organisationId } }) => listed(deps, organisationId),
  );
  app.post(
    '/api/topics',
    { config: manage, schema: { body: TopicInput, response: { 200: TopicKept } } },
    async (request) => ({
      id: await keepTopic(acting(request), { ...request.body, id: null, version: null }),
    }),
  );
  app.put(
    '/api/topics/:id',
    { config: manage, schema: { params: One, body: TopicChange, response: { 200: TopicKept } } },
    async (request) => ({ id: await keepTopic(acting(request), { ...request.body, id: request.params.id }) }),
  );
  app.delete(
    '/api/topics/:id',
    { config: manage, schema: { params: One, response: { 204: z.null() } } },
    async (request, reply) => {
      await retireTopicFor(acting(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
  packRoutes(app, deps);
}

async function listed(deps: DeskDeps, organisationId: number): Promise<TopicView[]> {
  return deps.storage.byKeys(organisationId, async (tx) => {
    const topics = await listTopics(tx, organisationId);
    const learned = await learnedCounts(
      tx,
      organisationId,
      topics.map((one) => one.id),
    );
    return topics.map(({ changedAt, ...one }) => ({
      ...one,
      learned: learned.get(one.id) ?? 0,
      changedAt: changedAt.toISOString(),
    }));
  });
}

function packRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.get('/api/topic-packs', { config: read, schema: { response: { 200: z.array(TopicPackView) } } }, () =>
    topicPacks().map(({ sector, topics }) => ({ sector, topics: topics.map(({ names }) => ({ names })) })),
  );
  app.post(
    '/api/topic-packs',
    { config: manage, schema: { body: TakePackInput, response: { 200: PackTaken } } },
    async (request) => ({
      added: await takePack(acting(request), request.body.sector, request.body.language),
    }),
  );
  app.post(
    '/api/topics/try',
    { config: read, schema: { body: TryTopicsInput, response: { 200: TriedTopics } } },
    ({ member: { organisationId }, body }) => tried(deps, organisationId, body.text),
  );
}

/** What is found in a sentence, by names. */
async function tried(deps: DeskDeps, organisationId: number, text: string): Promise<TriedTopics> {
  const { topics, names } = await deps.storage.inOrganisation(organisationId, async (tx) => ({
    topics: await topicsOf(tx, deps.storage, organisationId),
    names: new Map((await topicNames(tx, organisationId)).map((one) => [one.id, one.name])),
  }));
  if (topics === null) return { found: [] };
  const found = await deps.findTopics(text, topics);
  return {
    found: found.flatMap(({ id: topicId, sure, because }) => {
      const name = names.get(topicId);
      return name === undefined ? [] : [{ id: topicId, name, sure, because, names: sure >= sureOfTopic }];
    }),
  };
}
