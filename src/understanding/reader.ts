import { Worker } from 'node:worker_threads';
import { nothingFound, type PostFinding } from '../domain/finding.ts';
import type { Answered, Asked } from './thread.ts';
import { LastUsed, type Lesson, textsOf } from './topicReaders.ts';
import type { FoundTopic, TaughtTopic } from './topics.ts';
import type { PostToRead } from './understanding.ts';

/** After so long without a post the thread ends, and its memory is free. Milliseconds. */
const idleMilliseconds = 60_000;

/** An organisation's topics: whoever knows its version is not taught again. */
export interface Topics {
  /** Whose topics these are. */
  key: string;
  version: number;
  /** What they are learned from; asked only where the version is not known. */
  taught(): Promise<readonly TaughtTopic[]>;
}

interface Waiting {
  resolve(answer: Answered): void;
  reject(error: Error): void;
}

/** Reads posts in a thread that is started by the first and ends when none comes. */
export class PostReader {
  #worker: Worker | null = null;
  /** What the thread that runs has learned. */
  readonly #learned = new LastUsed<true>();
  /** When each organisation's topics were asked for last. */
  readonly #usedAt = new Map<string, number>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #idle: number;
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(idle = idleMilliseconds) {
    this.#idle = idle;
  }

  /** What is found in these posts, in their order, with their organisation's topics where it has some. Rejects when the thread ended meanwhile: the same asked again starts another. */
  async read(posts: readonly PostToRead[], topics: Topics | null = null): Promise<PostFinding[]> {
    const { found } = await this.#ask({ posts, tried: null }, topics);
    return found.map((one) => one ?? nothingFound());
  }

  /** The topics of a sentence, most likely first. Rejects as `read` does. */
  async findTopics(text: string, topics: Topics): Promise<readonly FoundTopic[]> {
    const { tried } = await this.#ask({ posts: [], tried: text }, topics);
    if (tried === null) throw new Error('The topics could not be learned; the warning before says why.');
    return tried;
  }

  /** True while the thread runs. */
  get isLoaded(): boolean {
    return this.#worker !== null;
  }

  /** Ends the thread; what is being read is rejected. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#worker?.terminate();
  }

  async #ask(asked: Pick<Asked, 'posts' | 'tried'>, topics: Topics | null): Promise<Answered> {
    const known = topics !== null && this.#learned.use(topics.key, topics.version);
    const taught = topics === null || known ? null : await topics.taught();
    // From here on nothing is waited for: a thread that ends would have forgotten what it knew.
    clearTimeout(this.#timer);
    const worker = this.#worker ?? this.#start();
    const id = this.#next++;
    const answer = new Promise<Answered>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const lesson: Lesson | null = topics && { key: topics.key, version: topics.version, taught };
    if (topics !== null && taught !== null)
      this.#learned.hold(topics.key, topics.version, { value: true, texts: textsOf(taught) });
    const forget = this.#unused(topics?.key ?? null);
    worker.postMessage({ id, ...asked, topics: lesson, forget } satisfies Asked);
    return answer;
  }

  /** Whose topics were not asked for as long as the thread may rest. What was learned holds authors' words: it must not outlive them because others write. */
  #unused(but: string | null): string[] {
    const now = performance.now();
    if (but !== null) this.#usedAt.set(but, now);
    const unused = [...this.#usedAt].filter(([, at]) => at < now - this.#idle).map(([key]) => key);
    for (const key of unused) {
      this.#usedAt.delete(key);
      this.#learned.forget(key);
    }
    return unused;
  }

  #start(): Worker {
    // bin/build-program.mjs knows these words: where the program was put together, so was the thread.
    // A young generation as large as the machine allows grows to a hundred megabytes of what nobody needs any more.
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    worker.on('message', (answered: Answered) => {
      this.#waiting.get(answered.id)?.resolve(answered);
      this.#waiting.delete(answered.id);
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
    const worker = this.#worker;
    this.#timer = setTimeout(() => {
      // Whoever asks now starts another: this one is not told anything any more.
      if (worker !== null) this.#ended(worker, new Error('The thread that reads posts ended.'));
      void worker?.terminate();
    }, this.#idle);
    this.#timer.unref();
  }

  #ended(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#learned.clear();
    this.#usedAt.clear();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
