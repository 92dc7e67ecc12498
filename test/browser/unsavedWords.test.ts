/** What an agent wrote when the server was away: kept by the browser, given back, and brought to the server. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  for (const who of ['aline', 'bosco', 'chidi', 'dina', 'esi'])
    await desk.hear(who, `No water, says ${who}.`);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const soon = { timeout: 20_000 };
const field = (page: Page) => page.getByRole('textbox', { name: 'Your answer' });
const open = async (page: Page, who: string) => {
  await page.getByRole('option', { name: `says ${who}` }).click();
  await page.getByRole('log').getByText(`says ${who}`).waitFor();
};
const draftsAreBlocked = (page: Page) => page.route('**/api/cases/*/draft', (route) => route.abort());
const noticeOf = (page: Page) => page.getByText('This browser kept what you wrote here');
const keptWords = (page: Page) =>
  page.evaluate("Object.keys(localStorage).filter((name) => name.includes('unsaved')).length");

describe('words that the server does not have', () => {
  it('are there again when the case is opened again, and are brought to the server', async () => {
    const page = await signedIn(browser, desk);
    await draftsAreBlocked(page);
    await open(page, 'aline');
    await field(page).fill('We open the valve at six.');
    await open(page, 'bosco');
    expect(await field(page).inputValue()).toBe('');
    await open(page, 'aline');
    expect(await field(page).inputValue()).toBe('We open the valve at six.');
    await noticeOf(page).waitFor();
    await expectAccessible(page);
    await page.unroute('**/api/cases/*/draft');
    await page.getByText(/^Saved at/).waitFor();
    await expect.poll(() => keptWords(page), soon).toBe(0);
    await page.getByRole('button', { name: 'Good' }).click();
    await noticeOf(page).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('are there after the page was closed', async () => {
    const page = await signedIn(browser, desk);
    await draftsAreBlocked(page);
    await open(page, 'bosco');
    await field(page).fill('The pump is on its way.');
    await page.reload();
    await noticeOf(page).waitFor();
    expect(await field(page).inputValue()).toBe('The pump is on its way.');
    await page.context().close();
  });

  it('stand beside what was written on another device since', async () => {
    const page = await signedIn(browser, desk);
    await draftsAreBlocked(page);
    await open(page, 'chidi');
    await field(page).fill('From the desk.');
    await page.goto(`${desk.address}/search`);
    const other = await signedIn(browser, desk);
    await open(other, 'chidi');
    await field(other).fill('From the phone.');
    await other.getByText(/^Saved at/).waitFor();
    await page.unroute('**/api/cases/*/draft');
    await page.goto(`${desk.address}/inbox/queue`);
    await open(page, 'chidi');
    await expect.poll(() => field(page).inputValue(), soon).toBe('From the phone.');
    await page.getByText('From the desk.').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Use these words' }).click();
    expect(await field(page).inputValue()).toBe('From the desk.');
    await page.getByText(/^Saved at/).waitFor();
    await Promise.all([page, other].map((one) => one.context().close()));
  });

  it('are forgotten by this browser when its member signs out', async () => {
    const page = await signedIn(browser, desk);
    await draftsAreBlocked(page);
    await open(page, 'dina');
    await field(page).fill('Nobody else shall read this here.');
    await expect.poll(() => keptWords(page), soon).toBe(1);
    await page.goto(`${desk.address}/settings/me`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password', { exact: true }).waitFor();
    expect(await keptWords(page)).toBe(0);
    await page.context().close();
  });

  it('are gone once they went out', async () => {
    const page = await signedIn(browser, desk);
    await draftsAreBlocked(page);
    await open(page, 'esi');
    await field(page).fill('It runs again.');
    await field(page).press('Control+Enter');
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await open(page, 'aline');
    await open(page, 'esi');
    expect(await field(page).inputValue()).toBe('');
    expect(await keptWords(page)).toBe(0);
    await page.context().close();
  });
});
