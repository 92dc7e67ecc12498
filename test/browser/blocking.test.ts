/** Blocking an author in a real browser: beside the case, told in the list and under settings, and taken back. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BlockedAuthor } from '../../src/api/contract.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('angry', 'I know where you live.');
});
/** Who is blocked, as the server has it. */
const blockedNow = async () => {
  const answer = await desk.server.ask({ method: 'GET', url: '/api/blocked-authors', as: desk.admin });
  return answer.body as BlockedAuthor[];
};
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('asks why, tells it wherever the author is, and is taken back', async () => {
  const page = await signedIn(browser, desk, undefined, { viewport: { width: 1440, height: 900 } });
  await page.goto(`${desk.address}/inbox/queue`);
  const line = page.locator('[role=option]').first();
  await line.click();
  await page.getByRole('button', { name: 'Block…' }).click();
  await page.getByLabel('Why is this author blocked?').fill('Threats.');
  await page.getByLabel('For how long?').selectOption('Until a day');
  await page.getByLabel('Last day').fill('2099-03-12');
  await expectAccessible(page);
  await look(page, 'block-form');
  await page.getByRole('button', { name: 'Block the author' }).click();
  await page.getByText('Threats.').waitFor();
  const end = new Date('2099-03-12T23:59:59.999');
  await page.getByText('until 12 Mar 2099, ').first().waitFor();
  const [kept] = await blockedNow();
  expect(kept?.until).toBe(end.toISOString());
  await expect.poll(() => line.textContent()).toContain('Folded: the author is blocked');
  const words = page.getByRole('log').getByText('I know where you live.');
  await expect.poll(() => words.isVisible()).toBe(false);
  await page.getByText('Folded: the author is blocked. Show it').click();
  await expect.poll(() => words.isVisible()).toBe(true);
  await expectAccessible(page);
  await look(page, 'blocked');
  await page.goto(`${desk.address}/settings/blocked`);
  await page.getByRole('list', { name: 'Blocked authors' }).getByText('Posts since then: 0').waitFor();
  await page.getByText('until 12 Mar 2099').waitFor();
  await expectAccessible(page);
  await look(page, 'blocked-list');
  await page.getByRole('list', { name: 'Blocked authors' }).getByRole('link').click();
  await page.getByRole('button', { name: 'Unblock' }).click();
  await page.getByRole('button', { name: 'Block…' }).waitFor();
  await page.context().close();
});

it('is over by itself on a screen that stays open', async () => {
  const page = await signedIn(browser, desk);
  await page.clock.install();
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').first().click();
  await page.getByRole('button', { name: 'Block…' }).click();
  await page.getByLabel('Why is this author blocked?').fill('Threats again.');
  await page.getByLabel('For how long?').selectOption('For 1 day');
  await page.getByRole('button', { name: 'Block the author' }).click();
  await page.getByText('Folded: the author is blocked. Show it').waitFor();
  await page.getByText('blocked the author until').last().waitFor();
  desk.server.clock.ahead += 25 * 3_600_000;
  await page.clock.fastForward(25 * 3_600_000);
  await page.getByRole('button', { name: 'Block…' }).waitFor();
  await expect.poll(() => page.getByText('Folded: the author is blocked').count()).toBe(0);
  expect(await blockedNow()).toEqual([]);
  desk.server.clock.ahead = 0;
  const [again] = await blockedNow();
  const url = `/api/cases/${again?.caseId}/blocked`;
  await desk.server.ask({ method: 'PUT', url, as: desk.admin, payload: { reason: null } });
  await page.context().close();
});

it('is asked of a supervisor by a handoff where a member may not', async () => {
  await desk.invite('agent', 'thabo@water.example');
  const page = await signedIn(browser, desk, 'thabo@water.example');
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').first().click();
  await page.getByRole('button', { name: 'Ask a supervisor to block…' }).click();
  await page.getByRole('dialog').getByLabel('To', { exact: true }).waitFor();
  await expectAccessible(page);
  expect(await page.getByRole('button', { name: 'Block…' }).count()).toBe(0);
  await page.context().close();
});

it('tells a member calmly that it is enough, and the supervisor who has read how many', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/settings/blocked`);
  await page.getByLabel('Most folded posts that one member reads in a shift').fill('1');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('list', { name: 'Folded posts that members opened in their shift' }).waitFor();
  await expectAccessible(page);
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').first().click();
  await page.getByRole('button', { name: 'Abusive: fold it' }).waitFor();
  await page.keyboard.press('m');
  await page.getByText('Folded posts that you opened in this shift: 1.').waitFor();
  await expectAccessible(page);
  await look(page, 'enough');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${desk.address}/settings/blocked`);
  await page.getByText('1, enough').waitFor();
  await expectNoSidewaysScrolling(page);
  await look(page, 'limit-phone', { fullPage: true });
  await page.context().close();
});

it('says on a phone that nobody is blocked', async () => {
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/settings/blocked`);
  await page.getByText('Nobody is blocked').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'blocked-phone');
  await page.context().close();
});
