/** Topics of an organisation: what its cases are about. Which of them reading gave to a case stands in caseTopics.ts, what they are learned from in topicLessons.ts. */
import { sql } from 'kysely';
import type { Topic } from '../domain/topic.ts';
import type { Tenant } from './database.ts';
import { retire } from './retiring.ts';

export interface KeptTopic extends Topic {
  id: string;
  names: string[];
  examples: string[];
  version: number;
  changedAt: Date;
}

/** Every topic in use, by name. */
export async function listTopics(tx: Tenant, organisationId: number): Promise<KeptTopic[]> {
  return tx
    .selectFrom('topic')
    .select(['id', 'name', 'names', 'examples', 'version', 'changed_at as changedAt'])
    .where('organisation_id', '=', organisationId)
    .where('retired_at', 'is', null)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute();
}

/** A topic's name, and whether it is in use. */
export interface NamedTopic {
  id: string;
  name: string;
  inUse: boolean;
}

/** The topics in use by name, and those of these ids that are not any more. */
export async function topicNames(
  tx: Tenant,
  organisationId: number,
  also: readonly string[] = [],
): Promise<NamedTopic[]> {
  const rows = await tx
    .selectFrom('topic')
    .select(['id', 'name', 'retired_at'])
    .where('organisation_id', '=', organisationId)
    .where((is) =>
      also.length === 0
        ? is('retired_at', 'is', null)
        : is.or([is('retired_at', 'is', null), is('id', 'in', [...also])]),
    )
    .orderBy(sql`lower(name)`)
    .execute();
  return rows.map(({ id, name, retired_at }) => ({ id, name, inUse: retired_at === null }));
}

/** How a topic that was to be kept fared: another has its name, it is not in use any more, somebody changed it since it was read. */
export type TopicKept = 'kept' | 'twice' | 'gone' | 'changed';

/** Keeps a new topic; `twice` where one of its name is in use. */
export async function addTopic(
  tx: Tenant,
  organisationId: number,
  topic: Topic & { id: string },
  by: { memberId: string; at: Date },
): Promise<TopicKept> {
  const done = await sql`
    insert into topic (organisation_id, id, name, names, examples, created_at, changed_at, changed_by)
    values (${organisationId}, ${topic.id}::uuid, ${topic.name}, ${[...topic.names]}::text[], ${[...topic.examples]}::text[],
      ${by.at}::timestamptz, ${by.at}::timestamptz, ${by.memberId}::uuid)
    on conflict (organisation_id, lower(name)) where retired_at is null do nothing`.execute(tx);
  if (done.numAffectedRows !== 1n) return 'twice';
  await countTopicChange(tx, organisationId);
  return 'kept';
}

/** Changes a topic that had this version when its writer read it. Fails with SQLSTATE 23505 where a colleague takes the name at the same moment. */
export async function changeTopic(
  tx: Tenant,
  organisationId: number,
  topic: Topic & { id: string; version: number },
  by: { memberId: string; at: Date },
): Promise<TopicKept> {
  const found = await sql<{ id: string; version: number }>`
    select id, version from topic
    where organisation_id = ${organisationId} and retired_at is null and (id = ${topic.id}::uuid or lower(name) = lower(${topic.name}))
    for update`.execute(tx);
  const before = found.rows.find(({ id }) => id === topic.id);
  if (before === undefined) return 'gone';
  if (before.version !== topic.version) return 'changed';
  if (found.rows.length > 1) return 'twice';
  await sql`
    update topic set name = ${topic.name}, names = ${[...topic.names]}::text[], examples = ${[...topic.examples]}::text[],
      version = version + 1, changed_at = ${by.at}::timestamptz, changed_by = ${by.memberId}::uuid
    where organisation_id = ${organisationId} and id = ${topic.id}::uuid`.execute(tx);
  await countTopicChange(tx, organisationId);
  return 'kept';
}

/** Takes a topic out of use; false when it was not in use. */
export async function retireTopic(
  tx: Tenant,
  organisationId: number,
  id: string,
  at: Date,
): Promise<boolean> {
  if (!(await retire(tx, 'topic', organisationId, id, at))) return false;
  await countTopicChange(tx, organisationId);
  return true;
}

/** Notes that what is learned of topics is not the last any more. Holds the organisation's row until the end: two who add topics count those that there are one after the other. */
export async function countTopicChange(tx: Tenant, organisationId: number): Promise<void> {
  await sql`update organisation set topics = topics + 1 where id = ${organisationId}`.execute(tx);
}

/** How many topics are in use; waits for whoever changes them now. */
export async function countTopics(tx: Tenant, organisationId: number): Promise<number> {
  await sql`select from organisation where id = ${organisationId} for no key update`.execute(tx);
  const found = await sql<{ n: number }>`
    select count(*)::integer as n from topic where organisation_id = ${organisationId} and retired_at is null`.execute(
    tx,
  );
  return found.rows[0]?.n ?? 0;
}
