/** Topics: what cases are about, as the organisation names it. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  PackTaken,
  TakePackInput,
  TopicInput,
  TopicKept,
  TopicPackView,
  TopicView,
  TriedTopics,
} from '../../../src/api/contract.ts';
import { get, post, put, remove } from './http.ts';

export const topicsQuery = queryOptions({
  queryKey: ['topics'],
  queryFn: () => get<TopicView[]>('/api/topics'),
  staleTime: 30_000,
});
export const topicPacksQuery = queryOptions({
  queryKey: ['topic-packs'],
  queryFn: () => get<TopicPackView[]>('/api/topic-packs'),
  staleTime: Number.POSITIVE_INFINITY,
});
/** A new topic where nothing was read before. */
export const keepTopic = (before: Pick<TopicView, 'id' | 'version'> | null, topic: TopicInput) =>
  before === null
    ? post<z.infer<typeof TopicKept>>('/api/topics', topic)
    : put<z.infer<typeof TopicKept>>(`/api/topics/${before.id}`, { ...topic, version: before.version });
export const retireTopic = (id: string) => remove<unknown>(`/api/topics/${id}`);
export const takePack = (input: TakePackInput) => post<z.infer<typeof PackTaken>>('/api/topic-packs', input);
export const tryTopics = (text: string) => post<TriedTopics>('/api/topics/try', { text });
