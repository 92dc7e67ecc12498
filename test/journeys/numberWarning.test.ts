/** A public answer that shows a number: the API asks as the console does, and goes on once its writer said that all may read it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CasePage, CaseView, ReplyView } from '../../src/api/contract.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let caseId: string;

beforeAll(async () => {
  open = await openDeskInApi();
  const text = 'Where is my refund?';
  await open.take(item({ did: 'did:plc:a', key: 'a', minute: 1, text, mentions: [open.desk.house.did] }));
  caseId = (await open.ask<CasePage>('GET', '/api/cases?view=all')).rows[0]?.id ?? '';
});
afterAll(() => open.server.close());

const text =
  'Ring us on +250 788 123 456, your account 4413229177 is paid. See https://water.example/123456789';
async function answer(more: object, how = 'replies') {
  const { answering, sequence } = await open.ask<CaseView>('GET', `/api/cases/${caseId}`);
  const written = { text, mode: 'public', postId: answering, accountId: open.desk.house.id };
  return open.server.ask({
    method: 'POST',
    url: `/api/cases/${caseId}/${how}`,
    as: open.admin,
    payload: { ...written, replyId: randomUUID(), writtenOn: sequence, ...more },
  });
}
const replies = async () => (await open.ask<CaseView>('GET', `/api/cases/${caseId}`)).replies;

it('is refused with what was found, and nothing is kept of it', async () => {
  const shows = ['+250 788 123 456', '4413229177'];
  for (const how of ['replies', 'ask-approval']) {
    const refused = await answer({}, how);
    expect(refused).toMatchObject({ status: 409, body: { code: 'shows_private', shows } });
    // The sentence may stand in a log: the numbers stand beside it.
    expect((refused.body as { sentence: string }).sentence).not.toMatch(/\d/);
  }
  // One of them is not all of them.
  expect(await answer({ shows: shows.slice(0, 1) })).toMatchObject({ status: 409, body: { shows } });
  expect(await replies()).toEqual([]);
});

it('goes out once its writer says of each that all may read it', async () => {
  const { body } = await answer({});
  const { shows } = body as { shows: string[] };
  const replyId = randomUUID();
  const sent = await answer({ shows, replyId });
  expect(sent).toMatchObject({ status: 200, body: { id: replyId, state: 'queued' } });
  // What a bad line repeats is the same reply.
  expect(await answer({ shows, replyId })).toMatchObject({ status: 200, body: { id: replyId } });
  expect((await replies()).map(({ id }: ReplyView) => id)).toEqual([replyId]);
});

it('asks nothing about an answer without numbers, or with what was confirmed for nothing', async () => {
  expect(await answer({ text: 'We are sorry. Case 41, 12:30, 2026-11-29.' })).toMatchObject({ status: 200 });
  expect(await answer({ text: 'We are sorry again.', shows: ['4413229177'] })).toMatchObject({ status: 200 });
});
