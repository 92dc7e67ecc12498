import type { FindingsView, PostView } from '../../../src/api/contract.ts';
import {
  type Aspect,
  aspectNames,
  type Correction,
  corrected,
  type Found,
  namesIn,
  type PostFinding,
} from '../../../src/domain/finding.ts';
import { gravest, gravityOf } from '../../../src/domain/gravity.ts';

/** Something that was found in a post or said of it, as a line shows it. */
export interface FindingLine {
  aspect: Aspect;
  name: string;
  /** It holds; false: it was found, and a member said that it is not so. */
  holds: boolean;
  /** 1 to 100; null where only a member said so. */
  sure: number | null;
  /** The words that caused it. */
  because: string[];
  /** How surely it feels bad or good, from -100 to 100; null for all else, and where a member said that it is not so. */
  degree: number | null;
  /** A place that the post does not name: the author's home, or the network's word; null for all else. */
  from: 'home' | 'network' | null;
  /** Who said so last; null where nobody did. */
  by: string | null;
}

type One = FindingsView['posts'][number];

const order: readonly Aspect[] = [
  'threat',
  'severity',
  'vulnerable',
  'topic',
  'kind',
  'sentiment',
  'target',
  'place',
  'private',
  'nuisance',
  'language',
];

/** The lines of a post, the gravest first: what was found, and what members said. */
export function findingLines(
  { found, said }: One,
  post: Pick<PostView, 'text' | 'visibility'>,
): FindingLine[] {
  return order.flatMap((aspect) => {
    // Between the author and us nothing is shown to everybody.
    if (aspect === 'private' && post.visibility !== 'public') return [];
    const holding = corrected(found, aspect, said);
    const names = [...new Set([...namesIn(found, aspect), ...holding])];
    return names.map((name) => {
      const one = foundOf(found, aspect, name);
      return {
        aspect,
        name,
        holds: holding.includes(name),
        sure: one?.sure ?? null,
        degree:
          aspect === 'sentiment' && found.sentiment?.name === name && holding.includes(name)
            ? found.degree
            : null,
        from: aspect === 'place' ? sourceOf(found, name) : null,
        because: (one?.because ?? []).map(([from, to]) => (post.text ?? '').slice(from, to)),
        by: said.findLast((word) => word.aspect === aspect && word.name === name)?.by.name ?? null,
      };
    });
  });
}

function sourceOf({ places }: PostFinding, region: string): FindingLine['from'] {
  const from = places.find((place) => place.region === region)?.from;
  return from === undefined || from === 'text' ? null : from;
}

function foundOf(
  found: PostFinding,
  aspect: Aspect,
  name: string,
): Pick<Found, 'sure' | 'because'> | undefined {
  const several: Record<Aspect, readonly (Pick<Found, 'sure' | 'because'> & { name: string })[]> = {
    language: [found.language],
    kind: found.kinds,
    sentiment: found.sentiment === null ? [] : [found.sentiment],
    target: found.target === null ? [] : [found.target],
    severity: found.severity === null ? [] : [found.severity],
    vulnerable: found.vulnerable,
    threat: found.threats,
    place: found.places.map((place) => ({ ...place, name: place.region })),
    nuisance: found.nuisances,
    private: found.privates,
    says: found.says,
    topic: found.topics,
  };
  return several[aspect].find((one) => one.name === name);
}

/** A post of the author that was read, and what was found in it. */
export interface ReadOne {
  post: PostView;
  one: One;
}

/** The author's posts that were read and whose words are there, the latest first. */
export function readOnes(findings: FindingsView | undefined, posts: readonly PostView[]): ReadOne[] {
  const byPost = new Map(findings?.posts.map((one) => [one.postId, one]));
  return posts.toReversed().flatMap((post) => {
    const one = byPost.get(post.id);
    return post.direction === 'inbound' && post.text !== null && one !== undefined ? [{ post, one }] : [];
  });
}

/** The latest post before the last one that makes the case graver than that does: why it stands where it stands. */
export function graverBefore<T extends Pick<ReadOne, 'one'>>([last, ...earlier]: readonly T[]): T | null {
  if (last === undefined) return null;
  const now = gravity(last);
  return (
    earlier.find((one) => {
      const before = gravity(one);
      const { severity, vulnerable, threat } = gravest([now, before]);
      return severity > now.severity || vulnerable !== now.vulnerable || threat !== now.threat;
    }) ?? null
  );
}

/** The id of a post that is graver than the last and is not among those that the case was opened with. */
export function graverUnseen(findings: FindingsView | undefined, posts: readonly PostView[]): string | null {
  const [last] = readOnes(findings, posts);
  if (last === undefined) return null;
  const seen = new Set(posts.map(({ id }) => id));
  const unseen = findings?.posts.filter(({ postId }) => !seen.has(postId)) ?? [];
  return graverBefore([{ one: last.one }, ...unseen.map((one) => ({ one }))])?.one.postId ?? null;
}

const gravity = ({ one }: Pick<ReadOne, 'one'>) => gravityOf(one.found, one.said);

/** An author's post whose words are there and that nobody read yet: the models are on their way. */
export const isUnread = (findings: FindingsView | undefined, posts: readonly PostView[]): boolean => {
  const last = posts.findLast(
    ({ direction, text, automatic }) => direction === 'inbound' && text !== null && !automatic,
  );
  return (
    findings !== undefined && last !== undefined && !findings.posts.some(({ postId }) => postId === last.id)
  );
};

/** Everything that can be said of a post, for a choice: what does not hold now. Places are only found. */
export function sayable(
  lines: readonly FindingLine[],
  all: Readonly<Record<string, readonly string[]>>,
): Correction[] {
  return aspectNames.flatMap((aspect) =>
    (all[aspect] ?? [])
      .filter((name) => !lines.some((line) => line.aspect === aspect && line.name === name && line.holds))
      .map((name) => ({ aspect, name, so: true })),
  );
}
