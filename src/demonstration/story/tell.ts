/** Tells the story: who writes what, when, for as many days as anybody listens. Pure: the same seed tells the same. */
import type { Severity } from '../../domain/queue.ts';
import { type Chance, chanceOf } from './chance.ts';
import { allInstitutions, institutions } from './institutions.ts';
import { type Outage, outagesBetween } from './outages.ts';
import { lady, type Person, people, star } from './people.ts';
import { type About, fill, lineOf, tongueOf, written } from './say.ts';
import { hour, minute, type Telling } from './telling.ts';
import { careful, famous } from './words/talk.ts';
import type { Institution, InstitutionKey, Kind, Tongue, Topic } from './words.ts';

export interface StoryPost {
  id: string;
  /** Milliseconds since the midnight in which day 1 begins. */
  story: number;
  thread: string;
  parent: string | null;
  by: Person;
  to: InstitutionKey;
  tongue: Tongue;
  text: string;
  kind: Kind;
  tag: string;
  severity: Severity;
  vulnerable: boolean;
  place: string;
  outage: boolean;
}

/** Posts of each hour on a day of the past; a played day is livelier, and its nights are never quite asleep. */
const perHour = [
  0.1, 0.1, 0.1, 0.1, 0.1, 0.3, 0.7, 1, 1.1, 0.9, 0.8, 0.8, 0.8, 0.7, 0.7, 0.7, 0.8, 0.9, 1.1, 1.1, 1, 0.8,
  0.5, 0.2,
];
const livelier = 17;
const fewestLive = 11;
/** How many first posts are joined by somebody, and until when. */
const joining = 0.14;
const longestWait = 2 * hour;

/** The posts of the story from one moment until before another, in order. */
export function tell(telling: Telling, from: number, until: number): StoryPost[] {
  const begun = from - longestWait;
  const first: StoryPost[] = [];
  for (let n = Math.max(0, Math.floor(begun / hour)); n * hour < until; n++) {
    const live = (n + 1) * hour > telling.liveFrom;
    first.push(...hourOf(telling, n, false).filter(({ story }) => story < telling.liveFrom));
    if (live) first.push(...hourOf(telling, n, true).filter(({ story }) => story >= telling.liveFrom));
  }
  for (const outage of outagesBetween(telling, begun, until)) first.push(...postsOf(telling, outage));
  return first
    .flatMap((post) => [post, ...joins(telling, post)])
    .filter(({ story }) => story >= from && story < until)
    .sort((a, b) => a.story - b.story || (a.id < b.id ? -1 : 1));
}

function hourOf({ seed }: Telling, n: number, live: boolean): StoryPost[] {
  const chance = chanceOf(seed, live ? 'live' : 'past', n);
  const usual = perHour[n % 24] ?? 1;
  const many = Math.floor((live ? Math.max(usual * livelier, fewestLive) : usual) + chance.share());
  return Array.from({ length: many }, (_, index) =>
    everyday(
      { id: `${live ? 'l' : 'p'}${n}-${index}`, story: n * hour + Math.floor(chance.share() * hour) },
      chance,
    ),
  );
}

function topicOf({ topics }: Institution, chance: Chance): Topic {
  let left = chance.share() * topics.reduce((sum, { weight }) => sum + weight, 0);
  for (const topic of topics) {
    left -= topic.weight;
    if (left < 0) return topic;
  }
  throw new Error('an institution without topics');
}

function everyday(at: { id: string; story: number }, chance: Chance): StoryPost {
  const institution = chance.one(allInstitutions);
  const topic = topicOf(institution, chance);
  const tongue = tongueOf(institution, chance, topic.lines);
  const about = { place: chance.one(institution.places), began: minutesOf(at.story) - chance.whole(20, 300) };
  const line = fill(lineOf(topic.lines, tongue, chance), institution, about, tongue, chance);
  return {
    ...at,
    thread: at.id,
    parent: null,
    by: chance.one(people[institution.key]),
    to: institution.key,
    tongue,
    text: written(line, institution, { tongue, grave: topic.severity >= 3 }, chance),
    kind: topic.kind,
    tag: topic.tag,
    severity: topic.severity,
    vulnerable: topic.vulnerable === true,
    place: about.place,
    outage: false,
  };
}

/** Minutes since midnight; of the day before where that leads there. */
const minutesOf = (story: number) => Math.floor(story / minute) + 24 * 60;

/** Somebody else may say the same under it, some time later. */
function joins({ seed }: Telling, first: StoryPost): StoryPost[] {
  const chance = chanceOf(seed, 'joins', first.id);
  if (first.kind !== 'complaint' || !chance.is(joining)) return [];
  const institution = institutions[first.to];
  const tongue = tongueOf(institution, chance, institution.sameHere);
  const by = chance.one(people[first.to].filter(({ id }) => id !== first.by.id));
  const text = lineOf(institution.sameHere, tongue, chance);
  const story = first.story + chance.whole(minute, longestWait);
  return [{ ...first, id: `${first.id}-j`, story, parent: first.id, by, tongue, text, outage: false }];
}

function postsOf({ seed }: Telling, outage: Outage): StoryPost[] {
  const chance = chanceOf(seed, outage.id);
  const writers = [...people[outage.of]].sort(() => chance.share() - 0.5);
  const posts = Array.from({ length: outage.posts }, (_, index) => {
    // Most write soon after it began; the square crowds them there.
    const story = outage.from + Math.floor(chance.share() ** 2 * outage.lasts);
    const by = writers[index % writers.length] ?? star;
    return duringOutage({ id: `${outage.id}-${index}`, story }, outage, by, chance);
  });
  return outage.id === 'o15' ? [...posts, ...theTwo(outage)] : posts;
}

function duringOutage(
  at: { id: string; story: number },
  outage: Outage,
  by: Person,
  chance: Chance,
): StoryPost {
  const institution = institutions[outage.of];
  const tongue = tongueOf(institution, chance, institution.outage);
  const about: About = { place: outage.place, began: minutesOf(outage.from) };
  const line = fill(lineOf(institution.outage, tongue, chance), institution, about, tongue, chance);
  const text = written(line, institution, { tongue, grave: false }, chance);
  return { ...ofOutage(at, outage), by, tongue, text };
}

const ofOutage = (at: { id: string; story: number }, { of, place }: Outage) => ({
  ...at,
  thread: at.id,
  parent: null,
  to: of,
  kind: 'complaint' as const,
  tag: 'outage',
  severity: 2 as const,
  vulnerable: false,
  place,
  outage: true,
});

/** The careful old lady first, the famous one a minute later: the queue asks neither for a number of followers. */
function theTwo(outage: Outage): StoryPost[] {
  const { handle } = institutions[outage.of];
  const waits = {
    ...ofOutage({ id: 'lady', story: outage.from + 3 * minute }, outage),
    outage: false,
    tongue: 'en' as const,
  };
  return [
    { ...waits, by: lady, text: `@${handle} ${careful}` },
    {
      ...waits,
      id: 'star',
      thread: 'star',
      story: outage.from + 4 * minute,
      by: star,
      text: `${famous} @${handle}`,
    },
  ];
}
