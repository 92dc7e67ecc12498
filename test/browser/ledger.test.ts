/** The ledger inside, in a real browser: promises by who keeps them and as they stand, at a desk and on a phone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { type Promising, promisingOn } from '../factories/promising.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
let made: Promising;
const day = 86_400_000;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  made = await promisingOn(desk);
  const now = desk.server.now().getTime();
  const long =
    'Office of the Provincial Commissioner for Water, Sanitation and Solid Waste replaces the transformer at the old market and writes to all who had asked';
  const ids: string[] = [];
  for (const [n, what] of ['Repair the pipe', 'Ring about the meter', 'Refund it', long].entries())
    ids.push(await made.promise(`a${n}`, what, new Date(now + (n + 1) * 10 * day)));
  await made.ask('PUT', `/api/commitments/${ids[0]}/kept`, { evidence: 'https://karoowater.example/pipe' });
  await made.ask('PUT', `/api/commitments/${ids[2]}/broken`, { evidence: 'The bank refused it.' });
  await desk.hear('waits', 'I still wait for the tanker.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const list = (page: Page, name: string) =>
  page
    .getByRole('region', { name: 'How the word was kept' })
    .getByRole('button', { name: new RegExp(`${name}$`) });
const lines = (page: Page) => page.locator('main li', { has: page.getByRole('link', { name: /^Case / }) });

it('stands as it is asked for, by list and by member, and each is ended there', async () => {
  const page = await signedIn(browser, desk);
  await page.getByRole('link', { name: /^Promises/ }).click();
  await page.getByRole('heading', { name: 'Promises', level: 1 }).waitFor();
  await expect.poll(() => lines(page).count()).toBe(2);
  await page.getByText('50% kept in time').waitFor();
  await expectAccessible(page);
  await look(page, 'ledger');
  await list(page, 'Kept').click();
  await page.getByText('https://karoowater.example/pipe').waitFor();
  await list(page, 'Broken').click();
  await page.getByText('The bank refused it.').waitFor();
  await look(page, 'ledger-broken');
  await list(page, 'Late').click();
  await page.getByText('Nothing is late').waitFor();
  await expectAccessible(page);
  await look(page, 'ledger-empty');
  await page.getByLabel('Who keeps it').selectOption({ label: 'Naledi Dlamini (me)' });
  await expect.poll(() => page.url()).toMatch(/owner=[0-9a-f-]+/);
  await page.getByRole('link', { name: 'What everybody reads' }).waitFor({ state: 'detached' });
  await list(page, 'To be kept').click();
  await expect.poll(() => lines(page).count()).toBe(2);
  await lines(page).first().getByRole('button', { name: 'It was kept' }).click();
  await lines(page).first().getByLabel('By what is it seen?').fill('Rang at nine.');
  await lines(page).first().getByRole('button', { name: 'It was kept' }).last().click();
  await expect.poll(() => lines(page).count()).toBe(1);
  await page.context().close();
});

it('is where the thumb is, once a promise of the member is due soon or late', async () => {
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  expect(await page.getByRole('link', { name: /^Promises/ }).isVisible()).toBe(false);
  await made.promise('soon', 'Ring back within the hour', new Date(desk.server.now().getTime() + day / 24));
  await page.reload();
  await page.getByRole('link', { name: /^Promises\s*1/ }).click();
  await page.getByText(/^Due in/).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'ledger-phone');
  await page.context().close();
});
