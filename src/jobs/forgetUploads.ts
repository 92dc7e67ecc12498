/** Removes files that were uploaded for a follow-up and attached to none: by the next day nobody is still writing. */
import type { Storage } from '../storage/database.ts';
import { organisationsWithUnattached, removeUnattached } from '../storage/followUpFiles.ts';
import { repeating } from './repeating.ts';

interface Deps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 3_600_000;
const awayMilliseconds = 10_000;
const keptMilliseconds = 86_400_000;

/** Starts the job; several programs may run it. */
export function startForgettingUploads(deps: Deps): { stop(): Promise<void> } {
  return repeating({
    async round() {
      await forgetUploads(deps);
      return idleMilliseconds;
    },
    failed: 'forgetting_uploads_failed',
    log: deps.log,
    awayMilliseconds,
  });
}

/** Removes every upload that waited for a day to be attached; answers how many. */
export async function forgetUploads({ storage, now }: Pick<Deps, 'storage' | 'now'>): Promise<number> {
  const before = new Date(now().getTime() - keptMilliseconds);
  let removed = 0;
  for (const organisationId of await organisationsWithUnattached(storage.system, before))
    removed += await storage.inOrganisation(organisationId, (tx) =>
      removeUnattached(tx, organisationId, before),
    );
  return removed;
}
