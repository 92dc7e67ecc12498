import type { Found } from '../domain/finding.ts';
import { type FoundTopic, learnTopics, type TaughtTopic, type TopicReader } from './topics.ts';

/** What several organisations' topics were learned from, as the reading thread is told: `taught` is null where it knows this version already. */
export interface Lesson {
  /** Whose topics these are. */
  key: string;
  version: number;
  taught: readonly TaughtTopic[] | null;
}

/** Organisations whose topics are held at once: each takes some megabytes. */
export const mostReaders = 8;

/** Of each key the last version, the longest unused out. Both sides of the thread keep one, so that they hold the same. */
export class LastUsed<T> {
  readonly #held = new Map<string, { version: number; value: T }>();

  /** What is held of this version; it counts as used. */
  use(key: string, version: number): T | undefined {
    const one = this.#held.get(key);
    if (one?.version !== version) return undefined;
    this.#held.delete(key);
    this.#held.set(key, one);
    return one.value;
  }

  hold(key: string, version: number, value: T): void {
    this.#held.delete(key);
    this.#held.set(key, { version, value });
    for (const eldest of this.#held.keys()) {
      if (this.#held.size <= mostReaders) break;
      this.#held.delete(eldest);
    }
  }

  clear(): void {
    this.#held.clear();
  }
}

/** The topics of some organisations, each learned once for each of its versions. */
export class TopicReaders {
  readonly #readers = new LastUsed<TopicReader | null>();

  /** The topics of a text, most likely first; none where the organisation has none. */
  find(lesson: Lesson, text: string): FoundTopic[] {
    return this.#readerOf(lesson)?.find(text) ?? [];
  }

  #readerOf({ key, version, taught }: Lesson): TopicReader | null {
    const held = this.#readers.use(key, version);
    if (held !== undefined) return held;
    if (taught === null) throw new Error(`The topics of ${key} were never told in their version ${version}.`);
    const learned = taught.length === 0 ? null : learnTopics(taught);
    this.#readers.hold(key, version, learned);
    return learned;
  }
}

/** A topic as a finding has it. */
export const asFound = ({ id, sure, because }: FoundTopic): Found => ({ name: id, sure, because });
