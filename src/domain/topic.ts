/** Topics: what an organisation's cases are about, as it names it. Pure. */

/** More topics than this nobody tells apart. */
export const mostTopics = 200;
/** Sentences of one topic, and characters of each. */
export const mostExamples = 200;
export const longestExample = 500;
/** A topic's name is the tag of its cases, and as long as a tag may be. */
export const longestTopicName = 50;
/** Names in other languages. */
export const mostNames = 12;
/** From so many examples on a topic is found well. */
export const examplesNeeded = 10;
/** Posts from which a topic is learned because members said so, the latest ones. */
export const mostLearned = 500;

/** The languages in which every topic of a starter pack has a name. */
export const packLanguages = ['eng', 'fra', 'swa', 'kin'] as const;
export type PackLanguage = (typeof packLanguages)[number];

/** A topic as it is written. */
export interface Topic {
  name: string;
  /** The same in other languages. */
  names: readonly string[];
  examples: readonly string[];
}

/** The lines of a text that say something, each once, without what stands around them. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replaceAll(/\s+/gu, ' ').trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** What can be wrong with a topic; `at` is the number of the example, from one. */
export type TopicMistake =
  | { kind: 'no_name' | 'name_too_long' | 'too_many_names' | 'too_many_examples' }
  | { kind: 'example_too_long'; at: number };

/** The first thing that is wrong with a topic; null when nothing is. */
export function whatIsWrongWithTopic({ name, names, examples }: Topic): TopicMistake | null {
  if (name === '') return { kind: 'no_name' };
  if ([name, ...names].some((one) => one.length > longestTopicName)) return { kind: 'name_too_long' };
  if (names.length > mostNames) return { kind: 'too_many_names' };
  if (examples.length > mostExamples) return { kind: 'too_many_examples' };
  const at = examples.findIndex((one) => one.length > longestExample);
  return at < 0 ? null : { kind: 'example_too_long', at: at + 1 };
}
