/** What is found in a post, what members say of it, and what that makes of a case. Pure; holds names, shares and places in the text, never its words. */
import { type PrivateKind, privateKinds } from './privateData.ts';
import { type Kept, type Promised, type Saying, sayings } from './saying.ts';
import { type Threat, threats } from './threat.ts';

export const kinds = ['complaint', 'question', 'praise', 'suggestion'] as const;
export type Kind = (typeof kinds)[number];
/** From the worst down. */
export const severities = ['danger', 'safety', 'essential', 'money', 'nuisance'] as const;
export type SeverityName = (typeof severities)[number];
export const vulnerabilities = [
  'infant',
  'illness',
  'disability',
  'old_age',
  'pregnancy',
  'remoteness',
] as const;
export type Vulnerability = (typeof vulnerabilities)[number];
export const sentimentNames = ['negative', 'neutral', 'positive'] as const;
export type SentimentName = (typeof sentimentNames)[number];
/** Who is meant by what a post feels: a body, its staff, product or service; or somebody or something else. */
export const targetNames = ['institution', 'other'] as const;
export type TargetName = (typeof targetNames)[number];
export const nuisances = ['abuse', 'spam'] as const;
export type Nuisance = (typeof nuisances)[number];

/** Where words stand in a post's text: from and up to (UTF-16 units). */
export type Span = [from: number, to: number];

/** Something found, how sure that is (1 to 100), and the words that caused it. */
export interface Found<Name extends string = string> {
  name: Name;
  sure: number;
  because: Span[];
}

export interface PlaceFinding {
  /** As it is written on the map. */
  place: string;
  /** County, district, state or district municipality. */
  region: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  sure: number;
  because: Span[];
  from: 'text' | 'home' | 'network';
}

export interface PostFinding {
  /** ISO 639-3, "mixed", or "und" where nobody could tell. */
  language: Found;
  kinds: Found<Kind>[];
  sentiment: Found<SentimentName> | null;
  /** How surely it feels bad rather than good, from -100 to 100; null where no sentiment was told. */
  degree: number | null;
  /** Whom it means; null where it feels nothing, or that is not plain. */
  target: Found<TargetName> | null;
  severity: Found<SeverityName> | null;
  vulnerable: Found<Vulnerability>[];
  threats: Found<Threat>[];
  places: PlaceFinding[];
  nuisances: Found<Nuisance>[];
  /** What is private in it, which everybody may read where the post is public. */
  privates: Found<PrivateKind>[];
  /** What a post of ours does, when what it promises is due, and who is to keep it; nothing in an author's. */
  says: Found<Saying>[];
  promised: Promised | null;
  owner: Kept | null;
  /** What it is about, by the ids of its organisation's topics; nothing in a post of ours. */
  topics: Found[];
}

/** What is found where nothing can be told. */
export const nothingFound = (): PostFinding => ({
  language: { name: 'und', sure: 1, because: [] },
  kinds: [],
  sentiment: null,
  degree: null,
  target: null,
  severity: null,
  vulnerable: [],
  threats: [],
  places: [],
  nuisances: [],
  privates: [],
  says: [],
  promised: null,
  owner: null,
  topics: [],
});

/** What a member may say of: each is one name, or several that hold at once. */
export const aspects = {
  language: 'one',
  kind: 'several',
  sentiment: 'one',
  target: 'one',
  severity: 'one',
  vulnerable: 'several',
  threat: 'several',
  place: 'several',
  nuisance: 'several',
  private: 'several',
  says: 'several',
  topic: 'several',
} as const;
export type Aspect = keyof typeof aspects;
export const aspectNames = Object.keys(aspects) as Aspect[];

/** A member's word: this is so, or is not. */
export interface Correction {
  aspect: Aspect;
  name: string;
  so: boolean;
}

/** What a name of an aspect may be; a language is any code, a place any region, a topic any id of its organisation's. */
const namesOf: Partial<Record<Aspect, readonly string[]>> = {
  kind: kinds,
  sentiment: sentimentNames,
  target: targetNames,
  severity: severities,
  vulnerable: vulnerabilities,
  threat: threats,
  nuisance: nuisances,
  private: privateKinds,
  says: sayings,
};

/** True where the correction names something that its aspect knows. */
export function isKnown({ aspect, name }: Correction): boolean {
  const names = namesOf[aspect];
  if (names !== undefined) return names.includes(name);
  if (aspect === 'topic') return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
  return aspect === 'language' ? /^[a-z]{3}$|^mixed$/.test(name) : name.length > 0 && name.length <= 80;
}

/** The names that hold of a finding for an aspect. */
export function namesIn(finding: PostFinding, aspect: Aspect): string[] {
  const one = (found: Found | null) => (found === null ? [] : [found.name]);
  const several = (found: readonly Found[]) => found.map(({ name }) => name);
  switch (aspect) {
    case 'language':
      return finding.language.name === 'und' ? [] : [finding.language.name];
    case 'kind':
      return several(finding.kinds);
    case 'sentiment':
      return one(finding.sentiment);
    case 'target':
      return one(finding.target);
    case 'severity':
      return one(finding.severity);
    case 'vulnerable':
      return several(finding.vulnerable);
    case 'threat':
      return several(finding.threats);
    case 'place':
      return finding.places.map(({ region }) => region);
    case 'nuisance':
      return several(finding.nuisances);
    case 'private':
      return several(finding.privates);
    case 'says':
      return several(finding.says);
    case 'topic':
      return several(finding.topics);
  }
}

/** Names that hold after what members said, oldest first. Said by a member they are not found, and have no reason but the member. */
export function corrected(found: PostFinding, aspect: Aspect, said: readonly Correction[]): string[] {
  let names = namesIn(found, aspect);
  for (const one of said) {
    if (one.aspect !== aspect) continue;
    const others = names.filter((name) => name !== one.name);
    if (!one.so) names = others;
    else names = aspects[aspect] === 'one' ? [one.name] : [...others, one.name];
  }
  return names;
}

/** So sure must be what names a case: of those said to be 60 six in ten are right. Less than that is shown beside the post only. */
export const sureOfTopic = 60;

/** The topics of a post that name its case: found for sure, or said by a member. */
export function surelyAbout(found: PostFinding, said: readonly Correction[]): string[] {
  const sure = new Set(found.topics.filter((one) => one.sure >= sureOfTopic).map(({ name }) => name));
  for (const { aspect, name, so } of said) if (aspect === 'topic' && so) sure.add(name);
  return corrected(found, 'topic', said).filter((name) => sure.has(name));
}
