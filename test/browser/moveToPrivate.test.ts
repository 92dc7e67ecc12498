/** What belongs in private, in a real browser: numbers that everybody could read. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('aline', 'No water. My account is 4413 2291 77.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('a number that everybody can read is flagged in a post, and stops an answer until its writer lets it stand', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').filter({ hasText: 'No water' }).click();
  await page.getByText('Everyone can read a number in this post').waitFor();
  const answer = page.getByRole('textbox', { name: 'Your answer' });
  await answer.fill('We look into account 4413229177. Or call 0800 123 456.');
  await page.getByText('and it shows 4413229177').waitFor();
  await expectAccessible(page);
  await answer.press('Control+Enter');
  expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  await answer.fill('We look into it. Or call 0800 123 456.');
  await page.getByText('and it shows 0800 123 456').waitFor();
  await page.getByRole('button', { name: 'Everyone may read it' }).click();
  await answer.press('Control+Enter');
  await expect.poll(() => desk.sent.map(({ text }) => text), { timeout: 20_000 }).toHaveLength(1);
  expect(desk.sent[0]?.text).toContain('0800 123 456');
  await page.context().close();
});
