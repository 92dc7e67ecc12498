/** The day that is played: the street publishes, the listener hears it like any network, and some colleagues are at work. */

import type { Channel } from '../channels/channel.ts';
import type { Network } from '../domain/network.ts';
import type { Storage } from '../storage/database.ts';
import { PlayedClock } from './clock.ts';
import { Colleagues, type DemonstrationDesk } from './colleagues.ts';
import { actsUntil } from './playPast.ts';
import type { Act } from './story/plan.ts';
import type { StoryPost } from './story/tell.ts';
import { day, hour, type Telling } from './story/telling.ts';
import type { InstitutionKey } from './story/words.ts';
import type { Street } from './street.ts';

export interface PlayDeps {
  storage: Storage;
  channels: Record<Network, Channel>;
  desk: DemonstrationDesk;
  street: Street;
  telling: Telling;
  speed: number;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

export interface Player {
  clock: PlayedClock;
  stop(): Promise<void>;
}

const tickMilliseconds = 500;
/** A longer one means that the machine slept. */
const longestTick = 20_000;
/** How far ahead acts are looked up, and how far back the posts lie that they are about. */
const ahead = hour;
const back = 1.5 * day;
/** A post that did not come to the desk yet is looked for again; so many times. */
const mostLooks = 20;

/** In the thick of an outage the network asks everybody to wait a moment: whoever answers then sees how that looks. */
const busyMilliseconds = 12_000;
const isCrowd = ({ outage, id }: StoryPost) => outage && id.endsWith('-7');

type Planned = Act & { to: InstitutionKey; looks: number };

/** Plays on from where the street stands until it is stopped. */
export function playOn(deps: PlayDeps): Player {
  const { street, telling, speed } = deps;
  const clock = new PlayedClock(Math.max(street.position, telling.liveFrom), deps.now(), speed);
  const colleagues = new Colleagues({ ...deps, alone: false });
  const agenda = new Agenda(telling, clock.storyAt(deps.now()));
  const stopping = new AbortController();
  const pace = {
    instantOf: (story: number) => clock.instantOf(story),
    realOf: (span: number) => span / speed,
  };
  let last = deps.now();
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const now = deps.now();
        const gap = now.getTime() - last.getTime();
        last = now;
        if (gap > longestTick) clock.stoodStill(gap - tickMilliseconds);
        const story = clock.storyAt(now);
        street.answersCame();
        const { told } = await street.publish(story, now, pace);
        if (told.some(isCrowd)) await street.beBusy(new Date(now.getTime() + busyMilliseconds));
        for (const act of agenda.due(story)) {
          if (stopping.signal.aborted) break;
          const done = await colleagues.act(act, deps.desk.accounts[act.to], deps.now());
          if (done === 'not there') agenda.again(act, story + speed * 1_000);
        }
      } catch (error) {
        deps.log('demonstration_failed', { reason: error instanceof Error ? error.message : String(error) });
      }
      await rest(tickMilliseconds, stopping.signal);
    }
  })();
  return {
    clock,
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

/** What members will do, looked up a while ahead. */
class Agenda {
  readonly #telling: Telling;
  #known: number;
  #acts: Planned[] = [];

  constructor(telling: Telling, from: number) {
    this.#telling = telling;
    this.#known = from;
  }

  /** Everything that is to be done by now, taken from the agenda. */
  due(story: number): Planned[] {
    if (story + ahead / 2 > this.#known) this.#lookAhead(story + ahead);
    const due = this.#acts.filter((act) => act.story <= story);
    this.#acts = this.#acts.filter((act) => act.story > story);
    return due;
  }

  /** Later once more. */
  again(act: Planned, story: number): void {
    if (act.looks < mostLooks) this.#acts.push({ ...act, story, looks: act.looks + 1 });
  }

  #lookAhead(until: number): void {
    const fresh = actsUntil(this.#telling, this.#known - back, until).filter(
      ({ story }) => story > this.#known && story <= until,
    );
    this.#acts.push(...fresh.map((act) => ({ ...act, looks: 0 })));
    this.#known = until;
  }
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
