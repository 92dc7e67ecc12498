/** How grave a post is, and what the posts of a case make of it together. */
import {
  type Aspect,
  type Correction,
  corrected,
  nothingFound,
  type PostFinding,
  type SeverityName,
} from './finding.ts';
import type { Severity } from './queue.ts';
import { type Threat, threats } from './threat.ts';

const weight: Record<SeverityName, Severity> = { danger: 4, safety: 3, essential: 2, money: 1, nuisance: 0 };

/** What one post makes of its case. */
export interface Gravity {
  severity: Severity;
  vulnerable: boolean;
  threat: Threat | null;
}

/** How grave a post is after what members said of it. Abuse and spam are no less grave for that: the danger in them is one. */
export function gravityOf(found: PostFinding, said: readonly Correction[]): Gravity {
  const [severity] = corrected(found, 'severity', said) as SeverityName[];
  const threatened = corrected(found, 'threat', said);
  return {
    severity: severity === undefined ? 0 : weight[severity],
    vulnerable: corrected(found, 'vulnerable', said).length > 0,
    threat: threats.find((name) => threatened.includes(name)) ?? null,
  };
}

/** The gravity of several posts together: the worst of each. */
export function gravest(all: readonly Gravity[]): Gravity {
  const threatened = all.map(({ threat }) => threat);
  return {
    severity: all.reduce<Severity>((worst, { severity }) => (severity > worst ? severity : worst), 0),
    vulnerable: all.some(({ vulnerable }) => vulnerable),
    threat: threats.find((name) => threatened.includes(name)) ?? null,
  };
}

/** What a member, or a rule of theirs, set by hand, and when. */
export interface SetByHand {
  severity: Severity;
  vulnerable: boolean;
  at: Date;
}

/** A post that was read, and what members said of it and when. */
export interface ReadPost {
  at: Date;
  found: PostFinding;
  said: readonly (Correction & { at: Date })[];
}

/**
 * A case after a member's word on a finding of one of its posts: only what was spoken of moves, to what all its posts make of it. What was set by hand answers for all that had been read and said by
 * then: whoever set it knew why.
 */
export function regraded(
  before: Gravity,
  aspect: Aspect,
  posts: readonly ReadPost[],
  byHand: SetByHand | null,
): Gravity {
  const later = ({ at }: { at: Date }) => byHand === null || at > byHand.at;
  const together = gravest([
    ...(byHand === null ? [] : [{ ...byHand, threat: null }]),
    ...posts.map((post) =>
      later(post) ? gravityOf(post.found, post.said) : gravityOf(nothingFound(), post.said.filter(later)),
    ),
  ]);
  if (aspect === 'severity') return { ...before, severity: together.severity };
  if (aspect === 'vulnerable') return { ...before, vulnerable: together.vulnerable };
  if (aspect !== 'threat') return before;
  return { ...before, threat: gravest(posts.map(({ found, said }) => gravityOf(found, said))).threat };
}
