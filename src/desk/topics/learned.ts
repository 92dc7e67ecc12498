/** An organisation's topics, as whoever reads posts learns them. */
import type { Storage, Tenant } from '../../storage/database.ts';
import { topicLessons, topicsVersion } from '../../storage/topicLessons.ts';
import type { Topics } from '../../understanding/reader.ts';

/** The topics in the version that the tables have now; null where there never were any. What they are learned from is read only when it is asked for. */
export async function topicsOf(tx: Tenant, storage: Storage, organisationId: number): Promise<Topics | null> {
  const version = await topicsVersion(tx, organisationId);
  if (version === 0) return null;
  return {
    key: String(organisationId),
    version,
    taught: () => storage.byKeys(organisationId, (later) => topicLessons(later, organisationId)),
  };
}
