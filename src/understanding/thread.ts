/** Reads posts in a thread of its own: whoever serves requests is not held up, and what the models need of memory is given back with the thread. Started by reader.ts. */
import { parentPort } from 'node:worker_threads';
import type { PostFinding } from '../domain/finding.ts';
import { type PostToRead, Understanding } from './understanding.ts';

/** A batch to read, and what was found; null for a post on which the models failed. */
export interface Asked {
  id: number;
  posts: readonly PostToRead[];
}
export interface Answered {
  id: number;
  found: readonly (PostFinding | null)[];
}

const port = parentPort;
if (port !== null) {
  const understanding = new Understanding();
  port.on('message', ({ id, posts }: Asked) => {
    const found = posts.map((post) => {
      try {
        return understanding.read(post);
      } catch (error) {
        // A post that breaks a model must not hold up those behind it: it is told as one of which nobody can tell anything.
        process.emitWarning(`A post could not be read by the models: ${String(error)}`);
        return null;
      }
    });
    port.postMessage({ id, found } satisfies Answered);
  });
}
