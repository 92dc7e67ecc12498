/** Abuse in a shift: opened posts are counted once, told to the member and to supervisors, and no case is kept from anybody. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  AbuseReadingsView,
  AbuseReadingView,
  CasePage,
  CaseRow,
  CaseView,
} from '../../src/api/contract.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let supervisor: Person;
let agent: Person;
let rows: CaseRow[];
const queue = async (as: Person) =>
  (await open.ask<CasePage>('GET', '/api/cases?view=queue', undefined, as)).rows;
const postOf = async (id: string) => (await open.ask<CaseView>('GET', `/api/cases/${id}`)).posts[0]?.id ?? '';
const reads = (id: string, postId: string, as = agent) =>
  open.ask('POST', `/api/cases/${id}/abuse-read`, { postId }, as);
const own = (as = agent) => open.ask<AbuseReadingView>('GET', '/api/abuse-reading', undefined, as);
const all = (as = supervisor) => open.ask<AbuseReadingsView>('GET', '/api/abuse-readings', undefined, as);
const limit = (count: number | null, as = supervisor) =>
  open.ask('PUT', '/api/abuse-limit', { limit: count }, as);
const at = (n: number): CaseRow => rows[n] as CaseRow;

beforeAll(async () => {
  open = await openDeskInApi();
  supervisor = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  agent = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  const mentions = [open.desk.house.did];
  await open.take(
    item({ did: 'did:plc:a', key: 'a', minute: 1, text: 'You fools', mentions }),
    item({ did: 'did:plc:b', key: 'b', minute: 2, text: 'You thieves', mentions }),
    item({ did: 'did:plc:c', key: 'c', minute: 3, text: 'No water here', mentions }),
  );
  rows = await queue(agent);
  await open.ask('PUT', `/api/cases/${at(0).id}/abusive`, {
    postId: await postOf(at(0).id),
    reason: 'insult',
  });
  await open.ask('PUT', `/api/cases/${at(1).id}/blocked`, { reason: 'Insults, again and again.' });
});
afterAll(() => open.server.close());

it('counts a folded post once, whether it is abusive or its author blocked, and no other', async () => {
  expect(await own()).toEqual({ read: 0, limit: null, reached: false });
  await reads(at(0).id, await postOf(at(0).id));
  await reads(at(0).id, await postOf(at(0).id));
  await reads(at(1).id, await postOf(at(1).id));
  expect(await own()).toEqual({ read: 2, limit: null, reached: false });
  await expect(reads(at(2).id, await postOf(at(2).id))).rejects.toThrow(/404/);
  await expect(reads(at(0).id, await postOf(at(1).id))).rejects.toThrow(/404/);
  await expect(reads(at(0).id, randomUUID())).rejects.toThrow(/404/);
  expect(await own(supervisor)).toMatchObject({ read: 0 });
});

it('is limited by a supervisor, who sees who has enough', async () => {
  await expect(limit(2, agent)).rejects.toThrow(/403/);
  await expect(all(agent)).rejects.toThrow(/403/);
  await expect(limit(0)).rejects.toThrow(/400/);
  await limit(2);
  await limit(2);
  expect(await own()).toEqual({ read: 2, limit: 2, reached: true });
  expect(await own(supervisor)).toEqual({ read: 0, limit: 2, reached: false });
  expect(await all()).toMatchObject({ limit: 2, members: [{ name: 'The agent', read: 2, reached: true }] });
  const audit = await open.ask<{ action: string }[]>('GET', '/api/audit');
  expect(audit.filter(({ action }) => action === 'abuse_limit.changed')).toHaveLength(1);
});

it('keeps the queue as it was for everybody, and lets folded cases go without a reason', async () => {
  const ids = rows.map(({ id }) => id);
  expect((await queue(agent)).map(({ id }) => id)).toEqual(ids);
  expect((await queue(supervisor)).map(({ id }) => id)).toEqual(ids);
  await reads(at(0).id, await postOf(at(0).id));
  const members = await open.ask<{ id: string; role: string }[]>('GET', '/api/members');
  const to = members.find(({ role }) => role === 'supervisor')?.id;
  await open.ask('POST', `/api/cases/${at(1).id}/handoff`, { memberId: to }, agent);
  await expect(open.ask('POST', `/api/cases/${at(2).id}/handoff`, { memberId: to }, agent)).rejects.toThrow(
    /Say why/,
  );
});

it('begins anew with the next shift', async () => {
  open.server.clock.ahead = 9 * 3_600_000;
  expect(await own()).toEqual({ read: 0, limit: 2, reached: false });
  expect(await all()).toEqual({ limit: 2, members: [] });
});
