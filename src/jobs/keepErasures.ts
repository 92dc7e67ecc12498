/** Writes what authors deleted, and which authors were erased, into the file beside the database, a little later than it happened. */
import type { Storage } from '../storage/database.ts';
import { erasuresKept, erasuresNotIn } from '../storage/erasures.ts';
import { erasuresFileIn, keepInFile } from '../storage/erasuresFile.ts';
import { organisationIds } from '../storage/organisations.ts';

const everyMilliseconds = 30_000;

/** Brings the file in `folder` up to date; answers how many deletions and erasures were added. */
export async function keepErasures(storage: Pick<Storage, 'system'>, folder: string): Promise<number> {
  const file = await erasuresFileIn(folder);
  let added = 0;
  for (const organisationId of await organisationIds(storage.system)) {
    for (;;) {
      const news = await erasuresNotIn(storage.system, file, organisationId);
      if (news === null) break;
      // The file first: cut short in between, they are written twice and never left out.
      await keepInFile(folder, news);
      await erasuresKept(storage.system, file, organisationId, news.to);
      added += news.posts.length + news.authors.length;
    }
  }
  return added;
}

/** Does so now and then until stopped, and once more at the end. */
export function startKeepingErasures(deps: {
  storage: Pick<Storage, 'system'>;
  folder: string;
  log(event: string, particulars: Record<string, string | number>): void;
}): { stop(): Promise<void> } {
  const keep = () =>
    keepErasures(deps.storage, deps.folder).catch((error: unknown) =>
      deps.log('erasures_not_kept', { reason: error instanceof Error ? error.message : String(error) }),
    );
  let last: Promise<unknown> = keep();
  const timer = setInterval(() => {
    last = last.then(keep);
  }, everyMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await last;
      await keep();
    },
  };
}
