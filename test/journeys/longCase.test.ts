/** A case that is longer than what is opened with it: the rest is read in pages, each post and each fact once. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CasePage, CaseView, EarlierFacts, EarlierPosts } from '../../src/api/contract.ts';
import { addressOf, item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

const posts = 450;
let open: DeskInApi;
let caseId: string;

beforeAll(async () => {
  open = await openDeskInApi();
  const did = 'did:plc:aline';
  const root = addressOf(did, 'k0');
  await open.take(
    ...Array.from({ length: posts }, (_, n) =>
      item({
        did,
        key: `k${n}`,
        // Three posts of each minute: what has the same time has an order too.
        minute: Math.floor(n / 3),
        text: `word ${n}`,
        mentions: [open.desk.house.did],
        ...(n === 0 ? {} : { root }),
      }),
    ),
  );
  caseId = (await open.ask<CasePage>('GET', '/api/cases?view=all')).rows[0]?.id ?? '';
});
afterAll(() => open.server.close());

it('is opened at its end, and its posts before are there to be asked for', async () => {
  const shown = await open.ask<CaseView>('GET', `/api/cases/${caseId}`);
  expect(shown).toMatchObject({ morePosts: true });
  expect(shown.posts).toHaveLength(50);
  let all = shown.posts;
  for (let more = true; more; ) {
    const before: EarlierPosts = await open.ask('GET', `/api/cases/${caseId}/posts?before=${all[0]?.id}`);
    all = [...before.posts, ...all];
    more = before.more;
  }
  expect(new Set(all.map(({ id }) => id)).size).toBe(posts);
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).sort());
  expect(all[0]).toMatchObject({ text: 'word 0', by: { handle: 'aline.example' } });
  const none: EarlierPosts = await open.ask('GET', `/api/cases/${caseId}/posts?before=${all[0]?.id}`);
  expect(none).toEqual({ posts: [], more: false });
});

it('is answered at its last question, however much of ours came after it', async () => {
  const did = 'did:plc:bernard';
  const [root, own] = [addressOf(did, 'r'), open.desk.house.did];
  await open.take(
    item({ did, key: 'r', minute: 1, text: 'Where is the tanker?', mentions: [own] }),
    ...Array.from({ length: 60 }, (_, n) =>
      item({ did: own, key: `h${n}`, minute: 2 + n, text: `It is at stop ${n}.`, root }),
    ),
  );
  const { rows } = await open.ask<CasePage>('GET', '/api/cases?view=all');
  const other = rows.find(({ id }) => id !== caseId)?.id ?? '';
  const shown = await open.ask<CaseView>('GET', `/api/cases/${other}`);
  expect(shown.posts.map(({ direction }) => direction)).toEqual(Array(50).fill('house'));
  const { posts: before }: EarlierPosts = await open.ask(
    'GET',
    `/api/cases/${other}/posts?before=${shown.posts[0]?.id}`,
  );
  expect(before[0]).toMatchObject({ id: shown.answering, text: 'Where is the tanker?' });
  expect(shown.permissions.some(({ allowed }) => allowed)).toBe(true);
});

it('has its whole history', async () => {
  for (const tag of Array.from({ length: 60 }, (_, n) => `t${n % 2}`))
    await open.ask('POST', `/api/cases/${caseId}/tags`, { tags: [tag] });
  const shown = await open.ask<CaseView>('GET', `/api/cases/${caseId}`);
  expect(shown).toMatchObject({ moreHistory: true });
  expect(shown.history).toHaveLength(50);
  let all = shown.history;
  for (let more = true; more; ) {
    const before: EarlierFacts = await open.ask(
      'GET',
      `/api/cases/${caseId}/history?before=${all[0]?.sequence}`,
    );
    all = [...before.history, ...all];
    more = before.more;
  }
  const numbers = all.map(({ sequence }) => sequence);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  expect(all[0]?.action).toBe('case_opened');
  expect(all.filter(({ action }) => action === 'post_heard')).toHaveLength(posts - 1);
});

it.each(['posts?before=1', 'posts', 'history?before=0'])('refuses %s in words', async (wanted) => {
  const answer = await open.server.ask({ url: `/api/cases/${caseId}/${wanted}`, as: open.admin });
  expect(answer).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
});
