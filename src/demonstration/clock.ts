/** Two clocks and what joins them: that of the story, and the real one. */
import type { Telling } from './story/telling.ts';

/** The past lies at its true distance before the moment in which the demonstration was begun. */
export function instantOfPast({ liveFrom }: Pick<Telling, 'liveFrom'>, begun: Date, story: number): Date {
  return new Date(begun.getTime() - (liveFrom - story));
}

/** The played part: the story's clock runs `speed` times as fast as the real one, from where it stood when this program started. */
export class PlayedClock {
  readonly speed: number;
  readonly #story: number;
  #real: number;

  constructor(story: number, real: Date, speed: number) {
    this.#story = story;
    this.#real = real.getTime();
    this.speed = speed;
  }

  /** Stood still for so many milliseconds (the machine slept): the story goes on from where it was. */
  stoodStill(milliseconds: number): void {
    this.#real += milliseconds;
  }

  /** Milliseconds of the story. */
  storyAt(now: Date): number {
    return this.#story + (now.getTime() - this.#real) * this.speed;
  }

  /** When a moment of the story is, was or will be. */
  instantOf(story: number): Date {
    return new Date(this.#real + (story - this.#story) / this.speed);
  }
}
