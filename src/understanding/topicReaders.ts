import type { Found } from '../domain/finding.ts';
import { type FoundTopic, learnTopics, type TaughtTopic, type TopicReader } from './topics.ts';

/** What several organisations' topics were learned from, as the reading thread is told: `taught` is null where it knows this version already. */
export interface Lesson {
  /** Whose topics these are. */
  key: string;
  version: number;
  taught: readonly TaughtTopic[] | null;
}

/** Organisations whose topics are held at once, and texts from which these were learned in all: some kilobytes each. The largest one that there may be has forty thousand. */
export const mostReaders = 8;
export const mostTexts = 60_000;

/** Of how many texts topics are learned. */
export const textsOf = (taught: readonly TaughtTopic[]): number =>
  taught.reduce((sum, { examples, not }) => sum + examples.length + (not?.length ?? 0), 0);

/** Of each key the last version, the longest unused out. Both sides of the thread keep one, so that they hold the same. */
export class LastUsed<T> {
  readonly #held = new Map<string, { version: number; value: T; texts: number }>();
  #texts = 0;

  /** What is held of this version; it counts as used. */
  use(key: string, version: number): T | undefined {
    const one = this.#held.get(key);
    if (one?.version !== version) return undefined;
    this.#held.delete(key);
    this.#held.set(key, one);
    return one.value;
  }

  /** Holds what was learned from so many texts; the last one is held however many they are. */
  hold(key: string, version: number, { value, texts }: { value: T; texts: number }): void {
    this.forget(key);
    this.#held.set(key, { version, value, texts });
    this.#texts += texts;
    for (const eldest of this.#held.keys()) {
      if (eldest === key || (this.#held.size <= mostReaders && this.#texts <= mostTexts)) break;
      this.forget(eldest);
    }
  }

  clear(): void {
    this.#held.clear();
    this.#texts = 0;
  }

  forget(key: string): void {
    this.#texts -= this.#held.get(key)?.texts ?? 0;
    this.#held.delete(key);
  }
}

/** The topics of some organisations, each learned once for each of its versions. */
export class TopicReaders {
  readonly #readers = new LastUsed<TopicReader | null>();

  /** The topics of a text, most likely first; none where the organisation has none. */
  find(lesson: Lesson, text: string): FoundTopic[] {
    return this.#readerOf(lesson)?.find(text) ?? [];
  }

  /** Forgets what was learned of these. */
  forget(keys: readonly string[]): void {
    for (const key of keys) this.#readers.forget(key);
  }

  #readerOf({ key, version, taught }: Lesson): TopicReader | null {
    const held = this.#readers.use(key, version);
    if (held !== undefined) return held;
    if (taught === null) throw new Error(`The topics of ${key} were never told in their version ${version}.`);
    const learned = taught.length === 0 ? null : learnTopics(taught);
    this.#readers.hold(key, version, { value: learned, texts: textsOf(taught) });
    return learned;
  }
}

/** A topic as a finding has it. */
export const asFound = ({ id, sure, because }: FoundTopic): Found => ({ name: id, sure, because });
