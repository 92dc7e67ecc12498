/** What was heard in a call for complaints, counted from the posts that answer it. Pure: in whatever order they come, the same is counted. Nothing here knows how far a post carries. */
import { median } from './responseTime.ts';
import { dateAt } from './zone.ts';

/** Where a post stands in its call. In time: answered, its case settled without an answer, or waiting. Else: behind the end, taken for abuse or spam, or taken out by a member. */
export type CallStand = 'waiting' | 'answered' | 'settled' | 'late' | 'folded' | 'out';

/** A post of a call, as it stands now. */
export interface CallAnswer {
  postId: string;
  authorId: string;
  /** Nothing tells its author from others: by our form anybody sends as often as they like. */
  untold: boolean;
  at: Date;
  stand: CallStand;
  /** The first answer of a person of ours that came after it, in the same case to the same author; null while there is none. */
  answeredAt: Date | null;
  /** The rule found it. */
  gathered: boolean;
  topics: readonly string[];
  /** Empty where nobody could tell. */
  place: string;
}

export interface CountedPart {
  name: string;
  posts: number;
  people: number;
  /** So many people at least: all whom nothing tells apart are one. Missing in reports from before that was counted. */
  surely?: number;
}

export interface CallCounts {
  /** Posts in time, each once, and authors of them. */
  heard: number;
  people: number;
  /** Each is one of these: answered, without an answer in a case that a member settled, or neither. */
  answered: number;
  settled: number;
  waiting: number;
  /** Behind the end; in none of the other numbers. */
  late: number;
  /** Taken for abuse or spam by members, or for spam by a program while nobody looked; in none of the other numbers. */
  folded: number;
  /** Taken out by members, though the rule found it; in none of the other numbers. */
  takenOut: number;
  /** Of those in time: put in by members, though the rule did not find it. */
  putIn: number;
  /** Seconds to the first answer, of the answered; null where nothing was answered. */
  medianSeconds: number | null;
  /** A post may be of several topics; the most people first. */
  topics: CountedPart[];
  places: CountedPart[];
  /** By day of the organisation's zone, in order, without gaps. */
  days: { day: string; posts: number; answered: number }[];
}

const inTimeStands: readonly CallStand[] = ['waiting', 'answered', 'settled'];

/** Counts what was heard. */
export function countAnswers(
  answers: readonly CallAnswer[],
  { timeZone, openedAt }: { timeZone: string; openedAt: Date },
): CallCounts {
  const each = [...new Map(answers.map((one) => [one.postId, one])).values()];
  const inTime = each.filter(({ stand }) => inTimeStands.includes(stand));
  const standing = (stand: CallStand) => each.filter((one) => one.stand === stand);
  const answered = standing('answered');
  const middle = median(
    answered.map(({ at, answeredAt }) => ((answeredAt?.getTime() ?? 0) - at.getTime()) / 1000),
  );
  return {
    heard: inTime.length,
    people: new Set(inTime.map(({ authorId }) => authorId)).size,
    answered: answered.length,
    settled: standing('settled').length,
    waiting: standing('waiting').length,
    late: standing('late').length,
    folded: standing('folded').length,
    takenOut: standing('out').filter(({ gathered }) => gathered).length,
    putIn: inTime.filter(({ gathered }) => !gathered).length,
    medianSeconds: middle === null ? null : Math.round(middle),
    topics: partsOf(inTime, ({ topics }) => topics),
    places: partsOf(inTime, ({ place }) => (place === '' ? [] : [place])),
    days: daysOf(inTime, timeZone, openedAt),
  };
}

function partsOf(
  answers: readonly CallAnswer[],
  namesOf: (one: CallAnswer) => readonly string[],
): CountedPart[] {
  const parts = new Map<string, { posts: number; people: Set<string>; surely: Set<string> }>();
  for (const one of answers)
    for (const name of new Set(namesOf(one))) {
      const part = parts.get(name) ?? { posts: 0, people: new Set<string>(), surely: new Set<string>() };
      part.posts += 1;
      part.people.add(one.authorId);
      part.surely.add(one.untold ? '' : one.authorId);
      parts.set(name, part);
    }
  return [...parts]
    .map(([name, { posts, people, surely }]) => ({ name, posts, people: people.size, surely: surely.size }))
    .sort((a, b) => b.people - a.people || b.posts - a.posts || (a.name < b.name ? -1 : 1));
}

const dayMilliseconds = 86_400_000;

/** What a network's slow clock dates before the opening came on its day. */
function daysOf(answers: readonly CallAnswer[], timeZone: string, openedAt: Date): CallCounts['days'] {
  const days = new Map<string, { posts: number; answered: number }>();
  for (const { at, answeredAt } of answers) {
    const day = dateAt(timeZone, at < openedAt ? openedAt : at);
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
  const isNamed = ({ people, surely = people }: CountedPart) => surely >= fewestNamed;
  const named = parts.filter(isNamed);
  const others = parts.filter((part) => !isNamed(part));
  return { named, others: others.reduce((sum, { posts }) => sum + posts, 0) };
}
