/** What a telling of the story is asked for, and how it counts time. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** Days that are over when the story begins to be played. */
export const pastDays = 14;

export interface Telling {
  seed: string;
  /** Where the played part begins, in milliseconds of the story: on day 15, at the time of day that it is. */
  liveFrom: number;
}
