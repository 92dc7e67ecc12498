/** What the program itself does for letterboxes: gives to houses what was handed over, and erases there whom a house erased. */
import { startErasingInLetterboxes } from './eraseInLetterboxes.ts';
import { startGivingToHouses } from './giveToHouses.ts';

/** Starts both; several programs may run them. */
export function startServingLetterboxes(deps: Parameters<typeof startGivingToHouses>[0]): {
  stop(): Promise<void>;
} {
  const jobs = [startGivingToHouses(deps), startErasingInLetterboxes(deps)];
  return {
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()));
    },
  };
}
