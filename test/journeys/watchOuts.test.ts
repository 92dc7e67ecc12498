/** An account that answers our authors in our name: it is found, shown where it matters, decided, reported; its post is hidden for a reason and counted for everybody. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CasePage,
  CaseView,
  WatchOutsCount,
  WatchOutsPage,
  WatchSettings,
} from '../../src/api/contract.ts';
import { watchForImposters } from '../../src/jobs/watchForImposters.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { addressOf, item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';
import { ModeratedNetwork } from '../factories/moderatedNetwork.ts';

let open: DeskInApi;
let supervisor: Person;
let agent: Person;
let guest: Person;
const network = new ModeratedNetwork();
const [author, imposter] = ['did:plc:amina', 'did:plc:karoowaterhelp'];
const question = addressOf(author, 'q');
const lure = 'We are sorry. Kindly DM us your account number and PIN.';

beforeAll(async () => {
  open = await openDeskInApi(network.channel());
  supervisor = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  agent = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  guest = await join(open.server, open.admin, 'guest_agent', 'guest@water.example');
  await open.take(
    item({
      did: author,
      key: 'q',
      minute: 1,
      text: 'No water since Monday',
      mentions: [open.desk.house.did],
    }),
  );
});
afterAll(() => open.server.close());

/** The job looks at all that was heard. */
async function look() {
  const deps = { storage: open.server.storage, now: open.server.now, log: () => undefined };
  while (await watchForImposters(deps, 'test'));
}
const under = (did: string, key: string, minute: number, text: string) =>
  item({ did, key, minute, text, root: question, mentions: [open.desk.house.did] });
const list = async (which: 'suspected' | 'decided' = 'suspected', as = agent) =>
  (await open.ask<WatchOutsPage>('GET', `/api/watch-outs?list=${which}`, undefined, as)).rows;
const count = async () => (await open.ask<WatchOutsCount>('GET', '/api/watch-outs/count')).suspected;
const caseOf = async (name: string): Promise<CaseView> => {
  const { rows } = await open.ask<CasePage>('GET', '/api/cases?view=all');
  const row = rows.find((one) => one.author.name.startsWith(name));
  return open.ask<CaseView>('GET', `/api/cases/${row?.id ?? randomUUID()}`);
};
const audited = async () =>
  (await open.ask<{ action: string }[]>('GET', '/api/audit')).map(({ action }) => action);

describe('an account that answers in our name', () => {
  it('is not a neighbour, nor we, nor the author', async () => {
    await open.take(
      under('did:plc:kofi', 'k', 2, 'Same here, call their hotline'),
      under(open.desk.house.did, 'h', 3, 'We are sorry. Kindly DM us your account number.'),
      under(author, 'a', 4, 'My account number is 12345678, call me'),
    );
    await look();
    expect(await list()).toEqual([]);
    expect(await count()).toBe(0);
  });

  it('is found with its signs, its words and whom it answered', async () => {
    await open.take(under(imposter, 'i', 5, lure));
    await look();
    await look();
    const [found, ...others] = await list();
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      network: 'bluesky',
      handle: 'karoowaterhelp.example',
      state: 'suspected',
      like: expect.stringMatching(/karoo ?water/i),
      decided: null,
      reported: null,
      posts: 1,
      latest: [{ text: lure, answered: { name: expect.stringMatching(/^amina/) } }],
      report: { byProgram: true, address: expect.stringMatching(/^https:/) },
    });
    expect(found?.signs).toEqual(expect.arrayContaining(['look_alike', 'asks_private', 'moves_away']));
    expect(JSON.stringify(found)).not.toMatch(/follower|verified/i);
    expect(await count()).toBe(1);
  });

  it('is told in the case of whom it answered, and in its own', async () => {
    const answered = await caseOf('amina');
    expect(answered.watchOuts).toMatchObject([{ handle: 'karoowaterhelp.example', writesHere: false }]);
    const told = answered.history.filter(({ action }) => action === 'watch_out_found');
    expect(told).toHaveLength(1);
    expect(told[0]?.particulars).not.toHaveProperty('text');
    expect((await caseOf('karoowaterhelp')).watchOuts).toMatchObject([{ writesHere: true }]);
    expect((await caseOf('kofi')).watchOuts).toEqual([]);
  });

  it('changes nothing about who is served when', async () => {
    const { rows } = await open.ask<CasePage>('GET', '/api/cases?view=queue');
    const { row } = await caseOf('karoowaterhelp');
    expect(rows.map(({ id }) => id)).toContain(row.id);
    expect(row).toMatchObject({ state: 'new', abusive: null, blocked: null });
  });
});

describe('what it is', () => {
  const decide = (state: string, as: Person, id: string) =>
    open.ask('PUT', `/api/watch-outs/${id}`, { state }, as);

  it('is said by a supervisor, and taken back', async () => {
    const [found] = await list();
    const id = found?.id ?? '';
    await expect(list('suspected', guest)).rejects.toThrow(/403/);
    await expect(decide('imposter', agent, id)).rejects.toThrow(/403/);
    await expect(decide('critic', supervisor, id)).rejects.toThrow(/400/);
    await expect(decide('imposter', supervisor, randomUUID())).rejects.toThrow(/404/);
    await decide('innocent', supervisor, id);
    expect(await list()).toEqual([]);
    expect(await list('decided')).toMatchObject([{ state: 'innocent', decided: { by: 'The supervisor' } }]);
    expect((await caseOf('amina')).watchOuts).toEqual([]);
    await open.take(under(imposter, 'i2', 6, 'Send the PIN by DM.'));
    await look();
    expect(await list()).toEqual([]);
    await decide('suspected', supervisor, id);
    await decide('imposter', supervisor, id);
    expect((await caseOf('amina')).watchOuts).toMatchObject([{ state: 'imposter' }]);
    await open.take(under(imposter, 'i3', 7, 'Hello again.'));
    await look();
    expect(await list('decided')).toMatchObject([{ posts: 2, decided: { by: 'The supervisor' } }]);
    expect((await audited()).filter((action) => action === 'watch_out.decided')).toHaveLength(3);
  });

  it('is reported to its network; what the network said is kept', async () => {
    const [found] = await list('decided');
    const report = (as: Person, byHand = false) =>
      open.ask('POST', `/api/watch-outs/${found?.id}/report`, { byHand }, as);
    const said = async () => (await list('decided'))[0]?.reported;
    await expect(report(agent)).rejects.toThrow(/403/);
    network.answers.push({ kind: 'refused', code: 'no', reason: 'It takes no more reports today.' });
    await expect(report(supervisor)).rejects.toThrow(/It takes no more reports today/);
    expect(await said()).toMatchObject({ outcome: 'refused', sentence: 'It takes no more reports today.' });
    network.answers.push('cut');
    await expect(report(supervisor)).rejects.toThrow(/did not answer/);
    expect(await said()).toMatchObject({ outcome: 'unknown' });
    await report(supervisor);
    expect(await said()).toMatchObject({ outcome: 'taken', by: 'The supervisor', sentence: null });
    expect(network.reports.at(-1)).toMatchObject({ networkId: imposter });
    expect(network.reports.at(-1)?.reason).not.toContain('PIN');
    await report(supervisor, true);
    expect(await said()).toMatchObject({ outcome: 'by_hand' });
  });

  it('goes by limits that a supervisor sets', async () => {
    const url = '/api/watch-outs/settings';
    const usual = await open.ask<WatchSettings>('GET', url, undefined, supervisor);
    expect(usual.from).toBe(60);
    await expect(open.ask('PUT', url, { ...usual, from: 0 }, supervisor)).rejects.toThrow(/400/);
    await expect(open.ask('PUT', url, usual, agent)).rejects.toThrow(/403/);
    expect(await open.ask('PUT', url, { ...usual, from: 25 }, supervisor)).toEqual({ ...usual, from: 25 });
    await open.take(under('did:plc:lindiwe', 'l', 8, 'DM me, I know a plumber'));
    await look();
    expect(await list()).toMatchObject([{ handle: 'lindiwe.example', like: null, signs: ['moves_away'] }]);
    await open.ask('PUT', url, usual, supervisor);
  });
});

describe('hiding its post', () => {
  const hide = async (hidden: object | null, as: Person, name = 'karoowaterhelp') => {
    const { row, posts } = await caseOf(name);
    const postId = posts.find(({ text }) => text === lure)?.id ?? posts[0]?.id;
    return open.ask('PUT', `/api/cases/${row.id}/hidden-posts`, { postId, hidden }, as);
  };
  const why = { because: 'imposter', reason: 'It asks for PINs as if it were us.' };
  const page = async () => (await open.server.ask({ url: '/promises/karoo-water-board' })).text;
  /** What everybody reads is kept for a minute. */
  const aMinuteLater = () => {
    open.server.clock.ahead += 61_000;
  };

  it('needs a supervisor in person, and a reason that is one', async () => {
    expect(await page()).toContain('No post of anybody else was hidden');
    await expect(hide(why, agent)).rejects.toThrow(/403/);
    await expect(hide({ ...why, reason: ' ' }, supervisor)).rejects.toThrow(/400/);
    await expect(hide({ ...why, because: 'criticism' }, supervisor)).rejects.toThrow(/400/);
    await expect(hide(null, supervisor)).rejects.toThrow(/404/);
    const { posts } = await caseOf('karoowaterhelp');
    const { row } = await caseOf('amina');
    const elsewhere = { postId: posts[0]?.id, hidden: why };
    await expect(open.ask('PUT', `/api/cases/${row.id}/hidden-posts`, elsewhere, supervisor)).rejects.toThrow(
      /404/,
    );
    expect(network.hidden.size).toBe(0);
  });

  it('is not counted where the network refuses it, and is where nobody knows', async () => {
    network.answers.push({ kind: 'refused', code: 'cannot_hide', reason: 'Only under your own posts.' });
    await expect(hide(why, supervisor)).rejects.toThrow(/Only under your own posts/);
    aMinuteLater();
    expect(await page()).toContain('No post of anybody else was hidden');
    network.answers.push('cut');
    await expect(hide(why, supervisor)).rejects.toThrow(/did not answer/);
    expect((await caseOf('karoowaterhelp')).hidden).toMatchObject([
      { state: 'refused' },
      { state: 'asking' },
    ]);
    aMinuteLater();
    expect(await page()).toContain('one post hidden or deleted');
  });

  it('hides it there and nowhere here, says so in the case, and is counted once', async () => {
    await hide(why, supervisor);
    await hide(why, supervisor);
    expect([...network.hidden]).toEqual([addressOf(imposter, 'i')]);
    const { hidden, hiding, posts, history } = await caseOf('karoowaterhelp');
    expect(hiding).toEqual([{ network: 'bluesky', way: 'hidden' }]);
    expect(hidden.at(-1)).toMatchObject({ state: 'hidden', because: 'imposter', by: 'The supervisor' });
    expect(posts.map(({ text }) => text)).toContain(lure);
    expect(history.filter(({ action }) => action === 'post_hidden')).toHaveLength(1);
    aMinuteLater();
    const shown = await page();
    expect(shown).toContain('one post hidden or deleted');
    expect(shown).toContain('answered in the institution’s name (1)');
    expect(shown).not.toContain('asks for PINs');
    const data = await open.server.ask({ url: '/promises/karoo-water-board/data.json' });
    expect(data.body).toMatchObject({
      hiddenPosts: [{ count: 1, because: [{ because: 'imposter', count: 1 }] }],
    });
  });

  it('is taken back on the network, and stays counted', async () => {
    await expect(hide(null, agent)).rejects.toThrow(/403/);
    await hide(null, supervisor);
    expect(network.hidden.size).toBe(0);
    const { hidden, history } = await caseOf('karoowaterhelp');
    expect(hidden.at(-1)).toMatchObject({ state: 'shown' });
    expect(history.map(({ action }) => action)).toContain('post_shown_again');
    aMinuteLater();
    expect(await page()).toContain('one post hidden or deleted');
    await hide({ because: 'fraud', reason: 'Again.' }, supervisor);
    aMinuteLater();
    expect(await page()).toContain('2 posts hidden or deleted');
    expect((await audited()).filter((action) => action.startsWith('post.'))).toEqual([
      'post.hidden',
      'post.shown_again',
      'post.hidden',
      'post.hidden',
    ]);
  });
});
