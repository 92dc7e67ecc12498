/** What an author deletes on the network: gone from every list at once, kept in its case until the network's term is over, then nowhere. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CasePage, CaseView, SearchPage } from '../../src/api/contract.ts';
import { forgetDeleted } from '../../src/jobs/forgetDeleted.ts';
import { eraseDueWords } from '../../src/storage/deletedWords.ts';
import { addMedia, findPostMedia } from '../../src/storage/media.ts';
import {
  addressOf,
  at,
  channelsWithTerms,
  deletion,
  hear,
  type Item,
  item,
  rows,
  serve,
  tablesWith,
} from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

const word = 'quartzpipe';
const writer = 'did:plc:amina';
/** When the workers' clock says that the deletion was heard of; the network's is ahead of it. */
const heardAt = at(45);
const hours = (n: number) => new Date(heardAt.getTime() + n * 3_600_000);
let open: DeskInApi;
let n = 0;

beforeAll(async () => {
  open = await openDeskInApi();
});
afterAll(() => open.server.close());
beforeEach(async () => {
  await forgetDeleted({ storage: open.server.storage, now: () => hours(1_000) });
  n += 1;
});

const key = () => `p${n}`;
const post = (more: object = {}) => {
  const one = item({
    did: writer,
    key: key(),
    minute: 40,
    text: `No water ${word}${n}`,
    mentions: [open.desk.house.did],
    ...more,
  });
  Object.assign((one.payload as { author: object }).author, { home: `${word}${n} street` });
  return one;
};
const take = async (...items: Item[]) => {
  await hear(open.desk, open.desk.house, items);
  await serve(open.server.storage, channelsWithTerms);
};
const forget = (now: Date) => forgetDeleted({ storage: open.server.storage, now: () => now });
const traces = () => tablesWith(open.server.storage, `${word}${n}`);
const stored = async () =>
  (await rows<{ id: string; network_id: string; conversation_id: string }>(open.desk, 'post')).find(
    ({ network_id }) => network_id === addressOf(writer, key()),
  ) ?? { id: '', conversation_id: '' };
async function shown(): Promise<CaseView['posts'][number] | undefined> {
  const { id, conversation_id } = await stored();
  const [of] = (
    await sql<{ case_id: string }>`select case_id from conversation where id = ${conversation_id}`.execute(
      open.server.storage.system,
    )
  ).rows;
  const view = await open.ask<CaseView>('GET', `/api/cases/${of?.case_id}`);
  return view.posts.find((one) => one.id === id);
}

it('leaves every list, search and export at once, and stays in its case until the term is over', async () => {
  const pictured = post();
  const payload = pictured.payload as { record: object };
  Object.assign(payload, { pictures: 'https://pictures.example/{did}/{cid}' });
  Object.assign(payload.record, {
    embed: {
      $type: 'app.bsky.embed.images',
      images: [
        { alt: 'A tap', image: { $type: 'blob', ref: { $link: 'bafyp' }, mimeType: 'image/png', size: 9 } },
      ],
    },
  });
  await take(pictured);
  const { id } = await stored();
  const picture = {
    type: 'image/png',
    width: 1,
    height: 1,
    bytes: Buffer.from(`${word}${n}`),
    at: new Date(),
  };
  const inDesk = <T>(work: Parameters<typeof open.server.storage.inOrganisation<T>>[1]) =>
    open.server.storage.inOrganisation(1, work);
  const media = await inDesk((tx) => findPostMedia(tx, 1, id, 0));
  await inDesk((tx) => addMedia(tx, 1, { ...picture, address: media?.address ?? null }));
  await take(deletion(writer, key()));

  expect(await shown()).toMatchObject({
    text: null,
    deletedAt: expect.any(String),
    deletedWords: { text: `No water ${word}${n}`, until: hours(24).toISOString() },
    media: [{ kind: 'image' }],
  });
  const { rows: listed } = await open.ask<CasePage>('GET', '/api/cases?view=all');
  expect(listed.map(({ words }) => words)).toEqual([null]);
  const search = await open.ask<SearchPage>('GET', `/api/search?q=${word}${n}&before=2099-01-01T00:00:00Z`);
  expect(search.hits).toEqual([]);
  for (const url of ['/api/cases/export?view=all', `/api/search/export?q=water&before=2099-01-01T00:00:00Z`])
    expect((await open.server.ask({ url, as: open.admin })).text).not.toContain(word);
  expect(await inDesk((tx) => findPostMedia(tx, 1, id, 0))).not.toBeNull();

  expect(await forget(new Date(hours(24).getTime() - 1))).toBe(0);
  expect((await traces()).sort()).toEqual(['post', 'post_whereabouts', 'raw_item']);
  expect(await forget(hours(24))).toBe(1);
  expect(await traces()).toEqual([]);
  expect(await rows(open.desk, 'deleted_words')).toEqual([]);
  expect(await inDesk((tx) => findPostMedia(tx, 1, id, 0))).toBeNull();
  expect((await rows<{ bytes: Buffer }>(open.desk, 'media')).length).toBe(0);
  expect(await shown()).toMatchObject({ text: null, deletedWords: null, media: [] });
});

it('ends the same whatever comes late, twice or in another order', async () => {
  const edited = post({ text: `Still no water ${word}${n}`, version: 1 });
  await take(post());
  await take(deletion(writer, key()), deletion(writer, key()));
  await take(edited, post(), deletion(writer, key()));
  await hear(open.desk, open.desk.executive, [post()]);
  await take();
  expect((await shown())?.deletedWords?.text).toBe(`No water ${word}${n}`);
  expect(await forget(hours(24))).toBe(1);
  expect(await forget(hours(24))).toBe(0);
  await take(post(), edited);
  expect(await traces()).toEqual([]);
  expect((await shown())?.text).toBeNull();
});

it('goes at once where the deletion came first, with it, or when the term was over', async () => {
  await take(deletion(writer, key()));
  await take(post());
  n += 1;
  await take(post(), deletion(writer, key()));
  expect(await traces()).toEqual([]);
  n += 1;
  await take(post());
  await take(deletion(writer, key(), -24 * 60));
  expect(await rows(open.desk, 'deleted_words')).toEqual([]);
  expect(await traces()).toEqual([]);
});

it('is done once more where the program is killed, and once where two are at it', async () => {
  const { storage } = open.server;
  const first = n;
  for (; n < first + 5; n += 1)
    await take(post(), item({ did: writer, key: `other${n}`, minute: 41, text: 'Here' }));
  for (n = first; n < first + 5; n += 1) await take(deletion(writer, key()));
  const killed = storage.inOrganisation(1, async (tx) => {
    expect(await eraseDueWords(tx, 1, hours(24), 2)).toBe(2);
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect(await rows(open.desk, 'deleted_words')).toHaveLength(5);
  const both = await Promise.all([forget(hours(24)), forget(hours(24))]);
  expect(both[0] + both[1]).toBe(5);
  expect(await tablesWith(storage, word)).toEqual([]);
});

it('goes with its author when they are erased before', async () => {
  await take(post());
  await take(deletion(writer, key()));
  const { rows: all } = await open.ask<CasePage>('GET', '/api/cases?view=all');
  await open.ask('POST', `/api/cases/${all[0]?.id}/erasure`, { confirm: String(all[0]?.number) });
  expect(await rows(open.desk, 'deleted_words')).toEqual([]);
  expect(await traces()).toEqual([]);
});
