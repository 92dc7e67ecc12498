/** Reads posts in a thread of its own: whoever serves requests is not held up, and what the models need of memory is given back with the thread. Started by reader.ts. */
import { parentPort } from 'node:worker_threads';
import type { PostFinding } from '../domain/finding.ts';
import { asFound, type Lesson, TopicReaders } from './topicReaders.ts';
import type { FoundTopic } from './topics.ts';
import { type PostToRead, Understanding } from './understanding.ts';

/** A batch to read with the topics of its organisation, null where it has none; or a sentence of which only the topics are wanted. */
export interface Asked {
  id: number;
  topics: Lesson | null;
  posts: readonly PostToRead[];
  tried: string | null;
  /** Whose topics are not needed any more. */
  forget: readonly string[];
}
/** What was found; null for a post on which the models failed. */
export interface Answered {
  id: number;
  found: readonly (PostFinding | null)[];
  /** Of the sentence that was tried; null where learning failed. */
  tried: readonly FoundTopic[] | null;
}

const port = parentPort;
if (port !== null) {
  const topicReaders = new TopicReaders();
  // Loaded with the first post: whoever only tries a sentence needs no models.
  let models: Understanding | null = null;
  const topicsOf = (text: string, lesson: Lesson): FoundTopic[] | null => {
    try {
      return topicReaders.find(lesson, text);
    } catch (error) {
      process.emitWarning(`Topics could not be found: ${String(error)}`);
      return null;
    }
  };
  const read = (post: PostToRead, lesson: Lesson | null): PostFinding | null => {
    try {
      models ??= new Understanding();
      const found = models.read(post);
      if (lesson === null || post.house != null) return found;
      return { ...found, topics: (topicsOf(post.text, lesson) ?? []).map(asFound) };
    } catch (error) {
      // A post that breaks a model must not hold up those behind it: it is told as one of which nobody can tell anything.
      process.emitWarning(`A post could not be read by the models: ${String(error)}`);
      return null;
    }
  };
  port.on('message', ({ id, posts, topics, tried, forget }: Asked) => {
    topicReaders.forget(forget);
    // Also where no post needs them: whoever asked believes that they were learned, and used last, from here on.
    if (topics !== null) topicsOf('', topics);
    port.postMessage({
      id,
      found: posts.map((post) => read(post, topics)),
      tried: tried === null || topics === null ? [] : topicsOf(tried, topics),
    } satisfies Answered);
  });
}
