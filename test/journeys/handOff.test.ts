/** A case that goes through three people, each of whom reads why. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseRow, CaseView, MemberView } from '../../src/api/contract.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let theCase: CaseRow;
let thabo: Person;
let people: MemberView[];
const idOf = (email: string) => people.find((one) => one.email === email)?.id ?? '';
const read = () => open.ask<CaseView>('GET', `/api/cases/${theCase.id}`);
const handOff = (to: string, reason: string, as: Person) =>
  open.ask<CaseRow>('POST', `/api/cases/${theCase.id}/handoff`, { memberId: idOf(to), reason }, as);

beforeAll(async () => {
  open = await openDeskInApi();
  thabo = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  await join(open.server, open.admin, 'executive', 'uwera@water.example');
  people = await open.ask<MemberView[]>('GET', '/api/members');
  await open.take(
    item({ did: 'did:plc:aline', key: 'tap', minute: 1, text: 'No water.', mentions: [open.desk.house.did] }),
  );
  [theCase] = (await open.ask<{ rows: [CaseRow] }>('GET', '/api/cases')).rows;
});
afterAll(() => open.server.close());

it('is each time with whom it was handed to, who reads why, and nobody’s claim is left on it', async () => {
  await open.ask('POST', `/api/cases/${theCase.id}/claim`);
  await handOff('thabo@water.example', 'You know the pump in Kigufi.', open.admin);
  expect(await read()).toMatchObject({ row: { owner: { name: 'The agent' }, state: 'open' }, claim: null });
  await handOff('uwera@water.example', 'She asks for the director in person.', thabo);
  const handed = await read();
  expect(handed.row.owner?.name).toBe('The executive');
  expect(handed.notes.map(({ text, member }) => [member.name, text])).toEqual([
    ['Naledi Dlamini', 'You know the pump in Kigufi.'],
    ['The agent', 'She asks for the director in person.'],
  ]);
  const steps = handed.history.filter(({ action }) => action === 'case_handed_off');
  expect(
    steps.map(({ actor, subjectId, particulars }) => [actor?.name, subjectId, particulars.from]),
  ).toEqual([
    ['Naledi Dlamini', idOf('thabo@water.example'), null],
    ['The agent', idOf('uwera@water.example'), idOf('thabo@water.example')],
  ]);
  // The reason is a note, which can be erased; the history holds where it is.
  expect(JSON.stringify(handed.history)).not.toContain('Kigufi');
});

it('goes to nobody who has it already, who is not here, or without a reason', async () => {
  await expect(handOff('uwera@water.example', 'Again.', thabo)).rejects.toThrow(/has this case already/);
  await expect(handOff('thabo@water.example', '  ', thabo)).rejects.toThrow(/400/);
  await open.ask('POST', '/api/members', { name: 'Juma', email: 'juma@water.example', role: 'agent' });
  people = await open.ask<MemberView[]>('GET', '/api/members');
  await expect(handOff('juma@water.example', 'You are next.', thabo)).rejects.toThrow(/is not here/);
  const auditor = await join(open.server, open.admin, 'auditor', 'reads@water.example');
  await expect(handOff('thabo@water.example', 'Yours.', auditor)).rejects.toThrow(/403/);
});
