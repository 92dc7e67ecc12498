import { Worker } from 'node:worker_threads';
import { nothingFound, type PostFinding } from '../domain/finding.ts';
import type { Answered, Asked } from './thread.ts';
import type { PostToRead } from './understanding.ts';

/** After so long without a post the thread ends, and its memory is free. Milliseconds. */
const idleMilliseconds = 60_000;

interface Waiting {
  resolve(found: PostFinding[]): void;
  reject(error: Error): void;
}

/** Reads posts in a thread that is started by the first and ends when none comes. */
export class PostReader {
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  readonly #idle: number;
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(idle = idleMilliseconds) {
    this.#idle = idle;
  }

  /** What is found in these posts, in their order. Rejects when the thread ended meanwhile: the same asked again starts another. */
  read(posts: readonly PostToRead[]): Promise<PostFinding[]> {
    clearTimeout(this.#timer);
    const worker = this.#worker ?? this.#start();
    const id = this.#next++;
    const answer = new Promise<PostFinding[]>((resolve, reject) =>
      this.#waiting.set(id, { resolve, reject }),
    );
    worker.postMessage({ id, posts } satisfies Asked);
    return answer;
  }

  /** True while the models are loaded. */
  get isLoaded(): boolean {
    return this.#worker !== null;
  }

  /** Ends the thread; what is being read is rejected. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#worker?.terminate();
  }

  #start(): Worker {
    // The thread's own file, as it lies among the sources: the program may have been put together without it.
    const worker = new Worker(new URL('./thread.ts', import.meta.url));
    worker.on('message', ({ id, found }: Answered) => {
      this.#waiting.get(id)?.resolve(found.map((one) => one ?? nothingFound()));
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#rest();
    });
    worker.on('error', (error) =>
      this.#ended(worker, error instanceof Error ? error : new Error(String(error))),
    );
    worker.on('exit', () => this.#ended(worker, new Error('The thread that reads posts ended.')));
    // Waiting for posts must not keep a program alive that is done.
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #rest(): void {
    this.#timer = setTimeout(() => {
      void this.#worker?.terminate();
    }, this.#idle);
    this.#timer.unref();
  }

  #ended(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
