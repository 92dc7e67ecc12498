import type { Rank } from '../../src/understanding/places.ts';

/** A name and what it may mean, as a source gives it. */
export interface Named {
  country: string;
  name: string;
  /** The region in any of its spellings. */
  region: string;
  rank: Rank;
  weight: number;
}
