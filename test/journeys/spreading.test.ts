/** A story that spreads: communications staff are warned on a page of their own, and nothing else in the house knows of it. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpreadSettings } from '../../src/api/contract.ts';
import { tidyOnce } from '../../src/jobs/watchSpreading.ts';
import type { AlertedDesk } from '../factories/alertedDesk.ts';
import type { Person } from '../factories/apiServer.ts';
import { openSpreadingDesk, type SpreadingDesk } from '../factories/spreadingDesk.ts';

let at: AlertedDesk;
let open: SpreadingDesk;
let { deps, pass, stories: spreading, alertsOf, warn, postOf, elsewhere } = {} as SpreadingDesk;
const minute = 60_000;

beforeAll(async () => {
  open = await openSpreadingDesk();
  ({ at, deps, pass, stories: spreading, alertsOf, warn, postOf, elsewhere } = open);
});
afterAll(() => at.close());

const shares = () => at.desk.shares;

describe('who may see it', () => {
  it('is an admin, and who was marked; nobody else, whatever their role', async () => {
    await expect(spreading('open', at.agent)).rejects.toThrow(/403.*not_permitted/);
    await expect(spreading('open', at.executive)).rejects.toThrow(/403/);
    await expect(at.ask('GET', '/api/spreading/settings', undefined, at.agent)).rejects.toThrow(/403/);
    const sees = async (as: Person) =>
      (await at.ask<{ seesSpreading: boolean }>('GET', '/api/me', undefined, as)).seesSpreading;
    expect([await sees(at.desk.admin), await sees(at.agent)]).toEqual([true, false]);
    expect(await warn([at.ids.agent])).toMatchObject({ memberIds: [at.ids.agent], teamIds: [] });
    expect((await spreading('open', at.agent)).rows).toEqual([]);
    expect([await sees(at.agent), await sees(at.executive)]).toEqual([true, false]);
  });

  it('is everybody of a team that was marked, while they are in it', async () => {
    const team = { name: 'Communications', memberIds: [at.ids.executive] };
    const { id } = await at.ask<{ id: string }>('POST', '/api/teams', team);
    await warn([], [id]);
    expect((await spreading('open', at.executive)).rows).toEqual([]);
    await at.ask('PUT', `/api/teams/${id}`, { ...team, memberIds: [] });
    await expect(spreading('open', at.executive)).rejects.toThrow(/403/);
    await warn([at.ids.agent]);
    await expect(warn([at.ids.agent], ['no id'])).rejects.toThrow(/400/);
  });
});

describe('a post that is passed on', () => {
  let caseId = '';
  let post = { id: '', networkId: '' };

  it('is counted again and again while it is young, and is no story while it is quiet', async () => {
    await at.written('A quiet question about my meter');
    caseId = await at.written('Nine days without water in Kimisagara, and this is what came out of the tap');
    post = await postOf(caseId);
    await pass();
    const first = shares().asked.flat();
    expect(first).toContain(post.networkId);
    await pass(4);
    expect(shares().asked.flat()).toHaveLength(first.length);
    shares().counts.set(post.networkId, 3);
    await pass(12);
    expect(shares().asked.flat().length).toBeGreaterThan(first.length);
    expect((await spreading()).rows).toEqual([]);
    expect(await alertsOf(at.agent)).toBe(0);
  });

  it('warns those who are marked, once, and nobody else; queue, needs and other alerts stay as they were', async () => {
    const before = await elsewhere();
    shares().counts.set(post.networkId, 415);
    await pass(16);
    expect([await alertsOf(at.agent), await alertsOf(at.executive), await alertsOf(at.desk.admin)]).toEqual([
      1, 0, 0,
    ]);
    const { alerts } = await at.open(at.agent);
    expect(alerts.find(({ kind }) => kind === 'spreading')).toMatchObject({
      caseId: null,
      link: '/spreading',
    });
    expect(await elsewhere()).toEqual(before);
    shares().counts.set(post.networkId, 900);
    await pass(6);
    await pass(6);
    expect(await alertsOf(at.agent)).toBe(1);
    expect(await elsewhere()).toEqual(before);
  });

  it('stands on the page with why, how fast, and what we did', async () => {
    const [row] = (await spreading('open', at.agent)).rows;
    expect(row).toMatchObject({ id: post.id, usual: null, shares: 900, calmedAt: null, ended: null });
    expect(row?.perHour).toBeGreaterThan(400);
    expect(row?.post).toMatchObject({ text: expect.stringContaining('Nine days'), answered: null });
    expect(row?.paces.map(({ count }) => count)).toEqual(
      (row?.paces ?? []).map(({ count }) => count).toSorted((a, b) => a - b),
    );
  });

  it('is left alone by a network that asks to wait, and asked again when it said', async () => {
    shares().later = new Date(at.desk.server.now().getTime() + 20 * minute);
    const asked = shares().asked.length;
    await pass(6);
    expect(shares().asked).toHaveLength(asked + 1);
    await pass(7);
    expect(shares().asked).toHaveLength(asked + 1);
    shares().later = null;
    await pass(11);
    expect(shares().asked.length).toBeGreaterThan(asked + 1);
  });

  it('calms down, and does not alarm by a count that falls', async () => {
    shares().counts.set(post.networkId, 2);
    for (let n = 0; n < 30; n += 1) await pass(6);
    const [row] = (await spreading()).rows;
    expect(row).toMatchObject({ shares: 900, sharesNow: 0 });
    expect(row?.calmedAt).not.toBeNull();
    expect(await alertsOf(at.agent)).toBe(1);
  });

  it('is ended by who is warned: it leaves the page, needs nobody any more, and comes back by nothing', async () => {
    const end = (ended: string | null, as: Person) =>
      at.ask('PUT', `/api/spreading/${post.id}`, { ended }, as);
    await expect(end('done', at.executive)).rejects.toThrow(/403/);
    await expect(end('kept', at.agent)).rejects.toThrow(/400/);
    await end('no_story', at.agent);
    expect((await spreading()).rows).toEqual([]);
    expect((await spreading('ended')).rows).toMatchObject([{ id: post.id, ended: { as: 'no_story' } }]);
    expect(await alertsOf(at.agent)).toBe(0);
    shares().counts.set(post.networkId, 90_000);
    for (let n = 0; n < 5; n += 1) await pass(61);
    expect((await spreading()).rows).toEqual([]);
    expect(await alertsOf(at.agent)).toBe(0);
    await end(null, at.agent);
    expect((await spreading()).rows).toMatchObject([{ id: post.id, ended: null }]);
  });
});

describe('without asking anybody', () => {
  it('authors who quote a post, and apart from them those who answer it, are counted, each once, and not the author themselves', async () => {
    const caseId = await at.written('The clinic turned my mother away');
    const post = await postOf(caseId);
    const own = `did:plc:${post.networkId.split('/')[2]}`;
    await pass();
    const answers = async (from: number, to: number, twice = 1) => {
      for (let n = from; n < to; n += 1)
        for (let m = 0; m < twice; m += 1)
          await at.desk.hear(`reader${n}`, `Look at this (${n}.${m})`, {
            at: at.desk.server.now(),
            ...(n % 2 === 0 ? { quotedNetworkId: post.networkId } : { parentNetworkId: post.networkId }),
          });
    };
    const arrived = async () =>
      (
        await sql<{
          count: number;
        }>`select count(*)::integer as count from post where direction = 'inbound'`.execute(
          deps.storage.system,
        )
      ).rows[0]?.count ?? 0;
    const before = await arrived();
    await answers(0, 5, 3);
    await at.desk.hear(own.replace('did:plc:', ''), 'It is me again', {
      at: at.desk.server.now(),
      parentNetworkId: post.networkId,
    });
    await expect.poll(arrived).toBe(before + 16);
    await pass(3);
    const heard = async () =>
      (
        await sql<{ shares: number; answers: number }>`
          select max(count) filter (where source = 'quoted') as shares, max(count) filter (where source = 'answered') as answers from spread_sample where post_id = ${post.id}::uuid`.execute(
          deps.storage.system,
        )
      ).rows[0];
    expect(await heard()).toEqual({ shares: 3, answers: 2 });
    await answers(5, 44);
    await expect.poll(arrived).toBe(before + 55);
    await pass(3);
    expect(await heard()).toEqual({ shares: 22, answers: 22 });
    expect((await spreading()).rows.map(({ id }) => id)).toContain(post.id);
    expect(await alertsOf(at.agent)).toBe(1);
  });
});

describe('the limits', () => {
  it('are what the organisation sets', async () => {
    const settings = await at.ask<SpreadSettings>('GET', '/api/spreading/settings');
    expect(settings.limits).toEqual({ perHour: 20, answersPerHour: 60, times: 5 });
    const wrong = { ...settings, limits: { perHour: 0, answersPerHour: 60, times: 5 } };
    await expect(at.ask('PUT', '/api/spreading/settings', wrong)).rejects.toThrow(/400/);
    const limits = { perHour: 500, answersPerHour: 60, times: 5 };
    await at.ask('PUT', '/api/spreading/settings', { ...settings, limits });
    const caseId = await at.written('Four hundred share this, and that is nothing here');
    const post = await postOf(caseId);
    shares().counts.set(post.networkId, 400);
    await pass();
    await pass(20);
    expect((await spreading()).rows.map(({ id }) => id)).not.toContain(post.id);
    shares().counts.set(post.networkId, 1_000);
    await pass(31);
    expect((await spreading()).rows.map(({ id }) => id)).toContain(post.id);
    await at.ask('PUT', '/api/spreading/settings', settings);
  });

  it('rise with what is usual here', async () => {
    // Thirty posts that were passed on a hundred times in their first hour, and are a day old by now.
    const quiet: string[] = [];
    for (let n = 0; n < 30; n += 1)
      quiet.push((await postOf(await at.written(`The usual noise ${n}`))).networkId);
    for (const id of quiet) shares().counts.set(id, 100);
    await pass();
    await pass(50);
    expect(await tidyOnce(deps)).toBe(false);
    at.later(61 * minute);
    await tidyOnce(deps);
    const fresh = await postOf(await at.written('A little louder than usual'));
    shares().counts.set(fresh.networkId, 300);
    await pass();
    expect((await spreading()).rows.map(({ id }) => id)).not.toContain(fresh.id);
    shares().counts.set(fresh.networkId, 600);
    await pass(16);
    expect((await spreading()).rows.find(({ id }) => id === fresh.id)).toMatchObject({ usual: 100 });
  });
});
