/** Many forms: of a whole town behind one mobile address all arrive, and a flood is slowed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FormDesk, openFormDesk } from '../factories/formDesk.ts';

let desk: FormDesk;

beforeAll(async () => {
  desk = await openFormDesk();
});
afterAll(async () => {
  await desk.close();
});

const count = async (statement: string): Promise<number> =>
  (await desk.server.storage.pool.query(statement)).rows[0].n as number;

it('200 honest forms in ten minutes from one mobile address all become cases, and a flood from elsewhere does not', async () => {
  for (let n = 0; n < 200; n++) {
    // Every fifth says what a neighbour said.
    const text = n % 5 === 0 ? 'No water.' : `No water in street ${n}, please come.`;
    // `formId` lets three seconds pass: ten minutes for all of them.
    await desk.complain({ text }, { from: '198.51.100.7' });
  }
  await expect
    .poll(() => count('select count(*)::integer as n from care_case'), { timeout: 30_000 })
    .toBe(200);
  expect(await count('select count(*)::integer as n from case_link')).toBe(200);

  const form = await desk.formId('/f/water');
  const answers: number[] = [];
  const refused: { typed: string; page: string }[] = [];
  const began = desk.server.now().getTime();
  for (let n = 0; n < 700; n++) {
    const answer = await desk.send(
      '/f/water',
      { form, text: `Buy cheap pipes ${n}` },
      { from: '203.0.113.66' },
    );
    answers.push(answer.status);
    if (answer.status === 303) continue;
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    refused.push({ typed: `Buy cheap pipes ${n}`, page: answer.text });
  }
  // The first that is refused has its words back, to be copied; later ones cost us less. The last try may be one that flowed in.
  const [first, ...later] = refused;
  expect(first?.page).toContain(first?.typed);
  expect(later.at(-1)?.page).toContain('Go back: what you typed is still there.');
  // What is taken at once, and what flowed in meanwhile.
  const most = 400 + Math.ceil(((desk.server.now().getTime() - began) / 60_000) * 40) + 1;
  expect(answers.filter((status) => status === 303).length).toBeLessThanOrEqual(most);
  expect(new Set(answers)).toEqual(new Set([303, 429]));
  // Nobody else feels it.
  await desk.complain({ text: 'A neighbour of the flood.' }, { from: '203.0.113.67' });
});

it('what is larger than a form can be is refused by its own word, before it is read', async () => {
  const answer = await desk.server.ask({
    method: 'POST',
    url: '/f/water',
    payload: 'x',
    headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': '900000000' },
  });
  expect(answer.status).toBe(413);
  expect(answer.headers.connection).toBe('close');
});
