/** Approved texts: kept by supervisors, used by everybody who answers, never sent with a place left open. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseRow, CaseView, MemberView, TextView } from '../../src/api/contract.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let supervisor: Person;
let ownerId: string;
const text = (more: object = {}) => ({
  title: 'Tanker times',
  topic: 'water',
  language: 'en',
  text: 'Dear {author}, the tanker comes at six.',
  ownerId,
  reviewOn: '2031-01-31',
  ...more,
});
const list = () => open.ask<TextView[]>('GET', '/api/texts');
const keep = (wanted: object, id?: string, as = supervisor) =>
  open.ask<{ id: string }>(
    id === undefined ? 'POST' : 'PUT',
    `/api/texts${id === undefined ? '' : `/${id}`}`,
    wanted,
    as,
  );

beforeAll(async () => {
  open = await openDeskInApi();
  supervisor = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  const people = await open.ask<MemberView[]>('GET', '/api/members');
  ownerId = people.find((one) => one.role === 'supervisor')?.id ?? '';
});
afterAll(() => open.server.close());

it('are kept, changed and taken out of use, each with who answers for it and when it is read again', async () => {
  const { id } = await keep(text());
  expect(await list()).toMatchObject([
    { id, title: 'Tanker times', owner: { id: ownerId, name: 'The supervisor' }, reviewOn: '2031-01-31' },
  ]);
  await keep(text({ title: 'When the tanker comes', language: null }), id);
  expect(await list()).toMatchObject([{ id, title: 'When the tanker comes', language: null }]);
  await open.ask('DELETE', `/api/texts/${id}`, undefined, supervisor);
  expect(await list()).toEqual([]);
  await expect(keep(text(), id)).rejects.toThrow(/not in use any more/);
  const audit = await open.ask<{ action: string }[]>('GET', '/api/audit');
  expect(audit.map(({ action }) => action).filter((action) => action.startsWith('text.'))).toEqual([
    'text.retired',
    'text.kept',
    'text.kept',
  ]);
});

it('have one title in a language, also when two keep it at once', async () => {
  await keep(text());
  await keep(text({ language: 'fr' }));
  await expect(keep(text({ title: 'TANKER TIMES' }))).rejects.toThrow(/another title/);
  const two = await Promise.allSettled([keep(text({ title: 'Twice' })), keep(text({ title: 'Twice' }))]);
  expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(two.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { message: expect.stringContaining('another title') },
  });
});

it('with a place that nobody can fill, or of somebody who is not here, are refused in words', async () => {
  await expect(keep(text({ title: 'x', text: 'Dear {name}' }))).rejects.toThrow(
    /\{name\} cannot be filled in/,
  );
  await expect(keep(text({ title: 'x', ownerId: randomUUID() }))).rejects.toThrow(/not a member here/);
  const agent = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  await expect(keep(text({ title: 'x' }), undefined, agent)).rejects.toThrow(/403/);
  expect(await open.ask<TextView[]>('GET', '/api/texts', undefined, agent)).toHaveLength(3);
});

it('do not go out with a place left open', async () => {
  await open.take(
    item({ did: 'did:plc:aline', key: 'tap', minute: 1, text: 'No water.', mentions: [open.desk.house.did] }),
  );
  const [row] = (await open.ask<{ rows: [CaseRow] }>('GET', '/api/cases')).rows;
  const { answering, sequence } = await open.ask<CaseView>('GET', `/api/cases/${row.id}`);
  const send = (words: string) =>
    open.ask('POST', `/api/cases/${row.id}/replies`, {
      replyId: randomUUID(),
      text: words,
      mode: 'public',
      postId: answering,
      accountId: open.desk.house.id,
      writtenOn: sequence,
    });
  await expect(send('Dear {author}, the tanker comes.')).rejects.toThrow(/\{author\}/);
  await expect(send('Dear Aline {sic}, the tanker comes.')).resolves.toMatchObject({ state: 'queued' });
});
