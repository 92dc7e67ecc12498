/** Protecting an author in a real browser: beside the case, with the members who may read who it is; read by one of them, listed, and taken back. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('whistle', 'The meter readings at the depot are made up.');
  await desk.invite('executive', 'zanele@water.example');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('takes the names from the screen for everybody', async () => {
  const page = await signedIn(browser, desk, undefined, { viewport: { width: 1440, height: 900 } });
  await page.goto(`${desk.address}/inbox/queue`);
  const line = page.locator('[role=option]').first();
  await expect.poll(() => line.textContent()).toContain('whistle');
  await line.click();
  await page.getByRole('button', { name: 'Protect…' }).click();
  await page.getByLabel('Why is this author protected?').fill('Works at the depot.');
  await page.getByRole('checkbox', { name: 'The executive' }).check();
  await expectAccessible(page);
  await look(page, 'protect-form');
  await page.getByRole('button', { name: 'Protect the author' }).click();
  await page.getByText('Only The executive may read who this is.').waitFor();
  await expect.poll(() => line.textContent()).toContain('Protected author');
  await expect.poll(() => page.content()).not.toContain('whistle');
  expect(await page.getByRole('button', { name: 'Show who this is' }).count()).toBe(0);
  await expectAccessible(page);
  await look(page, 'protected');
  await page.context().close();
});

it('shows them to whoever is named, on a phone too, and writes it down', async () => {
  const page = await signedIn(browser, desk, 'zanele@water.example', { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').first().click();
  await page.getByRole('link', { name: 'About the author' }).click();
  await page.getByRole('button', { name: 'Show who this is' }).click();
  await page.getByRole('list', { name: 'Who this is' }).getByText('whistle').first().waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'protected-phone');
  await page.getByRole('button', { name: 'Hide it again' }).click();
  await expect.poll(() => page.content()).not.toContain('whistle');
  await page.context().close();
});

it('lists who is protected with every reading, and takes the protection back', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/settings/protected`);
  const list = page.getByRole('list', { name: 'Protected authors' });
  await list.getByText('Works at the depot.').waitFor();
  await list.getByText('Readings: 1').click();
  await expectAccessible(page);
  await look(page, 'protected-list');
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScrolling(page);
  await look(page, 'protected-list-phone');
  await page.setViewportSize({ width: 1440, height: 900 });
  await list.getByRole('link').click();
  await page.getByRole('button', { name: 'Take the protection back' }).click();
  await page.getByRole('button', { name: 'Protect…' }).waitFor();
  await expect.poll(() => page.locator('[role=option]').first().textContent()).toContain('whistle');
  await page.goto(`${desk.address}/settings/protected`);
  await page.getByText('Nobody is protected').waitFor();
  await expectAccessible(page);
  await page.context().close();
});
