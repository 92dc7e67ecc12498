/** What was written to a member alone and is handed over, erased, counted, and read no more. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AccountView,
  CasePage,
  CaseView,
  HandedOverView,
  MineView,
  RecordView,
} from '../../src/api/contract.ts';
import type { Outcome } from '../../src/channels/channel.ts';
import { countOnce } from '../../src/jobs/countRecord.ts';
import type { Person } from '../factories/apiServer.ts';
import {
  by,
  type LetterboxDesk,
  openLetterboxDesk,
  patience,
  secret,
  telling,
} from '../factories/letterboxDesk.ts';

let desk: LetterboxDesk['desk'];
let uwera: Person;
let own: LetterboxDesk['own'];
let ask: LetterboxDesk['ask'];
let line: LetterboxDesk['line'];
let alone: LetterboxDesk['alone'];
let inBox: LetterboxDesk['inBox'];
let connect: LetterboxDesk['connect'];
let answer: LetterboxDesk['answer'];
let answerOnDesk: LetterboxDesk['answerOnDesk'];

beforeAll(async () => {
  ({ desk, uwera, own, ask, line, alone, inBox, connect, answer, answerOnDesk } = await openLetterboxDesk());
}, 60_000);
afterAll(() => desk.close());

describe('what she hands over', () => {
  it('is taken back until the undo is over, comes to the desk with what was said, and goes on coming', async () => {
    const [row] = (await alone()).filter(({ text }) => telling.test(text ?? ''));
    const caseId = row?.caseId ?? '';
    const url = `/api/letterbox/cases/${caseId}/hand-over`;
    await answer(caseId, 'I am looking into it myself.');
    await expect.poll(() => desk.sent.length, patience).toBe(1);
    await ask('POST', url, { payload: {} });
    await ask('DELETE', url);
    await expect(ask('POST', url, { as: desk.admin, payload: {} })).rejects.toThrow(/404/);
    // A bad line repeats it.
    const asked = await ask('POST', url, { payload: {} });
    expect(await ask('POST', url, { payload: {} })).toEqual(asked);
    await sql`update handed_over set due_at = now() - interval '1 second'`.execute(
      desk.server.storage.system,
    );
    const cases = async () => (await ask<CasePage>('GET', '/api/cases?view=all', { as: desk.admin })).rows;
    await expect.poll(async () => (await cases()).length, patience).toBe(2);
    const [given] = (await cases()).filter(({ author }) => telling.test(author.name));
    const read = () => ask<CaseView>('GET', `/api/cases/${given?.id}`, { as: desk.admin });
    const shown = await read();
    expect(shown.posts.map(({ text, direction, by }) => [direction, text, by.member ?? null])).toEqual([
      ['inbound', `My ${secret} is at stake.`, null],
      ['house', 'I am looking into it myself.', 'The executive'],
    ]);
    expect(shown.history.map(({ action }) => action)).toContain('case_handed_over');
    // A colleague answers from her account with her yes, and from nowhere else.
    expect(
      shown.permissions.filter(({ allowed }) => allowed).map(({ accountHandle }) => accountHandle),
    ).toEqual(['uwera.example']);
    await expect(ask('DELETE', url)).rejects.toThrow(/reply_left/);
    await expect(ask('POST', url, { payload: {} })).rejects.toThrow(/case_merged/);
    expect((await alone()).filter(({ text }) => telling.test(text ?? ''))).toEqual([]);
    expect(await line()).toMatchObject({ heard: 2, shown: 2, own: { handedOver: 1 } });
    const { own: counts } = await line();
    expect(counts?.heard).toBe((counts?.shown ?? 0) + (counts?.handedOver ?? 0));
    await desk.hearAlone('uwera.example', secret, 'And now?', { by });
    await expect.poll(async () => (await read()).posts.length, patience).toBe(3);
    await expect.poll(async () => (await line()).heard, patience).toBe(3);
    expect((await read()).row.state).toBe('waiting_us');
    // She answers on the desk now. Her letterbox hears it as well, and it counts once.
    const answers = async () => (await ask<MineView>('GET', '/api/front/mine')).answers;
    const before = await answers();
    const reply = await answerOnDesk(given?.id ?? '', 'Soon.');
    await expect.poll(answers, patience).toBe(before + 1);
    await desk.hearAlone('uwera.example', secret, 'Soon.', {
      direction: 'house',
      networkId: `at://sent/${reply.id}`,
      by: { networkId: own.handle, handle: 'uwera.example', name: null },
      conversationWith: `did:plc:${secret}`,
    });
    await expect
      .poll(async () => (await inBox(caseId)).posts.map(({ text }) => text), patience)
      .toContain('Soon.');
    expect(await answers()).toBe(before + 1);
  }, 60_000);

  it('is erased here and in her letterbox, and does not come back', async () => {
    const { storage } = desk.server;
    const cases = (await ask<CasePage>('GET', '/api/cases?view=all', { as: desk.admin })).rows;
    const given = cases.find(({ author }) => telling.test(author.name));
    // What the house has is not erased by her alone.
    const [inHers] = await ask<HandedOverView[]>('GET', '/api/letterbox/handed-over');
    await expect(
      ask('POST', `/api/cases/${inHers?.caseId}/erasure?letterbox=1`, { payload: { confirm: secret } }),
    ).rejects.toThrow(new RegExp(`case ${given?.number}`));
    // Nor does an answer of hers that is just leaving hold the house up.
    let leave: (outcome: Outcome) => void = () => undefined;
    desk.answer.next = new Promise((resolve) => {
      leave = resolve;
    });
    const { id } = await answer(inHers?.caseId ?? '', 'I am on my way.');
    const leaving = () =>
      sql`select from reply where id = ${id} and state = 'sending'`.execute(storage.system);
    await expect.poll(async () => (await leaving()).rows.length, patience).toBe(1);
    await ask('POST', `/api/cases/${given?.id}/erasure`, {
      as: desk.admin,
      payload: { confirm: String(given?.number) },
    });
    leave({ kind: 'sent', networkId: `at://sent/${id}`, at: new Date(), handle: {} });
    desk.answer.next = null;
    // The house waits for nothing there, and is told nothing of it.
    const tables = ['post', 'identity', 'reply', 'raw_item'];
    const stillTelling = async () => {
      const found = await Promise.all(
        tables.map((table) =>
          sql<{ row: unknown }>`select to_jsonb(t) as row from ${sql.table(table)} as t`.execute(
            storage.system,
          ),
        ),
      );
      return tables.filter((_, n) => telling.test(JSON.stringify(found[n]?.rows)));
    };
    await expect.poll(stillTelling, patience).toEqual([]);
    await desk.hearAlone('uwera.example', secret, 'Written before.', {
      at: new Date(Date.now() - 3_600_000),
      by,
    });
    await expect
      .poll(async () => (await sql`select from inbox_item`.execute(storage.system)).rows.length, patience)
      .toBe(0);
    expect((await alone()).map(({ text }) => text)).not.toContain('Written before.');
  }, 60_000);
});

it('her own mailbox and messages count in her rhythm, whichever program she wrote with; what a program wrote does not', async () => {
  const answers = async () => (await ask<MineView>('GET', '/api/front/mine')).answers;
  const before = await answers();
  const byHer = {
    direction: 'house',
    by: { networkId: own.handle, handle: 'uwera.example', name: null },
    conversationWith: 'did:plc:mailed',
  } as const;
  await desk.hearAlone('uwera.example', 'mailed', 'Can you help?');
  await desk.hearAlone('uwera.example', 'mailed', 'I can, from my own mail program.', byHer);
  // A second word after it answers nothing new.
  await desk.hearAlone('uwera.example', 'mailed', 'And one thing more.', byHer);
  await desk.hearAlone('uwera.example', 'mailed', 'I am away.', { ...byHer, automatic: true });
  await expect.poll(answers, patience).toBe(before + 1);
  // The figures of it are hers alone, and of nothing of the house's.
  const date = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const period = `/api/record?from=${date(-1)}&to=${date(1)}`;
  const every = { storage: desk.server.storage, now: () => new Date(), log: () => undefined };
  for (let n = 0; n < 6; n++) await countOnce(every, 'test');
  const hers = await ask<RecordView>('GET', `${period}&letterbox=1`);
  expect(hers.totals.first).toMatchObject({ count: 2, answered: 2 });
  await expect(ask('GET', `${period}&letterbox=1`, { as: desk.admin })).rejects.toThrow(/404/);
  // Of a colleague's days nothing is to be seen.
  expect((await ask<MineView>('GET', '/api/front/mine', { as: desk.admin })).answers).toBe(0);
});

it('an author who must not be written to is not written to by her either', async () => {
  await desk.hearAlone('uwera.example', 'lerato', 'Do you read this?');
  await expect
    .poll(async () => (await alone()).map(({ text }) => text), patience)
    .toContain('Do you read this?');
  const [row] = (await alone()).filter(({ text }) => text === 'Do you read this?');
  const cases = (await ask<CasePage>('GET', '/api/cases?view=all', { as: desk.admin })).rows;
  const theirs = cases.find(({ author }) => author.name === 'lerato');
  await ask('PUT', `/api/cases/${theirs?.id}/do-not-contact`, {
    as: desk.admin,
    payload: { reason: 'She asked us to stop.' },
  });
  const { permissions } = await inBox(row?.caseId ?? '');
  expect(permissions.map(({ allowed }) => allowed)).not.toContain(true);
  expect(permissions[0]?.reason).toContain('She asked us to stop.');
});

it('she stops it being read, and what was read stays hers; somebody else’s account is none of hers', async () => {
  expect((await connect(true)).readsDirect).toBe(true);
  const seenBy = async (as: Person) =>
    (await ask<AccountView[]>('GET', '/api/accounts', { as })).find(({ id }) => id === own.id)?.readsDirect;
  expect([await seenBy(uwera), await seenBy(desk.admin)]).toEqual([true, false]);
  await ask('DELETE', `/api/accounts/${own.id}/direct`);
  expect(await seenBy(uwera)).toBe(false);
  expect((await alone()).length).toBeGreaterThan(0);
  await connect(true);
  await ask('PUT', `/api/accounts/${own.id}/owner`, { as: desk.admin, payload: { memberId: null } });
  const left = await desk.server.storage.system
    .selectFrom('connected_account')
    .select('state')
    .where('hears_public', '=', false)
    .where('state', '<>', 'removed')
    .execute();
  expect(left).toEqual([]);
});
