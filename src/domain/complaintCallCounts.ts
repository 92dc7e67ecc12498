/** What was heard in a call for complaints, counted from the posts that answer it. Pure: in whatever order they come, the same is counted. Nothing here knows how far a post carries. */
import { median } from './responseTime.ts';
import { dateAt } from './zone.ts';

/** A post that answers a call, as it stands now. */
export interface CallAnswer {
  postId: string;
  authorId: string;
  at: Date;
  late: boolean;
  /** The first answer of a person of ours that came after it, in the same case to the same author; null while there is none. */
  answeredAt: Date | null;
  /** A member settled its case. */
  settled: boolean;
  topics: readonly string[];
  /** Empty where nobody could tell. */
  place: string;
}

export interface CountedPart {
  name: string;
  posts: number;
  people: number;
}

export interface CallCounts {
  /** Posts in time, each once, and authors of them. */
  heard: number;
  people: number;
  answered: number;
  /** Neither answered nor settled. */
  waiting: number;
  /** Behind the end; in none of the other numbers. */
  late: number;
  /** Seconds to the first answer, of the answered; null where nothing was answered. */
  medianSeconds: number | null;
  /** A post may be of several topics; the most people first. */
  topics: CountedPart[];
  places: CountedPart[];
  /** By day of the organisation's zone, in order, without gaps. */
  days: { day: string; posts: number; answered: number }[];
}

/** Counts what was heard. */
export function countAnswers(answers: readonly CallAnswer[], timeZone: string): CallCounts {
  const each = [...new Map(answers.map((one) => [one.postId, one])).values()];
  const inTime = each.filter(({ late }) => !late);
  const answered = inTime.filter(({ answeredAt }) => answeredAt !== null);
  const middle = median(
    answered.map(({ at, answeredAt }) => ((answeredAt?.getTime() ?? 0) - at.getTime()) / 1000),
  );
  return {
    heard: inTime.length,
    people: new Set(inTime.map(({ authorId }) => authorId)).size,
    answered: answered.length,
    waiting: inTime.filter(({ answeredAt, settled }) => answeredAt === null && !settled).length,
    late: each.length - inTime.length,
    medianSeconds: middle === null ? null : Math.round(middle),
    topics: partsOf(inTime, ({ topics }) => topics),
    places: partsOf(inTime, ({ place }) => (place === '' ? [] : [place])),
    days: daysOf(inTime, timeZone),
  };
}

function partsOf(
  answers: readonly CallAnswer[],
  namesOf: (one: CallAnswer) => readonly string[],
): CountedPart[] {
  const parts = new Map<string, { posts: number; people: Set<string> }>();
  for (const one of answers)
    for (const name of new Set(namesOf(one))) {
      const part = parts.get(name) ?? { posts: 0, people: new Set<string>() };
      part.posts += 1;
      part.people.add(one.authorId);
      parts.set(name, part);
    }
  return [...parts]
    .map(([name, { posts, people }]) => ({ name, posts, people: people.size }))
    .sort((a, b) => b.people - a.people || b.posts - a.posts || (a.name < b.name ? -1 : 1));
}

const dayMilliseconds = 86_400_000;

function daysOf(answers: readonly CallAnswer[], timeZone: string): CallCounts['days'] {
  const days = new Map<string, { posts: number; answered: number }>();
  for (const { at, answeredAt } of answers) {
    const day = dateAt(timeZone, at);
    const count = days.get(day) ?? { posts: 0, answered: 0 };
    count.posts += 1;
    if (answeredAt !== null) count.answered += 1;
    days.set(day, count);
  }
  const [first, last] = [[...days.keys()].sort()[0], [...days.keys()].sort().at(-1)];
  if (first === undefined || last === undefined) return [];
  const all: CallCounts['days'] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += dayMilliseconds) {
    const day = new Date(at).toISOString().slice(0, 10);
    all.push({ day, ...(days.get(day) ?? { posts: 0, answered: 0 }) });
  }
  return all;
}

/** Fewer people than that make a part that is named in public: in a small place everybody would know who it was. */
export const fewestNamed = 3;

/** Parts as everybody may read them: the small ones together without a name. */
export function publicParts(parts: readonly CountedPart[]): { named: CountedPart[]; others: number } {
  const named = parts.filter(({ people }) => people >= fewestNamed);
  const others = parts.filter(({ people }) => people < fewestNamed);
  return { named, others: others.reduce((sum, { posts }) => sum + posts, 0) };
}
