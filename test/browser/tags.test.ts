/** Tags in a real browser: suggested, listed with their cases, put together. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  for (const name of ['aline', 'juma']) await desk.hear(name, 'No water.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('are listed with their cases, suggested, and put together under one name', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/settings/tags`);
  await page.getByText('No tag yet').waitFor();
  for (const [name, tag] of [
    ['aline', 'leak'],
    ['juma', 'leek'],
  ] as const) {
    await page.goto(`${desk.address}/inbox/queue`);
    await page.locator('[role=option]').filter({ hasText: name }).click();
    await page.getByLabel('Tags').fill(tag);
    await page.getByLabel('Tags').press('Enter');
    await page.getByRole('button', { name: `Remove the tag ${tag}` }).waitFor();
  }
  await page.reload();
  await expect.poll(() => page.locator('datalist option[value=leek]').count()).toBeGreaterThan(0);
  await page.goto(`${desk.address}/settings/tags`);
  await page.getByRole('button', { name: 'Rename the tag leek' }).click();
  await page.getByLabel('New name of the tag').fill('leak');
  await page.getByText('the two become one').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Put together' }).click();
  await page.getByText('Done to 1 cases.').waitFor();
  await page.getByText('2 cases', { exact: true }).waitFor();
  await look(page, 'tags');
  await page.getByRole('link', { name: 'leak' }).click();
  await expect.poll(() => page.locator('[role=option]').count()).toBe(2);
  await page.context().close();
});

it('are as good on a phone', async () => {
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/settings/tags`);
  await page.getByRole('link', { name: 'leak' }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.context().close();
});
