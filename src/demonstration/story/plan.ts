/** What the desk does with a post. Pure, like the story. */
import type { Severity } from '../../domain/queue.ts';
import { type Chance, chanceOf } from './chance.ts';
import { institutions } from './institutions.ts';
import type { MemberKey } from './members.ts';
import { reactionTo } from './reaction.ts';
import { fill, lineOf } from './say.ts';
import type { StoryPost } from './tell.ts';
import { day, hour, minute, type Telling } from './telling.ts';
import { followUps } from './words/followUps.ts';
import { notKept, promises } from './words/promises.ts';
import { handoffReasons, notes } from './words/talk.ts';
import type { Lines, Tongue } from './words.ts';

export type Doing =
  | { kind: 'claim' }
  | { kind: 'reply'; text: string; promise: Promised | null }
  | { kind: 'severity'; severity: Severity; vulnerable: boolean }
  | { kind: 'tags'; tags: readonly string[] }
  | { kind: 'note'; text: string }
  | { kind: 'hand off'; to: MemberKey; reason: string }
  | { kind: 'resolve' }
  /** What was promised to the author is kept, or given up. */
  | { kind: 'keep'; evidence: string }
  | { kind: 'give up'; why: string }
  /** Staff are asked to report back; `hours`: until when. */
  | { kind: 'ask'; to: MemberKey; question: string; hours: number }
  | { kind: 'report'; words: string; suggestion: string }
  | { kind: 'accept report' };

/** What an answer promises; `hours`: until it is due. */
export interface Promised {
  what: string;
  hours: number;
}

export interface Act {
  /** The post whose case it is about. */
  post: string;
  story: number;
  by: MemberKey;
  does: Doing;
}

/** How much of what is written finds an answer: nearly all of what is long past, some of what is played, so that enough is left to whoever looks on. */
const answeredShare = { past: 0.98, recent: 0.75, live: 0.4 };
/** How many answers to complaints promise something. */
const promisedShare = 0.35;
/** About how many complaints of the past the chief executive asks staff to report back on. */
const askedShare = 0.02;
const recent = 1.5 * day;
/** Of older cases nobody sees any more who looked at them in between: that is left out, and the first start takes half the time. */
const seenStill = 4 * day;

/** What members do about this post, in order. */
export function planFor(telling: Telling, post: StoryPost): Act[] {
  const chance = chanceOf(telling.seed, 'plan', post.id);
  const age = telling.liveFrom - post.story;
  const share = age < 0 ? answeredShare.live : age < recent ? answeredShare.recent : answeredShare.past;
  // These two wait for the one who looks on.
  const keptWaiting = post.id === 'lady' || post.id === 'star';
  const grave = post.severity >= 3 && age > 2 * hour;
  const answered = !keptWaiting && (grave || chance.is(share));
  const plan = new Plan(post, telling.seed, chance);
  if (age < seenStill || post.severity >= 3) plan.triage();
  if (post.kind === 'abuse') plan.restrain();
  else if (answered) plan.serve(age < 0, age < seenStill);
  if (age >= 0) plan.askStaff();
  return plan.acts;
}

class Plan {
  readonly acts: Act[] = [];
  readonly #post: StoryPost;
  readonly #chance: Chance;
  readonly #seed: string;
  #at: number;

  constructor(post: StoryPost, seed: string, chance: Chance) {
    this.#seed = seed;
    this.#post = post;
    this.#chance = chance;
    this.#at = post.story;
  }

  /** The supervisor says what is grave; the rest is as it came. */
  triage(): void {
    const { severity, vulnerable, tag } = this.#post;
    if (severity >= 2 && this.#chance.is(0.85)) {
      this.#do(this.#chance.whole(2, 6), 'supervisor', { kind: 'severity', severity, vulnerable });
    }
    if (this.#chance.is(0.3)) this.#do(1, 'supervisor', { kind: 'tags', tags: [tag] });
  }

  restrain(): void {
    const text = 'Nothing to answer here: no question, no complaint. Left as it is.';
    this.#do(40, 'supervisor', { kind: 'note', text });
    this.#do(1, 'supervisor', { kind: 'resolve' });
  }

  serve(live: boolean, seen: boolean): void {
    const agent = this.#post.to;
    const by = this.#chance.is(0.08) ? 'executive' : agent;
    const look = this.#chance.whole(3, live ? 15 : 90);
    if (seen) this.#do(look, agent, { kind: 'claim' });
    if (this.#chance.is(0.12)) this.#do(3, agent, { kind: 'note', text: this.#chance.one(notes) });
    if (by === 'executive') {
      const reason = this.#chance.one(handoffReasons);
      this.#do(4, agent, { kind: 'hand off', to: 'executive', reason });
    }
    const text = answerTo(this.#post, this.#chance);
    const promised = live ? null : this.#promise();
    this.#do(this.#chance.whole(4, live ? 12 : 120), by, {
      kind: 'reply',
      text: promised === null ? text : `${text} ${promised.said}`,
      promise: promised?.promise ?? null,
    });
    const repliedAt = this.#at;
    this.#goOn(by, live);
    if (promised !== null) this.#endPromise(by, promised, repliedAt);
  }

  /** Some answers to complaints promise something. By a chance of its own: the rest of the story stays as it was. */
  #promise(): { said: string; kept: string; promise: Promised } | null {
    const { id, kind, place, tongue, to } = this.#post;
    const chance = chanceOf(this.#seed, 'promise', id);
    if (kind !== 'complaint' || !chance.is(promisedShare)) return null;
    const { said, what, hours, kept } = chance.one(promises);
    const filled = (line: string) => fill(line, institutions[to], { place, began: 0 }, tongue, chance);
    return {
      said: filled(lineOf(said, tongue, chance)),
      kept,
      promise: { what: filled(what), hours },
    };
  }

  /** Most promises are kept in time, some late, some given up, and of some nobody says anything more. */
  #endPromise(
    by: MemberKey,
    { kept, promise }: { kept: string; promise: Promised },
    repliedAt: number,
  ): void {
    const chance = chanceOf(this.#seed, 'kept', this.#post.id);
    const lot = chance.share();
    const at = (share: number) => repliedAt + share * promise.hours * hour;
    const act = (story: number, does: Doing) => this.acts.push({ post: this.#post.id, story, by, does });
    if (lot < 0.66) act(at(0.4 + 0.5 * chance.share()), { kind: 'keep', evidence: kept });
    else if (lot < 0.8) act(at(1.1 + 0.6 * chance.share()), { kind: 'keep', evidence: kept });
    else if (lot < 0.87) act(at(0.8), { kind: 'give up', why: notKept });
    this.acts.sort((a, b) => a.story - b.story);
  }

  /** About some complaints the chief executive asks staff; most report in time, and of some nobody has heard yet. By a chance of its own, as promises. */
  askStaff(): void {
    const { id, kind, to, story } = this.#post;
    const chance = chanceOf(this.#seed, 'ask', id);
    if (kind !== 'complaint' || !chance.is(askedShare)) return;
    const { question, report, suggestion } = chance.one(followUps);
    const hours = 24;
    const at = (share: number) => story + (1 + share * hours) * hour;
    const act = (when: number, by: MemberKey, does: Doing) =>
      this.acts.push({ post: id, story: when, by, does });
    act(at(0), 'executive', { kind: 'ask', to, question, hours });
    if (chance.is(0.75)) {
      act(at(0.3 + 0.5 * chance.share()), to, { kind: 'report', words: report, suggestion });
      if (chance.is(0.6)) act(at(0.9), 'executive', { kind: 'accept report' });
    }
    this.acts.sort((a, b) => a.story - b.story);
  }

  /** After the answer it depends on what the author says to it. */
  #goOn(by: MemberKey, live: boolean): void {
    const { id, tongue } = this.#post;
    const first = reactionTo(this.#seed, { post: id, tongue });
    let waits = first?.after ?? 0;
    if (first?.content === false) {
      const text = answerTo({ ...this.#post, outage: false }, this.#chance);
      const second = `re-${id}`;
      this.#do(
        waits / minute + this.#chance.whole(10, live ? 30 : 90),
        by,
        { kind: 'reply', text, promise: null },
        second,
      );
      waits = reactionTo(this.#seed, { post: second, tongue })?.after ?? 0;
    }
    // Where nobody answers back, some cases simply wait for their author.
    if (waits > 0 || this.#chance.is(0.6))
      this.#do(waits / minute + this.#chance.whole(45, 8 * 60), by, { kind: 'resolve' });
  }

  #do(minutes: number, by: MemberKey, does: Doing, post = this.#post.id): void {
    this.#at += minutes * minute;
    this.acts.push({ post, story: this.#at, by, does });
  }
}

function answerTo(post: StoryPost, chance: Chance): string {
  const institution = institutions[post.to];
  const { answers } = institution;
  const lines: Lines = post.outage
    ? answers.outage
    : post.kind === 'abuse'
      ? answers.complaint
      : answers[post.kind];
  const tongue: Tongue = lines[post.tongue] === undefined ? 'en' : post.tongue;
  const about = { place: post.place, began: 0 };
  return fill(lineOf(lines, tongue, chance), institution, about, tongue, chance);
}
