/** Abusive posts in a real browser: folded by one key, read by one click, handed off without a word. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('angry', 'You fools, no water again.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('are folded by m with their reason, everywhere, and read by one click', async () => {
  await desk.invite('agent', 'thabo@water.example');
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/inbox/queue`);
  const line = page.locator('[role=option]').first();
  await line.click();
  await page.getByRole('button', { name: 'Abusive: fold it' }).waitFor();
  await page.keyboard.press('m');
  await page.getByText('Folded: an insult. Show it').waitFor();
  await expect.poll(() => line.textContent()).toContain('Folded: an insult');
  const words = page.getByRole('log').getByText('You fools, no water again.');
  await expect.poll(() => words.isVisible()).toBe(false);
  await expectAccessible(page);
  await look(page, 'folded');
  await page.getByText('Folded: an insult. Show it').click();
  await expect.poll(() => words.isVisible()).toBe(true);
  await page.getByLabel('Why it is folded').selectOption({ label: 'a threat' });
  await page.getByText('Folded: a threat. Show it').waitFor();
  await page.keyboard.press('Escape');
  await page.goto(`${desk.address}/search?q=water`);
  await page.getByRole('list', { name: 'Posts found' }).getByText('Folded: a threat').waitFor();
  await page.context().close();
});

it('are handed off without a reason, on a phone too', async () => {
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').first().click();
  await page.getByText('Folded: a threat. Show it').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.getByRole('button', { name: 'Hand off' }).click();
  await page.getByLabel('To', { exact: true }).selectOption({ label: 'The agent' });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Hand it off' }).click();
  await page.getByText('The agent has the case now.').waitFor();
  await page.context().close();
});
