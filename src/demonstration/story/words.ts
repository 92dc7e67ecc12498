/** The words of the story: what they are about, and in which languages they are said. */
import type { Severity } from '../../domain/queue.ts';

/** `mixed`: Sheng, Kinyarwanda with French and English, South African English with isiZulu, Sesotho and Afrikaans. */
export const tongues = ['en', 'fr', 'sw', 'rw', 'mixed'] as const;
export type Tongue = (typeof tongues)[number];

/** True for the name of one of them. */
export function isTongue(name: string | null): name is Tongue {
  return (tongues as readonly (string | null)[]).includes(name);
}

export type Kind = 'complaint' | 'question' | 'praise' | 'suggestion' | 'abuse';

/** Lines with places to fill: {place}, {n} (2 to 9), {ref}, {amount}, {hour}. */
export type Lines = Partial<Record<Tongue, readonly string[]>>;

export interface Topic {
  tag: string;
  kind: Kind;
  severity: Severity;
  vulnerable?: true;
  /** How often, beside the others. */
  weight: number;
  lines: Lines;
}

export const institutionKeys = ['water', 'power', 'phone'] as const;
export type InstitutionKey = (typeof institutionKeys)[number];

export interface Institution {
  key: InstitutionKey;
  name: string;
  handle: string;
  /** How people there say it without the handle. */
  called: readonly string[];
  country: string;
  places: readonly string[];
  units: readonly { name: string; kind: string }[];
  /** How likely each language is. */
  speak: Partial<Record<Tongue, number>>;
  currency: string;
  topics: readonly Topic[];
  /** What everybody says at once when it fails. */
  outage: Lines;
  /** Under somebody else's post. */
  sameHere: Lines;
  answers: Answers;
}

/** What the house says, by what it answers. */
export interface Answers {
  complaint: Lines;
  outage: Lines;
  question: Lines;
  praise: Lines;
  suggestion: Lines;
}
