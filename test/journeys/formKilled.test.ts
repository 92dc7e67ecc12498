/** kill -9 right after the author was told that it arrived: nothing of it is lost. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FormView } from '../../src/api/contract.ts';
import { type Desk, openDesk } from '../factories/deskOverHttp.ts';
import { multipart } from '../factories/formDesk.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';

let program: Answerable;
let desk: Desk;

beforeAll(async () => {
  program = await startAnswerable();
  desk = await openDesk(program);
  const { institutions } = await desk.ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  const form = { institutionId: institutions[0]?.id, slug: 'water', title: 'Tell us about your water' };
  await desk.ask<FormView>('POST', '/api/forms', form);
});
afterAll(async () => {
  await program.close();
});

async function formId(): Promise<string> {
  const page = await (await fetch(`${program.address()}/f/water`)).text();
  return /name="form" value="([^"]+)"/.exec(page)?.[1] ?? '';
}

/** Sends until it is not too fast any more: the only clock is the program's. */
async function send(path: string, fields: Record<string, string>): Promise<Response> {
  const { body, type } = await multipart(fields);
  for (;;) {
    const answer = await fetch(`${program.address()}${path}`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { 'content-type': type },
      redirect: 'manual',
    });
    if (answer.status !== 400 || !(await answer.clone().text()).includes('faster than anybody types'))
      return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it.each([
  ['the program', { database: false }],
  ['the program and its database', { database: true }],
])('a form that was acknowledged outlives the end of %s', async (name, what) => {
  const text = `Acknowledged before the end of ${name}.`;
  const form = await formId();
  const answer = await send('/f/water', { form, text });
  expect(answer.status).toBe(303);
  const path = (answer.headers.get('location') ?? '').replace('?new=1', '');
  await program.kill(what);
  await program.start();
  const page = await fetch(`${program.address()}${path}`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain(text);
  await desk.caseWith(text, 'all');
  // A browser that never heard the answer sends it again: the same page, and still one case.
  const again = await send('/f/water', { form, text });
  expect(again.headers.get('location')).toContain(path);
  const posts = await program.query('select 1 from post where text like $1', [`%${text}%`]);
  expect(posts).toHaveLength(1);

  const back = await formIdOf(path);
  expect(await send(path, { form: back, act: 'write', text: `More: ${text}` })).toMatchObject({
    status: 303,
  });
  await program.kill(what);
  await program.start();
  expect(await (await fetch(`${program.address()}${path}`)).text()).toContain(`More: ${text}`);
  await desk.caseWith(`More: ${text}`, 'all');
});

async function formIdOf(path: string): Promise<string> {
  const page = await (await fetch(`${program.address()}${path}`)).text();
  return /name="form" value="([^"]+)"/.exec(page)?.[1] ?? '';
}
