/**
 * A story that spreads: how fast a post is passed on against what is usual for posts of its age. Pure; the clock is an argument. It warns communications staff and nobody else: nothing
 * that orders work, raises another alert or counts the record may import this file (a test in test/floors looks).
 */

/** How many there were, as far as was known at that instant. */
export interface Sample {
  at: Date;
  count: number;
}

/** What is measured: shares are reposts and quotes; answers are authors who answered, of whom a quarrel has many without anybody passing anything on. */
export const measures = ['shares', 'answers'] as const;
export type Measure = (typeof measures)[number];
/** Where a count comes from: shares as its network says, authors that we heard quote it, authors that we heard answer it. */
export type CountSource = 'asked' | 'quoted' | 'answered';

/** A post with all that was counted of it. */
export interface CountedPost {
  postAt: Date;
  /** Since when we listen for who passes it on. */
  watchedAt: Date;
  counts: Readonly<Record<CountSource, readonly Sample[]>>;
}

/** What an organisation may adjust. */
export interface SpreadLimits {
  /** Fewer shares an hour than that are no story, however unusual. */
  perHour: number;
  /** The same of answers: talk under a post is more usual than its being passed on. */
  answersPerHour: number;
  /** So many times what is usual for a post of that age. */
  times: number;
}

export const usualLimits: Readonly<SpreadLimits> = { perHour: 20, answersPerHour: 60, times: 5 };

/** The limits as they stand, where only some were set. */
export const spreadLimits = (set: Partial<SpreadLimits> | null): SpreadLimits => ({ ...usualLimits, ...set });

const hour = 3_600_000;
/** So long after it was written a post is watched. Milliseconds. */
export const watchedFor = 72 * hour;
/** A count that is older says nothing of now; a story by it stands as it stood. Milliseconds. */
const fresh = 6 * hour;
/** Of what nobody counted for so long nobody can say that it spreads. Milliseconds. */
const unknownAfter = 24 * hour;
/** Somebody who looks at a post of at most that age for the first time knows when it had not been passed on at all. Milliseconds. */
const young = 2 * hour;
/** Upper ends of the ages that are compared with each other, in hours. */
export const bandEnds = [1, 3, 6, 12, 24, 48, 72] as const;
/** With fewer posts than that nothing is known to be usual, and the floor alone holds. */
export const fewestPosts = 20;
/** What nine of ten posts stay under is usual. */
const usualShare = 0.9;

/** The counts in order of time, one for each instant. A count never falls: shares that are taken back, and an answer that was wrong, are no news. */
function counted(samples: readonly Sample[]): Sample[] {
  const sound = samples.filter(({ count }) => Number.isFinite(count) && count >= 0);
  let most = 0;
  const rising = sound
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.count - b.count)
    .map(({ at, count }) => {
      most = Math.max(most, count);
      return { at, count: most };
    });
  return rising.filter(({ at }, n) => rising[n + 1]?.at.getTime() !== at.getTime());
}

/** How fast a post was passed on up to `at`, and how often it had been by then. */
export interface Pace extends Sample {
  perHour: number;
}

/**
 * The pace at each instant at which something was counted, the oldest first. It is the greater of two: what was added since the last count that is an hour older or more, for that time;
 * and what was added since the count before, for an hour or for the time between if that is longer, so that growth after a long silence shows once it is counted again. `begin`: when the
 * count was nought; where that is not known (null) the first count is only what later ones are compared with.
 */
export function paces(begin: Date | null, samples: readonly Sample[]): Pace[] {
  const counts = counted(samples);
  const before =
    begin === null ? [] : [{ at: begin, count: 0 }].filter(({ at }) => at <= (counts[0]?.at ?? at));
  const line = [...before, ...counts];
  let behind = 0;
  return line.flatMap(({ at, count }, n) => {
    while ((line[behind + 1]?.at.getTime() ?? Infinity) <= at.getTime() - hour) behind += 1;
    const last = line[n - 1];
    const base = line[Math.min(behind, n - 1)];
    if (last === undefined || base === undefined) return [];
    const since = (from: Sample) =>
      (count - from.count) / Math.max(1, (at.getTime() - from.at.getTime()) / hour);
    return [{ at, count, perHour: Math.max(since(base), since(last)) }];
  });
}

/** The pace by one way of counting. */
export function pacesOf({ postAt, watchedAt, counts }: CountedPost, source: CountSource): Pace[] {
  const first = Math.min(...counts[source].map(({ at }) => at.getTime()));
  const known = source === 'asked' ? first : watchedAt.getTime();
  return paces(known - postAt.getTime() <= young ? postAt : null, counts[source]);
}

/** By which count a measure is shown: the network's own where it could be asked. */
export function shownBy({ counts }: Pick<CountedPost, 'counts'>, measure: Measure): CountSource {
  if (measure === 'answers') return 'answered';
  return counts.asked.length > 0 ? 'asked' : 'quoted';
}

/** Which ages a post is compared with at this instant: the number of its band. */
export function ageBand(postAt: Date, at: Date): number {
  const hours = (at.getTime() - postAt.getTime()) / hour;
  const band = bandEnds.findIndex((end) => hours < end);
  return band === -1 ? bandEnds.length - 1 : band;
}

/** The fastest pace of a post in each band of its age in which it was counted. */
export function fastestByAge(post: CountedPost, measure: Measure): Map<number, number> {
  const fastest = new Map<number, number>();
  for (const { at, perHour } of pacesOf(post, shownBy(post, measure))) {
    const band = ageBand(post.postAt, at);
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
export interface Judged {
  standing: Standing;
  /** What is furthest above its limit, and how much of it there was in an hour. */
  measure: Measure;
  perHour: number;
  /** Null: too few posts to know. */
  usual: number | null;
  shares: number;
  sharesNow: number;
  answers: number;
  answersNow: number;
  /** Null: never. */
  countedAt: Date | null;
  /** It is to be counted again soon. */
  rises: boolean;
}

export interface Judgement extends CountedPost {
  usual: Readonly<Record<Measure, number | null>>;
  limits: SpreadLimits;
  /** As it stood before. */
  was: Standing;
}

/** From so many an hour on a post of which this is usual is a story. */
export function storyFrom(measure: Measure, usual: number | null, limits: SpreadLimits): number {
  const floor = measure === 'shares' ? limits.perHour : limits.answersPerHour;
  return Math.max(floor, limits.times * (usual ?? 0));
}

/**
 * Whether a post spreads now. It begins at a limit and calms down under half of it, so that one that hovers does not flicker. Where its network was not asked lately a story by it stands
 * as it stood, but not for more than a day nor beyond the time for which posts are watched.
 */
export function judgeSpread(post: Judgement, now: Date): Judged {
  const { usual, limits, was, postAt } = post;
  const asked = upTo(pacesOf(post, 'asked'), now);
  const quoted = heardNow(post, 'quoted', now);
  const answered = heardNow(post, 'answered', now);
  const age = asked === null ? Infinity : now.getTime() - asked.at.getTime();
  const perHour = {
    shares: Math.max(age <= unknownAfter ? (asked?.perHour ?? 0) : 0, quoted?.perHour ?? 0),
    answers: answered?.perHour ?? 0,
  };
  const over = (measure: Measure) => perHour[measure] / storyFrom(measure, usual[measure], limits);
  const measure = over('answers') > over('shares') ? 'answers' : 'shares';
  const stale =
    was === 'calm' && age > fresh && measure === 'shares' && perHour.shares > (quoted?.perHour ?? 0);
  const old = now.getTime() - postAt.getTime() >= watchedFor;
  const spreads = over(measure) >= (was === 'spreading' ? 0.5 : 1) && !stale && !old;
  return {
    standing: spreads ? 'spreading' : 'calm',
    measure,
    perHour: perHour[measure],
    usual: usual[measure],
    shares: Math.max(mostOf(post.counts.asked), mostOf(post.counts.quoted)),
    sharesNow: perHour.shares,
    answers: mostOf(post.counts.answered),
    answersNow: perHour.answers,
    countedAt: newest(post),
    rises:
      Math.max(over('shares'), over('answers')) >= 1 / 4 || grew(post.counts.asked) >= limits.perHour / 4,
  };
}

const upTo = (found: readonly Pace[], now: Date): Pace | null =>
  found.filter(({ at }) => at <= now).at(-1) ?? null;

/** What we hear ourselves is known up to now: since the last of them there was nobody. */
function heardNow(post: CountedPost, source: 'quoted' | 'answered', now: Date): Pace | null {
  const known = post.counts[source].filter(({ at }) => at <= now);
  if (known.length === 0) return null;
  const counts = { ...post.counts, [source]: [...known, { at: now, count: mostOf(known) }] };
  return upTo(pacesOf({ ...post, counts }, source), now);
}

const mostOf = (samples: readonly Sample[]): number => counted(samples).at(-1)?.count ?? 0;

/** How much the newest count added; the first one all of it. */
function grew(samples: readonly Sample[]): number {
  const counts = counted(samples);
  return (counts.at(-1)?.count ?? 0) - (counts.at(-2)?.count ?? 0);
}

function newest({ counts }: CountedPost): Date | null {
  const times = Object.values(counts).flatMap((samples) => samples.map(({ at }) => at.getTime()));
  return times.length === 0 ? null : new Date(Math.max(...times));
}

const minutes = 60_000;

/** When a post's shares are counted again: soon while they rise or just grew, often while it is young, ever less often the longer nobody passes it on; null once it is old. */
export function countedAgainAt(
  { postAt, shares, rises }: { postAt: Date; shares: number; rises: boolean },
  now: Date,
): Date | null {
  const age = now.getTime() - postAt.getTime();
  if (age >= watchedFor) return null;
  const quiet = age < hour ? 15 : age < 6 * hour ? 60 : age < 24 * hour ? 240 : 720;
  const after = rises ? 5 : shares > 0 && age < 24 * hour ? Math.min(30, quiet) : quiet;
  return new Date(now.getTime() + after * minutes);
}

/** Some of these paces for a picture: the first, the last and the fastest, the others evenly between. `most` is at least three. */
export function thinned(all: readonly Pace[], most: number): Pace[] {
  if (all.length <= most) return [...all];
  const fastest = all.reduce((top, { perHour }, n) => (perHour > (all[top]?.perHour ?? 0) ? n : top), 0);
  const kept = new Set(
    Array.from({ length: most - 1 }, (_, n) => Math.round((n * (all.length - 1)) / (most - 2))),
  );
  kept.add(fastest);
  return all.filter((_, n) => kept.has(n));
}
