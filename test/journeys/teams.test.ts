/** Teams, superiors, the rota and absences: kept by supervisors; cases stand in a team's queue and find who is on duty. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  CasePage,
  CaseRow,
  CaseView,
  Me,
  MemberView,
  RotaView,
  TeamView,
} from '../../src/api/contract.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let supervisor: Person;
let thabo: Person;
let aline: Person;
let people: MemberView[];
let cases: CaseRow[];
let pumps = '';
const days: { from: number; to: number }[][] = [[], [], [], [], [], [], []];
const idOf = (email: string) => people.find((one) => one.email.startsWith(`${email}@`))?.id ?? '';
const today = (ahead = 0) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const teams = (as = supervisor) => open.ask<TeamView[]>('GET', '/api/teams', undefined, as);
const rota = async (email: string) =>
  (await open.ask<RotaView[]>('GET', '/api/rota')).find(({ member }) => member.id === idOf(email));
const place = (email: string, more: object = {}, as = supervisor) =>
  open.ask(
    'PUT',
    `/api/rota/${idOf(email)}`,
    { superiorId: null, timeZone: 'Africa/Kigali', week: null, deputyId: null, ...more },
    as,
  );
const away = (email: string, deputy: string | null, from = today(-1), to = today(1)) =>
  open.ask<{ id: string }>(
    'POST',
    '/api/absences',
    { memberId: idOf(email), from, to, deputyId: deputy === null ? null : idOf(deputy) },
    supervisor,
  );
const handOff = (n: number, to: object, as = open.admin) =>
  open.ask<CaseRow>('POST', `/api/cases/${cases[n]?.id}/handoff`, { reason: 'It is a pump.', ...to }, as);
const teamView = async (as: Person) =>
  (await open.ask<CasePage>('GET', '/api/cases?view=team', undefined, as)).rows.map(({ id }) => id);
const countOf = async (view: string, as: Person) =>
  (await open.ask<Record<string, number>>('GET', '/api/cases/counts', undefined, as))[view];

beforeAll(async () => {
  open = await openDeskInApi();
  supervisor = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  thabo = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  aline = await join(open.server, open.admin, 'agent', 'aline@water.example');
  await join(open.server, open.admin, 'executive', 'uwera@water.example');
  people = await open.ask<MemberView[]>('GET', '/api/members');
  const said = ['The pump is broken.', 'No water.', 'A wrong bill.', 'No water again.'];
  await open.take(
    ...said.map((text, minute) =>
      item({ did: `did:plc:author${minute}`, key: 'tap', minute, text, mentions: [open.desk.house.did] }),
    ),
  );
  cases = (await open.ask<CasePage>('GET', '/api/cases')).rows;
});
afterAll(() => open.server.close());

it('are made, changed and taken out of use by supervisors, and nobody else', async () => {
  const made = await open.ask<{ id: string }>(
    'POST',
    '/api/teams',
    { name: 'Pumps', memberIds: [idOf('thabo')] },
    supervisor,
  );
  pumps = made.id;
  await open.ask(
    'PUT',
    `/api/teams/${pumps}`,
    { name: 'Pumps and pipes', memberIds: [idOf('thabo')] },
    supervisor,
  );
  expect(await teams(thabo)).toMatchObject([
    {
      id: pumps,
      name: 'Pumps and pipes',
      members: [{ name: 'The agent' }],
      answering: [{ name: 'The agent', insteadOf: [] }],
    },
  ]);
  const twice = { name: 'PUMPS AND PIPES', memberIds: [] };
  await expect(open.ask('POST', '/api/teams', twice, supervisor)).rejects.toThrow(/another name/);
  const stranger = { name: 'Bills', memberIds: [randomUUID()] };
  await expect(open.ask('POST', '/api/teams', stranger, supervisor)).rejects.toThrow(/not a member here/);
  await expect(open.ask('POST', '/api/teams', twice, thabo)).rejects.toThrow(/403/);
  const bills = await open.ask<{ id: string }>(
    'POST',
    '/api/teams',
    { name: 'Bills', memberIds: [] },
    supervisor,
  );
  await open.ask('DELETE', `/api/teams/${bills.id}`, undefined, supervisor);
  expect((await teams()).map(({ name }) => name)).toEqual(['Pumps and pipes']);
  await expect(open.ask('DELETE', `/api/teams/${bills.id}`, undefined, supervisor)).rejects.toThrow(/404/);
});

it('get a case with a reason; it stands in their queue until somebody takes it, and is not without an owner meanwhile', async () => {
  const before = (await countOf('unowned', open.admin)) ?? 0;
  const handed = await handOff(0, { teamId: pumps });
  expect(handed).toMatchObject({ owner: null, team: { id: pumps, name: 'Pumps and pipes' } });
  expect(await countOf('unowned', open.admin)).toBe(before - 1);
  expect([await teamView(thabo), await countOf('team', thabo)]).toEqual([[cases[0]?.id], 1]);
  expect([await teamView(aline), await countOf('team', aline)]).toEqual([[], 0]);
  expect((await open.ask<Me>('GET', '/api/me', undefined, thabo)).teams).toEqual([
    { id: pumps, name: 'Pumps and pipes' },
  ]);
  const shown = await open.ask<CaseView>('GET', `/api/cases/${cases[0]?.id}`, undefined, thabo);
  expect(shown.notes.at(-1)?.text).toBe('It is a pump.');
  expect(shown.history.at(-1)).toMatchObject({
    action: 'case_handed_to_team',
    subjectId: pumps,
    particulars: { from: null, note: shown.notes.at(-1)?.id },
  });
  await expect(handOff(0, { teamId: pumps })).rejects.toThrow(/has this case already/);
  await expect(handOff(1, { teamId: randomUUID() })).rejects.toThrow(/not in use any more/);
  await expect(handOff(1, {})).rejects.toThrow(/400/);
  await expect(handOff(1, { teamId: pumps, memberId: idOf('thabo') })).rejects.toThrow(/400/);
});

it('keep a case that one of them takes, and give it up to somebody else', async () => {
  expect(await handOff(0, { memberId: idOf('thabo') })).toMatchObject({
    owner: { id: idOf('thabo') },
    team: { id: pumps },
  });
  expect(await handOff(0, { memberId: idOf('uwera') }, thabo)).toMatchObject({
    owner: { id: idOf('uwera') },
    team: null,
  });
  expect(await teamView(thabo)).toEqual([]);
  await handOff(0, { teamId: pumps });
  await expect(open.ask('DELETE', `/api/teams/${pumps}`, undefined, supervisor)).rejects.toThrow(
    /A case stands in the queue of this team/,
  );
});

it('order their queue by what is due, and keep what waits for nobody at its end', async () => {
  for (const n of [1, 2, 3]) await handOff(n, { teamId: pumps });
  await open.ask('POST', `/api/cases/${cases[2]?.id}/severity`, { severity: 4, vulnerable: true });
  await open.ask('POST', `/api/cases/${cases[3]?.id}/resolve`);
  expect(await teamView(thabo)).toEqual([2, 0, 1].map((n) => cases[n]?.id));
  const first = await open.ask<CasePage>('GET', '/api/cases?view=team&limit=1', undefined, thabo);
  const rest = await open.ask<CasePage>('GET', `/api/cases?view=team&after=${first.next}`, undefined, thabo);
  expect(rest.rows.map(({ id }) => id)).toEqual([cases[0]?.id, cases[1]?.id]);
});

it('have superiors above their members, without a circle', async () => {
  await place('thabo', { superiorId: idOf('grace') });
  await place('grace', { superiorId: idOf('uwera') });
  expect(await rota('thabo')).toMatchObject({
    superior: { name: 'The supervisor' },
    onDuty: true,
    week: null,
  });
  await expect(place('uwera', { superiorId: idOf('thabo') })).rejects.toThrow(/their own superior/);
  await expect(place('uwera', { superiorId: idOf('uwera') })).rejects.toThrow(/their own superior/);
  await expect(place('thabo', { superiorId: randomUUID() })).rejects.toThrow(/not a member here/);
  // Both at once would close a circle: one of them is refused.
  await place('thabo');
  await place('grace');
  const both = await Promise.allSettled([
    place('thabo', { superiorId: idOf('grace') }),
    place('grace', { superiorId: idOf('thabo') }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { message: expect.stringMatching(/400.*their own superior/) },
  });
});

it('have hours, zones and deputies that can be kept, each change audited', async () => {
  await expect(place('thabo', { timeZone: 'Mars/Olympus' })).rejects.toThrow(/no time zone/);
  await expect(place('thabo', { deputyId: idOf('thabo') })).rejects.toThrow(/stands in for themselves/);
  await expect(place('thabo', { deputyId: randomUUID() })).rejects.toThrow(/not a member here/);
  await expect(place('thabo', { week: days.with(1, [{ from: 600, to: 540 }]) })).rejects.toThrow(/ranges/);
  await expect(place('thabo', {}, thabo)).rejects.toThrow(/403/);
  await expect(away('thabo', null, today(1), today(0))).rejects.toThrow(/Turn them round/);
  await place('thabo', { week: days, deputyId: idOf('aline') });
  expect(await rota('thabo')).toMatchObject({
    onDuty: false,
    backAt: null,
    deputy: { id: idOf('aline') },
    standIn: { id: idOf('aline') },
  });
  const audit = await open.ask<{ action: string; particulars: object }[]>('GET', '/api/audit');
  expect(audit[0]).toMatchObject({ action: 'rota.changed', particulars: { member: idOf('thabo') } });
});

it('show their queue to whoever stands in, deputy after deputy', async () => {
  expect(await teams()).toMatchObject([
    { answering: [{ id: idOf('aline'), insteadOf: [{ id: idOf('thabo') }] }] },
  ]);
  expect([await teamView(aline), await countOf('team', aline)]).toEqual([await teamView(thabo), 3]);
  const { id } = await away('aline', 'uwera');
  expect(await teams()).toMatchObject([{ answering: [{ id: idOf('uwera') }] }]);
  expect(await teamView(aline)).toEqual([]);
  await open.ask('DELETE', `/api/absences/${id}`, undefined, supervisor);
  await expect(open.ask('DELETE', `/api/absences/${id}`, undefined, supervisor)).rejects.toThrow(/404/);
  expect(await teamView(aline)).toHaveLength(3);
});

it('are told who stands in where a case is handed to somebody who is away, and may hand it over all the same', async () => {
  await place('thabo', { deputyId: idOf('aline') });
  await away('thabo', null);
  await expect(handOff(1, { memberId: idOf('thabo') })).rejects.toThrow(
    /409.*member_away.*is away up to and including .* stands in/,
  );
  expect(await handOff(1, { memberId: idOf('aline') })).toMatchObject({
    owner: { id: idOf('aline') },
    // Who stands in takes it for the team.
    team: { id: pumps },
  });
  expect(await handOff(1, { memberId: idOf('thabo'), evenIfAway: true })).toMatchObject({
    owner: { id: idOf('thabo') },
  });
});

it('go with a case that is taken apart', async () => {
  const late = { did: 'did:plc:late', minute: 9, mentions: [open.desk.house.did] };
  await open.take(
    item({ ...late, key: 'one', text: 'The pump.' }),
    item({ ...late, key: 'two', text: 'The bill.' }),
  );
  const { rows } = await open.ask<CasePage>('GET', '/api/cases?view=all');
  const [kept, gone] = rows.filter((row) => !cases.some(({ id }) => id === row.id));
  await open.ask('POST', `/api/cases/${gone?.id}/handoff`, { teamId: pumps, reason: 'Yours.' });
  await open.ask('POST', `/api/cases/${kept?.id}/merge`, { from: gone?.id });
  const merged = await open.ask<CaseView>('GET', `/api/cases/${kept?.id}`);
  expect(merged.row.team?.id).toBe(pumps);
  const { caseId } = await open.ask<{ caseId: string }>('POST', `/api/cases/${kept?.id}/split`, {
    conversations: [merged.posts[0]?.conversationId],
  });
  expect((await open.ask<CaseView>('GET', `/api/cases/${caseId}`)).row.team?.id).toBe(pumps);
});
