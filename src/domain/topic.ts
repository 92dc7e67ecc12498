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

/** What is wrong with a topic, in a sentence that says how to mend it; null when nothing is. */
export function whatIsWrongWithTopic({ name, names, examples }: Topic): string | null {
  if (name === '') return 'A topic needs a name.';
  const long = [name, ...names].find((one) => one.length > longestTopicName);
  if (long !== undefined)
    return `"${long.slice(0, longestTopicName)}…" is too long for a name: ${longestTopicName} characters at most.`;
  if (names.length > mostNames) return `A topic has at most ${mostNames} names in other languages.`;
  if (examples.length > mostExamples)
    return `A topic has at most ${mostExamples} examples. Keep those that differ most.`;
  const at = examples.findIndex((one) => one.length > longestExample);
  if (at >= 0) return `Example ${at + 1} is too long: ${longestExample} characters at most. Cut it in two.`;
  return null;
}
