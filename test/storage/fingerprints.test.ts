/** The program and the database make the same fingerprint of a name. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { keepConversations, keepIdentities } from '../../src/storage/identities.ts';
import { newId } from '../../src/storage/ids.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type Desk, makeDesk } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 2 });
    desk = await makeDesk(storage);
  });
  afterAll(() => storage.close());

  const network = 'bluesky' as const;
  const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });

  test('whatever the name: with characters that Postgres cannot hold, without pairs, of any script', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(names, { minLength: 1, maxLength: 20 }), async (heard) => {
        const wanted = heard.map((networkId) => ({
          network,
          networkId,
          handle: null,
          name: null,
          at: new Date(),
        }));
        await storage.inOrganisation(desk.organisationId, async (tx) => {
          const kept = await keepIdentities(
            tx,
            desk.organisationId,
            new Map(wanted.map((w) => [`${network} ${w.networkId}`, w])),
          );
          for (const [thread, { id, authorId }] of kept) {
            const conversation = {
              network,
              thread,
              identityId: id,
              authorId,
              institutionId: newId(),
              visibility: 'public' as const,
              unitId: null,
            };
            await keepConversations(tx, desk.organisationId, new Map([[thread, conversation]]));
          }
        });
      }),
      { numRuns: 30 },
    );
    const wrong = await sql<{ n: number; all: number }>`
      select count(*) filter (where fingerprint <> network_fingerprint(network, network_id))::integer as n, count(*)::integer as all from identity`.execute(
      storage.system,
    );
    expect(wrong.rows[0]?.n).toBe(0);
    expect(wrong.rows[0]?.all).toBeGreaterThan(30);
    const threads = await sql<{ n: number }>`
      select count(*)::integer as n from conversation where fingerprint <> network_fingerprint(network, thread)`.execute(
      storage.system,
    );
    expect(threads.rows[0]?.n).toBe(0);
  });

  test('a row that comes without one gets it from the database', async () => {
    const id = newId();
    await sql`insert into identity (organisation_id, id, author_id, network, network_id, handle, first_heard_at)
      values (${desk.organisationId}, ${id}, ${id}, 'bluesky', 'did:plc:plain', 'plain', now())`.execute(
      storage.system,
    );
    const found = await storage.inOrganisation(desk.organisationId, (tx) =>
      keepIdentities(
        tx,
        desk.organisationId,
        new Map([
          [
            'bluesky did:plc:plain',
            { network, networkId: 'did:plc:plain', handle: null, name: null, at: new Date() },
          ],
        ]),
      ),
    );
    expect(found.get('bluesky did:plc:plain')?.id).toBe(id);
  });
});
