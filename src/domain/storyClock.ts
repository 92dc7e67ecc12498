/** The clock of a demonstration that is played: what it showed at an instant, and how fast it runs. */
export interface StoryClock {
  /** Milliseconds since the midnight in which day 1 began, at `asOf`. */
  story: number;
  asOf: Date;
  /** Milliseconds of the story in one of the real clock. */
  speed: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** Which day of the story it is, from 1, and the time of day as "09:05". Pure. */
export function storyTime(clock: StoryClock, now: Date): { day: number; time: string } {
  const story = Math.max(0, clock.story + (now.getTime() - clock.asOf.getTime()) * clock.speed);
  const minutes = Math.floor((story % day) / minute);
  const two = (number: number) => String(number).padStart(2, '0');
  return { day: Math.floor(story / day) + 1, time: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` };
}
