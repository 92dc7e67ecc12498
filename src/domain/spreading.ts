/**
 * A story that spreads: how fast a post is passed on against what is usual for posts of its age. Pure; the clock is an argument. It warns communications staff and nobody else: nothing
 * that orders work, raises another alert or counts the record may import this file (a test in test/floors looks).
 */

/** How often a post had been passed on, as far as was known at that instant: as its network counts, or by how many authors we heard themselves. */
export interface Sample {
  at: Date;
  shares: number;
}

/** What an organisation may adjust. */
export interface SpreadLimits {
  /** Fewer shares an hour than that are no story, however unusual. */
  perHour: number;
  /** So many times what is usual for a post of that age. */
  times: number;
}

export const usualLimits: Readonly<SpreadLimits> = { perHour: 20, times: 5 };

/** The limits as they stand, where only some were set. */
export const spreadLimits = (set: Partial<SpreadLimits> | null): SpreadLimits => ({ ...usualLimits, ...set });

const hour = 3_600_000;
/** So long after it was written a post is watched. Milliseconds. */
export const watchedFor = 72 * hour;
/** A count that is older than that says nothing of now. Milliseconds. */
const fresh = 6 * hour;
/** Upper ends of the ages that are compared with each other, in hours. */
const bandEnds = [1, 3, 6, 12, 24, 48, 72] as const;
/** How many ages are told apart. */
export const ageBands = bandEnds.length;
/** With fewer posts than that nothing is known to be usual, and the floor alone holds. */
export const fewestPosts = 20;
/** What nine of ten posts stay under is usual. */
const usualShare = 0.9;

/** The counts in order of time. A count never falls: shares that are taken back, and an answer that was wrong, are no news. */
function counted(samples: readonly Sample[]): Sample[] {
  const sound = samples.filter(({ shares }) => Number.isFinite(shares) && shares >= 0);
  let most = 0;
  return sound
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.shares - b.shares)
    .map(({ at, shares }) => {
      most = Math.max(most, shares);
      return { at, shares: most };
    });
}

/** How fast a post was passed on in the hour that ends at `at`, and how often it had been by then. */
export interface Pace {
  at: Date;
  shares: number;
  perHour: number;
}

/**
 * The pace at each instant at which something was counted, the oldest first. Counted from the last count that is an hour older or more (from the post itself where there is none): an
 * hour at least, so that a first look at a young post is not blown up. Several counts of one instant are one.
 */
export function paces(postAt: Date, samples: readonly Sample[]): Pace[] {
  const counts = counted(samples);
  const found: Pace[] = [];
  let behind = 0;
  counts.forEach(({ at, shares }, n) => {
    if (counts[n + 1]?.at.getTime() === at.getTime()) return;
    while ((counts[behind]?.at.getTime() ?? Infinity) <= at.getTime() - hour) behind += 1;
    const base = counts[behind - 1] ?? { at: postAt, shares: 0 };
    const hours = Math.max(1, (at.getTime() - base.at.getTime()) / hour);
    found.push({ at, shares, perHour: (shares - base.shares) / hours });
  });
  return found;
}

/** Which ages a post is compared with at this instant: the number of its band. */
export function ageBand(postAt: Date, at: Date): number {
  const hours = (at.getTime() - postAt.getTime()) / hour;
  const band = bandEnds.findIndex((end) => hours < end);
  return band === -1 ? bandEnds.length - 1 : band;
}

/** The fastest pace of a post in each band of its age in which it was counted. */
export function fastestByAge(postAt: Date, samples: readonly Sample[]): Map<number, number> {
  const fastest = new Map<number, number>();
  for (const { at, perHour } of paces(postAt, samples)) {
    const band = ageBand(postAt, at);
    fastest.set(band, Math.max(fastest.get(band) ?? 0, perHour));
  }
  return fastest;
}

/** What is usual among these paces: what nine of ten stay at or under (nearest rank); null where there are too few to say. */
export function usualPace(found: readonly number[]): number | null {
  if (found.length < fewestPosts) return null;
  return found.toSorted((a, b) => a - b)[Math.ceil(usualShare * found.length) - 1] ?? null;
}

export type Standing = 'calm' | 'spreading';

/** What the rule says, with what it went by. */
export interface Judged extends Pace {
  standing: Standing;
  /** Null: too few posts to know. */
  usual: number | null;
}

export interface Judgement {
  postAt: Date;
  samples: readonly Sample[];
  usual: number | null;
  limits: SpreadLimits;
  /** As it stood before. */
  was: Standing;
}

/** From so many shares an hour on a post of which this is usual is a story. */
export function storyFrom(usual: number | null, { perHour, times }: SpreadLimits): number {
  return Math.max(perHour, times * (usual ?? 0));
}

/**
 * Whether a post spreads now. It begins at the limit and calms down under half of it, so that one that hovers does not flicker. Null where nothing was counted lately: then nothing is
 * known, and nothing changes.
 */
export function judgeSpread({ postAt, samples, usual, limits, was }: Judgement, now: Date): Judged | null {
  const newest = paces(postAt, samples)
    .filter(({ at }) => at <= now)
    .at(-1);
  if (newest === undefined || now.getTime() - newest.at.getTime() > fresh) return null;
  const from = storyFrom(usual, limits);
  const spreads = newest.perHour >= (was === 'spreading' ? from / 2 : from);
  return { ...newest, usual, standing: spreads ? 'spreading' : 'calm' };
}

const minutes = 60_000;

/**
 * When a post's shares are counted again: often while it is young or passed on, less often the longer nobody passes it on; null once it is old. `perHour` is its pace when it was last
 * counted.
 */
export function countedAgainAt(
  { postAt, shares, perHour }: { postAt: Date; shares: number; perHour: number },
  limits: SpreadLimits,
  now: Date,
): Date | null {
  const age = now.getTime() - postAt.getTime();
  if (age >= watchedFor) return null;
  const rises = perHour >= limits.perHour / 4;
  const after = rises ? 5 : age < hour ? 15 : shares > 0 && age < 24 * hour ? 30 : age < 6 * hour ? 60 : 240;
  return new Date(now.getTime() + after * minutes);
}
