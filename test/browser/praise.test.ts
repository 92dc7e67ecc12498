/** Praise in a real browser: marked by one key, found by whom it is about, thanked by one tap, also on a phone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CasePage, CaseView, MemberView } from '../../src/api/contract.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('agent', 'thabo@water.example');
  await desk.hear('glad', 'Merci à l’agent qui a réparé la pompe si vite.', { language: 'fr' });
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('is said of a member by p, and taken back by the undo', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/settings/praise`);
  await page.getByText('No praise of you or your team yet').waitFor();
  await expectAccessible(page);
  await look(page, 'praise-empty');
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').first().click();
  await page.getByRole('button', { name: 'Praise: say of whom' }).waitFor();
  await page.keyboard.press('p');
  const dialog = page.getByRole('dialog', { name: 'Whom does the post praise?' });
  await dialog.getByLabel('Member').selectOption({ label: 'The agent' });
  await expectAccessible(page);
  await look(page, 'praise-dialog');
  await dialog.getByRole('button', { name: 'Mark as praise' }).click();
  await page.getByText('Praise of The agent, marked by').waitFor();
  await expectAccessible(page);
  await look(page, 'praise-case');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Praise: say of whom' }).click();
  await dialog.getByLabel('Member').selectOption({ label: 'The agent' });
  await dialog.getByRole('button', { name: 'Mark as praise' }).click();
  await page.getByText('Praise of The agent, marked by').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What do you want to do?' }).fill('praise');
  await page.getByRole('option', { name: /^Praise Go/ }).click();
  await page.getByRole('list', { name: 'Praise of members, last 30 days' }).getByText('The agent').waitFor();
  await look(page, 'praise-counts');
  await page.context().close();
});

it('is found by the member on a phone, and thanked by one tap in the author’s language', async () => {
  const page = await signedIn(browser, desk, 'thabo@water.example', { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/settings/praise`);
  const list = page.getByRole('list', { name: 'Praise', exact: true });
  await list.getByText('Merci à l’agent qui a réparé la pompe si vite.').waitFor();
  await expect
    .poll(() => list.getByLabel('Thanks to the author').inputValue())
    .toContain('Merci de vos mots aimables.');
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'praise-phone');
  await list.getByRole('button', { name: 'Thank the author' }).click();
  await list.getByText('The author has an answer.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await list.getByLabel('Thanks to the author').waitFor();
  await list.getByLabel('Thanks to the author').fill('Merci beaucoup de votre mot.');
  await list.getByRole('button', { name: 'Thank the author' }).click();
  await list.getByText('The author has an answer.').waitFor();
  await expect.poll(() => desk.sent.map(({ text }) => text), { timeout: 20_000 }).toHaveLength(1);
  expect(desk.sent[0]?.text).toContain('Merci beaucoup de votre mot.');
  await page.context().close();
});

it('comes to an open screen by itself, and goes when it is taken back', async () => {
  await desk.hear('happy', 'Your agent was wonderful.');
  const page = await signedIn(browser, desk, 'thabo@water.example');
  await page.goto(`${desk.address}/settings/praise`);
  const list = page.getByRole('list', { name: 'Praise', exact: true });
  await list.getByText('Merci à l’agent').waitFor();
  const as = desk.admin;
  const ask = async <T>(method: 'GET' | 'PUT', url: string, payload?: object) =>
    (await desk.server.ask({ method, url, as, ...(payload && { payload }) })).body as T;
  const { rows } = await ask<CasePage>('GET', '/api/cases?view=all');
  const row = rows.find(({ words }) => words?.includes('wonderful'));
  const url = `/api/cases/${row?.id}`;
  const { posts } = await ask<CaseView>('GET', url);
  const members = await ask<MemberView[]>('GET', '/api/members');
  const memberId = members.find(({ email }) => email === 'thabo@water.example')?.id;
  const mark = { postId: posts[0]?.id, memberId, teamId: null };
  await ask('PUT', `${url}/praise`, mark);
  await list.getByText('Your agent was wonderful.').waitFor();
  await ask('PUT', `${url}/praise`, { ...mark, memberId: null });
  await list.getByText('Your agent was wonderful.').waitFor({ state: 'detached' });
  await page.context().close();
});
