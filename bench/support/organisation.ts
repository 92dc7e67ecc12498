import type { Storage } from '../../src/storage/database.ts';
import { newId } from '../../src/storage/ids.ts';
import { house } from './posts.ts';

/** An organisation with one institution and one connected account. */
export async function makeOrganisation(
  storage: Storage,
  name: string,
): Promise<{ organisationId: number; accountId: string; institutionId: string }> {
  return storage.asSystem(async (tx) => {
    const { id: organisationId } = await tx
      .insertInto('organisation')
      .values({ name, kind: 'institution' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx.insertInto('organisation_counter').values({ organisation_id: organisationId }).execute();
    const institutionId = newId();
    const accountId = newId();
    await tx
      .insertInto('institution')
      .values({ organisation_id: organisationId, id: institutionId, name, own: true })
      .execute();
    await tx
      .insertInto('connected_account')
      .values({
        organisation_id: organisationId,
        id: accountId,
        institution_id: institutionId,
        network: 'bluesky',
        network_id: house,
        handle: 'water.example',
        settings: '{}',
        lacks: '[]',
        watched: '[]',
      })
      .execute();
    return { organisationId, accountId, institutionId };
  });
}
