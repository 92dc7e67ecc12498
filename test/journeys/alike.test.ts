/** A contest's identical posts are one line of the queue, an outage's different ones are not; nothing is lost: all are counted, listed, and come up one by one. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CasePage, CaseRow, CaseView } from '../../src/api/contract.ts';
import { nothingFound } from '../../src/domain/finding.ts';
import { readOnce } from '../../src/jobs/readPosts.ts';
import { deletion, hear, item, rows, serve } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
const deps = () => ({
  storage: open.server.storage,
  // What is alike is not told by models.
  read: async (posts: readonly { text: string }[]) =>
    posts.map(({ text }) =>
      text.includes('on fire')
        ? { ...nothingFound(), severity: { name: 'danger' as const, sure: 90, because: [] } }
        : nothingFound(),
    ),
  models: () => 'test',
  now: () => new Date(),
  log: () => undefined,
});
async function readAll(): Promise<void> {
  for (let n = 0; n < 3; n++) while (await readOnce(deps(), 'test/reading'));
}
const write = async (posts: readonly { by: string; key?: string; text: string; minute?: number }[]) => {
  const mentions = [open.desk.house.did];
  const items = posts.map(({ by, key = by, text, minute = 1 }) =>
    item({ did: `did:plc:${by}`, key, minute, text, mentions }),
  );
  for (let at = 0; at < items.length; at += 500)
    await hear(open.desk, open.desk.house, items.slice(at, at + 500));
  await serve(open.server.storage);
  await readAll();
};
const page = (query: string) => open.ask<CasePage>('GET', `/api/cases?${query}`);
const queue = async () => (await page('view=queue')).rows;
const counts = () => open.ask<Record<string, number>>('GET', '/api/cases/counts');
async function every(query: string): Promise<CaseRow[]> {
  const all: CaseRow[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const one: CasePage = await page(
      `${query}&limit=200${next === '' ? '' : `&after=${encodeURIComponent(next)}`}`,
    );
    all.push(...one.rows);
    next = one.next;
  }
  return all;
}

beforeEach(async () => {
  open = await openDeskInApi();
});
afterEach(() => open.server.close());

const contest = (word: string) =>
  `I want to win the ${word} holiday hamper, pick me because my family never had a summer like this! #${word}`;

it('makes of 1,700 identical posts one line, and lists them all where somebody asks', async () => {
  await write(
    Array.from({ length: 1_700 }, (_, n) => ({
      by: `fan${n}`,
      text: `${'@'}water.example ${contest('Karoo')}`,
    })),
  );
  const all = await queue();
  expect(all).toHaveLength(1);
  expect(all[0]?.alike).toMatchObject({ posts: 1_700, folded: false });
  expect((await counts()).queue).toBe(1);
  const theirs = await every(`view=all&campaign=${all[0]?.alike?.campaign}`);
  expect(theirs).toHaveLength(1_700);
  expect(theirs.filter((row) => row.alike?.folded)).toHaveLength(1_699);
  const view = await open.ask<CaseView>('GET', `/api/cases/${theirs[0]?.id}`);
  expect(view.history.map(({ action }) => action)).toContain('alike_found');
  await open.ask('POST', `/api/cases/${all[0]?.id}/resolve`, {});
  await readAll();
  const next = await queue();
  expect(next).toHaveLength(1);
  expect(next[0]?.id).not.toBe(all[0]?.id);
}, 120_000);

const clauses = (
  'no water since dawn|the tap is dry|my shop is closed|children cannot wash|who answers here|call centre says nothing|again this month|we pay every bill|the tank is empty|neighbours buy from trucks|' +
  'it smells of iron|pressure fell at noon|the school sent them home|please send a bowser|third day now|nobody picks the phone|my mother is angry|the pump made noise|they dug our road|a pipe burst nearby|' +
  'maji hakuna kabisa|tumechoka na ahadi|tangu asubuhi mapema|watoto wanateseka sana|bili tunalipa kila mwezi|simu haipokelewi|mtaa mzima umekauka|fundi hajafika bado|tunanunua kwa ndoo|hali ni mbaya|' +
  'plus d’eau ici|personne ne répond|depuis trois jours|on paie pourtant|le robinet est sec|c’est insupportable|les enfants ont soif|quand viendrez-vous|la rue est inondée|encore une panne'
).split('|');

const places =
  'here|kwetu|in Block C|near the market|chez nous|behind the church|opposite the clinic|mtaani|in phase two|at the corner'.split(
    '|',
  );

it('leaves 1,000 different posts about one outage as they are', async () => {
  // As many people as have five things to say in an order of their own, chosen by a fixed sequence of numbers.
  let seed = 1;
  const chance = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed;
  };
  const of = (list: readonly string[]) => list[chance() % list.length];
  const said = () =>
    Array.from({ length: 5 }, () => `${of(clauses)} ${of(places)} ${chance() % 90}`).join(', ');
  await write(Array.from({ length: 1_000 }, (_, n) => ({ by: `hit${n}`, text: said() })));
  const all = await every('view=queue');
  expect(all).toHaveLength(1_000);
  expect(all.filter(({ alike }) => alike !== null)).toEqual([]);
}, 120_000);

it('shows an author who repeats themselves once, however short', async () => {
  const text = 'Where is my refund?';
  await write([
    { by: 'zola', key: 'one', text, minute: 1 },
    { by: 'zola', key: 'two', text: text.toUpperCase(), minute: 2 },
    { by: 'zola', key: 'three', text: `${text} 😡`, minute: 3 },
    { by: 'other', text, minute: 4 },
  ]);
  expect(
    (await queue()).map(({ alike, author }) => [author.handle.split('.')[0], alike?.posts ?? 0]),
  ).toEqual([
    ['zola', 3],
    ['other', 0],
  ]);
});

it('folds nobody who is in danger, is looked after, or says more than the others', async () => {
  const text = contest('Gariep');
  await write([{ by: 'lead', text }]);
  await write([{ by: 'more', text: 'My meter 12 is broken since the storm of last week.', minute: 2 }]);
  await write([
    { by: 'fire', text: `${text} My roof is on fire`, minute: 3 },
    { by: 'plain', text, minute: 3 },
  ]);
  const handles = async () => (await queue()).map(({ author }) => author.handle.split('.')[0]).sort();
  expect(await handles()).toEqual(['fire', 'lead', 'more']);
  const [plain] = (await every('view=all')).filter(({ author }) => author.handle.startsWith('plain'));
  expect(plain?.alike).toMatchObject({ posts: 3, folded: true });
  await open.ask('POST', `/api/cases/${plain?.id}/claim`, {});
  await open.ask('POST', `/api/cases/${plain?.id}/severity`, { severity: 3, vulnerable: false });
  expect(await handles()).toEqual(['fire', 'lead', 'more', 'plain']);
});

it('keeps nothing of a post that is gone but its number, and compares with what stands', async () => {
  const text = contest('Orange');
  await write([{ by: 'gone', text }]);
  await open.take(deletion('did:plc:gone', 'gone'));
  await write([{ by: 'late', text, minute: 60 }]);
  expect((await queue()).find(({ author }) => author.handle.startsWith('late'))?.alike).toBeNull();
  for (const print of await rows<{ print: number }>(open.desk, 'post_print'))
    expect(Number.isInteger(print.print)).toBe(true);
});
