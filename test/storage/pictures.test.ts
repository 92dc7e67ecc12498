/** Pictures on their way out with an answer. */
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { cleanImage } from '../../src/outside/image.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { addMedia } from '../../src/storage/media.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let at: AnsweringDesk;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    await sql`truncate reply cascade`.execute(storage.system);
    at = await deskThatAnswers(storage);
  });

  async function attach(bytes: Buffer): Promise<string> {
    const image = await cleanImage(bytes);
    const { organisationId } = at.desk;
    return storage.inOrganisation(organisationId, (tx) =>
      addMedia(tx, organisationId, { ...image, address: null, at: new Date() }),
    );
  }

  async function sendWith(mediaId: string): Promise<string> {
    const id = await at.send({ attachments: [{ mediaId, alt: 'The burst pipe, mended.' }] });
    at.wait(11);
    return id;
  }

  test('an answer whose picture is gone is refused and not sent without it', async () => {
    const mediaId = await attach(
      await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    );
    const id = await sendWith(mediaId);
    await sql`delete from media where id = ${mediaId}`.execute(storage.system);
    expect(await deliverNext(at.delivery())).toBe(true);
    expect(await at.reply(id)).toMatchObject({
      state: 'refused',
      code: 'media_gone',
      reason: expect.stringContaining('Attach it again'),
    });
    expect(at.network.sends).toBe(0);
  });

  test('a picture that is too large for the network goes out smaller', async () => {
    const { width, height } = { width: 2400, height: 1800 };
    const noise = sharp({
      create: {
        width,
        height,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 120, sigma: 60 },
      },
    });
    const mediaId = await attach(await noise.jpeg({ quality: 90 }).toBuffer());
    const id = await sendWith(mediaId);
    const { rows: kept } = await sql<{
      n: number;
    }>`select length(bytes) as n from media where id = ${mediaId}`.execute(storage.system);
    const mostBytes = at.delivery().channels.bluesky.abilities.attachments?.mostBytes ?? 0;
    expect(kept[0]?.n).toBeGreaterThan(mostBytes);
    expect(await deliverNext(at.delivery())).toBe(true);
    expect(await at.reply(id)).toMatchObject({ state: 'sent' });
    const [picture] = at.network.parcels[0]?.attachments ?? [];
    expect(picture?.bytes.length).toBeLessThanOrEqual(mostBytes);
    expect((picture?.width ?? 0) / (picture?.height ?? 1)).toBeCloseTo(width / height, 1);
  });
});
