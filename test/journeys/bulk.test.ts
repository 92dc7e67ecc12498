/** Acts on many cases: foreseen, done in slices, told case by case, taken back as one. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { BulkStep, BulkView, CasePage, CaseRow, CaseView, ToldCase } from '../../src/api/contract.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let agent: Person;
let agentId: string;
let rows: CaseRow[];
let round = 0;
const many = 60;

beforeAll(async () => {
  open = await openDeskInApi();
  agent = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  const members = await open.ask<{ id: string; role: string }[]>('GET', '/api/members');
  agentId = members.find(({ role }) => role === 'agent')?.id ?? '';
});
beforeEach(async () => {
  round += 1;
  const mentions = [open.desk.house.did];
  await open.take(
    ...Array.from({ length: many }, (_, n) =>
      item({
        did: `did:plc:a${round}-${n}`,
        key: `k${round}-${n}`,
        minute: n,
        text: `No water ${n}`,
        mentions,
      }),
    ),
  );
  rows = (await open.ask<CasePage>('GET', '/api/cases?view=queue&limit=200&state=new')).rows.slice(0, many);
  expect(rows).toHaveLength(many);
});
afterAll(() => open.server.close());

const preview = (act: object, as = open.admin, cases = rows) =>
  open.ask<{ told: ToldCase[] }>('POST', '/api/bulk/preview', { act, cases: cases.map(({ id }) => id) }, as);
/** Steps until nothing is left; what was told of every case. */
const steps = async (id: string, verb: 'continue' | 'undo', as = open.admin) => {
  const told: ToldCase[] = [];
  for (let n = 0; n < 30; n++) {
    const step = await open.ask<BulkStep>('POST', `/api/bulk/${id}/${verb}`, undefined, as);
    told.push(...step.told);
    if ((verb === 'undo' ? step.bulk.standing : step.bulk.left) === 0)
      return { bulk: step.bulk, told, steps: n + 1 };
  }
  throw new Error('it never ends');
};
const begin = async (act: object, as = open.admin) => {
  const bulkId = randomUUID();
  const wanted = { act, cases: rows.map(({ id }) => id), bulkId };
  await open.ask('POST', '/api/bulk', wanted, as);
  await open.ask('POST', '/api/bulk', wanted, as);
  return bulkId;
};
const now = async () => (await open.ask<CasePage>('GET', '/api/cases?view=all&limit=200')).rows;
const mine = async () => {
  const ids = new Set(rows.map(({ id }) => id));
  return (await now()).filter(({ id }) => ids.has(id));
};
const tally = (told: readonly ToldCase[]) => Object.groupBy(told, ({ outcome }) => outcome);

it('says first what it would do to each and what is refused, and then does just that', async () => {
  const [claimed, owned] = rows as [CaseRow, CaseRow];
  await open.ask('POST', `/api/cases/${claimed.id}/claim`, {}, agent);
  await open.ask('POST', `/api/cases/${owned.id}/assign`, { memberId: agentId });
  const act = { do: 'assign', memberId: agentId };
  const foreseen = tally((await preview(act)).told);
  expect(foreseen.refused).toEqual([
    { caseId: claimed.id, number: claimed.number, outcome: 'refused', sentence: 'The agent is on it now.' },
  ]);
  expect(foreseen.nothing).toMatchObject([{ caseId: owned.id }]);
  expect(foreseen.changed).toHaveLength(many - 2);
  expect((await mine()).filter(({ owner }) => owner?.id === agentId)).toHaveLength(1);

  const id = await begin(act);
  const done = await steps(id, 'continue');
  expect(done.steps).toBe(3);
  expect(tally(done.told)).toEqual(foreseen);
  expect((await mine()).filter(({ owner }) => owner?.id === agentId)).toHaveLength(many - 1);
  const { history } = await open.ask<CaseView>('GET', `/api/cases/${rows[5]?.id}`);
  expect(history.find(({ action }) => action === 'case_assigned')?.particulars).toMatchObject({ bulk: id });
});

it('is taken back as one, save for what was changed since', async () => {
  const before = await mine();
  const id = await begin({ do: 'resolve' });
  await steps(id, 'continue');
  expect((await mine()).every(({ state }) => state === 'resolved')).toBe(true);
  const [reopened, noted] = rows as [CaseRow, CaseRow];
  await open.ask('POST', `/api/cases/${reopened.id}/reopen`);
  await open.ask('POST', `/api/cases/${noted.id}/note`, { text: 'Seen' });
  const undone = await steps(id, 'undo');
  expect(tally(undone.told).refused).toMatchObject([
    { caseId: reopened.id, sentence: 'It was changed since.' },
  ]);
  const after = await mine();
  for (const row of before.filter(({ id }) => id !== reopened.id)) {
    const { state, stateAt, waitingSince, dueAt, tier } = row;
    expect(after.find(({ id }) => id === row.id)).toMatchObject({
      state,
      stateAt,
      waitingSince,
      dueAt,
      tier,
    });
  }
  expect((await steps(id, 'undo')).told).toEqual([]);
  const [listed] = await open.ask<BulkView[]>('GET', '/api/bulk');
  expect(listed).toMatchObject({
    id,
    act: { do: 'resolve' },
    total: many,
    left: 0,
    changed: many,
    standing: 0,
  });
  expect(listed?.undoneAt).not.toBeNull();
});

it.each([
  [
    { do: 'tag', tag: 'dry' },
    { do: 'untag', tag: 'dry' },
  ],
  [
    { do: 'untag', tag: 'leak' },
    { do: 'tag', tag: 'leak' },
  ],
])('%j leaves other tags alone, and so does its undo', async (act) => {
  for (const row of rows) await open.ask('POST', `/api/cases/${row.id}/tags`, { tags: ['leak', 'old'] });
  const id = await begin(act);
  await steps(id, 'continue');
  const expected = act.do === 'tag' ? ['dry', 'leak', 'old'] : ['old'];
  expect((await mine()).every(({ tags }) => tags.toSorted().join() === expected.join())).toBe(true);
  const [first] = rows as [CaseRow];
  await open.ask('POST', `/api/cases/${first.id}/tags`, { tags: [...expected, 'new'] });
  await steps(id, 'undo');
  const tagged = new Map((await mine()).map(({ id, tags }) => [id, tags.toSorted().join()]));
  expect(tagged.get(first.id)).toBe('leak,new,old');
  expect([...tagged.values()].filter((tags) => tags === 'leak,old')).toHaveLength(many - 1);
});

it('goes on where it was broken off, and does no more once it is taken back', async () => {
  const id = await begin({ do: 'tag', tag: 'dry' });
  const first = await open.ask<BulkStep>('POST', `/api/bulk/${id}/continue`);
  expect(first.bulk).toMatchObject({ total: many, left: many - 25, changed: 25 });
  // Two that go on at once do each case once.
  const both = await Promise.all([1, 2].map(() => open.ask<BulkStep>('POST', `/api/bulk/${id}/continue`)));
  const told = both.flatMap((step) => step.told.map(({ caseId }) => caseId));
  expect(new Set(told).size).toBe(told.length);
  await steps(id, 'undo');
  expect((await open.ask<BulkStep>('POST', `/api/bulk/${id}/continue`)).told).toEqual([]);
  expect((await mine()).some(({ tags }) => tags.includes('dry'))).toBe(false);
});

it('hands off with the reason on each case, and only for those who may', async () => {
  const id = await begin({ do: 'handoff', memberId: agentId, reason: 'Thabo is there today.' });
  await steps(id, 'continue');
  const shown = await open.ask<CaseView>('GET', `/api/cases/${rows[7]?.id}`);
  expect(shown).toMatchObject({
    row: { owner: { id: agentId } },
    notes: [{ text: 'Thabo is there today.' }],
  });
  await expect(open.ask('POST', `/api/bulk/${id}/undo`, undefined, agent)).rejects.toThrow(/403.*did this/);
  const own = await begin({ do: 'tag', tag: 'x' }, agent);
  await steps(own, 'continue', agent);
  expect((await steps(own, 'undo')).bulk.standing).toBe(0);
  const auditor = await join(open.server, open.admin, 'auditor', `audit${round}@water.example`);
  await expect(preview({ do: 'resolve' }, auditor)).rejects.toThrow(/403/);
  await expect(
    open.ask('POST', '/api/bulk', { act: { do: 'resolve' }, cases: [randomUUID()], bulkId: randomUUID() }),
  ).rejects.toThrow(/Select others/);
  await expect(preview({ do: 'unit', unitId: randomUUID() })).rejects.toThrow(/no such unit/);
});

it('gives each case back to the team in whose queue it stood', async () => {
  const { id: teamId } = await open.ask<{ id: string }>('POST', '/api/teams', {
    name: `Pumps ${round}`,
    memberIds: [],
  });
  const [first, second] = rows as [CaseRow, CaseRow];
  await open.ask('POST', `/api/cases/${first.id}/handoff`, { teamId, reason: 'It is a pump.' });
  const stands = () =>
    Promise.all(
      [first, second].map(async ({ id }) => {
        const { row } = await open.ask<CaseView>('GET', `/api/cases/${id}`);
        return [row.owner?.id, row.team?.id];
      }),
    );
  const before = await stands();
  expect(before).toEqual([
    [undefined, teamId],
    [undefined, undefined],
  ]);
  const id = await begin({ do: 'handoff', memberId: agentId, reason: 'Thabo is there today.' });
  await steps(id, 'continue');
  expect(await stands()).toEqual([
    [agentId, undefined],
    [agentId, undefined],
  ]);
  await steps(id, 'undo');
  expect(await stands()).toEqual(before);
});

it('hands to a team with the reason on each case, as foreseen, and back to who had it', async () => {
  const team = (name: string) =>
    open.ask<{ id: string }>('POST', '/api/teams', { name: `${name} ${round}`, memberIds: [] });
  const [{ id: teamId }, { id: gone }] = await Promise.all([team('Meters'), team('Gone')]);
  await open.ask('DELETE', `/api/teams/${gone}`);
  const [claimed, owned, there] = rows as [CaseRow, CaseRow, CaseRow];
  await open.ask('POST', `/api/cases/${claimed.id}/claim`, {}, agent);
  await open.ask('POST', `/api/cases/${owned.id}/assign`, { memberId: agentId });
  await open.ask('POST', `/api/cases/${there.id}/handoff`, { teamId, reason: 'A meter.' });
  const act = { do: 'team', teamId, reason: 'All of these are meters.' };
  await expect(preview({ ...act, teamId: gone })).rejects.toThrow(/not in use any more/);
  await expect(preview({ ...act, reason: ' ' })).rejects.toThrow(/400/);
  const foreseen = tally((await preview(act)).told);
  expect([foreseen.refused, foreseen.nothing, foreseen.changed].map((some) => some?.length)).toEqual([
    1,
    1,
    many - 2,
  ]);
  const id = await begin(act);
  expect(tally((await steps(id, 'continue')).told)).toEqual(foreseen);
  const shown = await open.ask<CaseView>('GET', `/api/cases/${owned.id}`);
  expect(shown).toMatchObject({
    row: { owner: null, team: { id: teamId } },
    notes: [{ text: 'All of these are meters.' }],
  });
  expect(shown.history.at(-1)).toMatchObject({ action: 'case_handed_to_team', particulars: { bulk: id } });
  const inQueue = async () => {
    const cases = open.server.storage.system
      .selectFrom('care_case')
      .select('id')
      .where('team_id', '=', teamId);
    return (await cases.execute()).map((one) => one.id);
  };
  expect(await inQueue()).toHaveLength(many - 1);
  const back = await steps(id, 'undo');
  expect(tally(back.told).changed).toHaveLength(many - 2);
  expect(await inQueue()).toEqual([there.id]);
  expect((await open.ask<CaseView>('GET', `/api/cases/${owned.id}`)).row.owner?.id).toBe(agentId);
});
