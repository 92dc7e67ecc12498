/** What arrives out of order, and what must not outlive the post it belongs to. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { addMedia } from '../../src/storage/media.ts';
import { migrate } from '../../src/storage/migrate.ts';
import {
  at,
  type Desk,
  deletion,
  hear,
  type Item,
  item,
  makeDesk,
  rows,
  serve,
  tablesWith,
} from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    desk = await makeDesk(storage);
  });

  const did = 'did:plc:amina';
  const complaint = (key: string, minute: number, more: { version?: number; text?: string } = {}) =>
    item({ did, key, minute, text: 'No water.', mentions: [desk.house.did], ...more });
  const named = (one: Item, handle: string): Item => {
    const payload = one.payload as { author: object };
    return { ...one, payload: { ...payload, author: { ...payload.author, handle } } };
  };
  const take = async (...items: Item[]) => {
    await hear(desk, desk.house, items);
    await serve(storage);
  };

  test.each(['together', 'one after the other'])(
    'an edit that is heard before its post is shown as an edit (%s)',
    async (how) => {
      const edit = complaint('ask', 41, { version: 1, text: 'No water since Monday.' });
      const first = complaint('ask', 40);
      if (how === 'together') await take(edit, first);
      else {
        await take(edit);
        await take(first);
      }
      const posts = await rows<{ text: string; edited_at: Date | null }>(desk, 'post');
      expect(posts).toMatchObject([{ text: 'No water since Monday.', edited_at: expect.any(Date) }]);
    },
  );

  test('a post that arrives late does not give its author an old name back', async () => {
    const handle = async () => (await rows<{ handle: string }>(desk, 'identity'))[0]?.handle;
    await take(named(complaint('second', 45), 'amina-n.example'));
    await take(named(complaint('first', 40), 'amina.example'));
    expect(await handle()).toBe('amina-n.example');
    await take(named(complaint('third', 50), 'amina-new.example'));
    expect(await handle()).toBe('amina-new.example');
    await take(named(complaint('late', 47), 'amina-n.example'));
    expect(await handle()).toBe('amina-new.example');
    await take(
      named(complaint('later', 48), 'amina-n.example'),
      named(complaint('latest', 51), 'amina-last.example'),
    );
    expect(await handle()).toBe('amina-last.example');
  });

  test('of what is not for us no words are kept', async () => {
    await take(item({ did, key: 'elsewhere', minute: 40, text: 'Zanzibarquartz is lovely.' }));
    expect(await rows(desk, 'raw_item')).toHaveLength(1);
    expect(await tablesWith(storage, 'Zanzibarquartz')).toEqual([]);
  });

  test('what was set aside of a post is erased with the post', async () => {
    const one = complaint('strange', 40);
    const payload = { ...(one.payload as object), record: { words: 'Zanzibaramethyst' } };
    await take({ ...one, payload }, complaint('other', 41));
    expect(await tablesWith(storage, 'Zanzibaramethyst')).toEqual(['raw_item']);
    await take(deletion(did, 'strange'));
    expect(await tablesWith(storage, 'Zanzibaramethyst')).toEqual([]);
    expect(await rows(desk, 'set_aside_item')).toMatchObject([{ replayed_at: expect.any(Date) }]);
  });

  test('the picture of a post goes with the post', async () => {
    const address = 'https://pictures.example/amina/1';
    await take(complaint('ask', 40), complaint('other', 41));
    await sql`update post set media = ${JSON.stringify([{ kind: 'image', address, alt: null, type: null }])}
      where organisation_id = ${desk.organisationId} and network_id like '%ask'`.execute(storage.system);
    const keep = (from: string | null) =>
      storage.inOrganisation(desk.organisationId, (tx) =>
        addMedia(tx, desk.organisationId, {
          address: from,
          type: 'image/png',
          bytes: Buffer.from('x'),
          width: 1,
          height: 1,
          at: at(40),
        }),
      );
    await keep(address);
    const others = [await keep('https://pictures.example/thabo/1'), await keep(null)];
    await take(deletion(did, 'ask'));
    expect((await rows<{ id: string }>(desk, 'media')).map(({ id }) => id).sort()).toEqual(others.sort());
  });
});
