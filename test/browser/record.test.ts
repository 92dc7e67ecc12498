/** The response record in a real browser: figures after real work, as a picture and as a table, down to the very case, at a desk and on a phone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { CasePage } from '../../src/api/contract.ts';
import { countOnce } from '../../src/jobs/countRecord.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const minute = 60_000;
const day = 24 * 60 * minute;

const ago = (milliseconds: number) => new Date(desk.server.now().getTime() - milliseconds);
/** What scrolls is seen whole. */
const seen = async (page: Page, name: string) => {
  const before = page.viewportSize();
  await page.setViewportSize({ width: before?.width ?? 1440, height: 2_200 });
  await look(page, name);
  await page.setViewportSize(before ?? { width: 1440, height: 900 });
};
const count = async () => {
  const deps = { storage: desk.server.storage, now: desk.server.now, log: () => undefined };
  await countOnce(deps, 'test');
  while (await countOnce(deps, 'test'));
};

/** Who wrote so long ago and was answered so many minutes later, by the house on the network. */
async function answered(name: string, at: Date, minutes: number, more: object = {}): Promise<void> {
  await desk.hear(name, `Nobody answers at ${name}.`, { at, ...more });
  await desk.hear(name, 'We see to it.', {
    ...more,
    at: new Date(at.getTime() + minutes * minute),
    direction: 'house',
    hearing: 'own',
  });
}

const long = 'Sanitation and Solid Waste Management, Upper Veldt';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  for (let n = 0; n < 12; n++)
    await answered(`d${n}`, ago((n + 1) * 2 * day), 10 + ((n * 37) % 120), {
      language: n % 3 === 0 ? 'sw' : 'en',
    });
  for (let n = 0; n < 5; n++) await desk.hear(`w${n}`, 'I still wait.', { at: ago((n + 1) * day) });
  await desk.hear('now', 'Is anybody there?');
  const ask = async <T>(method: 'GET' | 'POST', url: string, payload?: object) =>
    (await desk.server.ask({ method, url, as: desk.admin, ...(payload === undefined ? {} : { payload }) }))
      .body as T;
  // All of it has come to the desk: what is counted below is counted once.
  const waiting = async () => (await ask<{ waiting: number }>('GET', '/api/intake')).waiting;
  await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 30_000, interval: 50 });
  const { rows } = await ask<CasePage>('GET', '/api/cases?view=all&limit=100');
  expect(rows).toHaveLength(18);
  for (const [n, row] of rows.slice(0, 6).entries())
    await ask('POST', `/api/cases/${row.id}/tags`, { tags: [n % 2 === 0 ? 'water' : long] });
  await count();
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const opened = async (page: Page) => {
  await page.getByRole('heading', { name: 'Response record', level: 1 }).waitFor();
  await page.getByText(/^As of/).waitFor();
};

it('is read at a glance, its table is one key away, and a figure opens the very cases', async () => {
  const page = await signedIn(browser, desk);
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await opened(page);
  await page.getByText(/median of 1[23] answered/).waitFor();
  await expectAccessible(page);
  await seen(page, 'record');
  await page.getByRole('img', { name: /First answer: median from day to day/ }).waitFor();
  await page.keyboard.press('t');
  const days = page.getByRole('table', { name: 'First answer, from day to day' });
  expect(await days.getByRole('row').count()).toBe(31);
  await expectAccessible(page);
  await seen(page, 'record-table');
  await page.keyboard.press('t');
  await page.getByLabel('Told apart by').selectOption({ label: 'Language' });
  await page.getByRole('button', { name: /^Swahili/ }).click();
  const cases = page.getByRole('region', { name: /^The cases behind it/ });
  await expect.poll(() => cases.getByRole('link', { name: /^Case / }).count()).toBe(4);
  await page.getByText('Only Language: Swahili').waitFor();
  await cases.getByRole('button', { name: 'Not answered yet' }).click();
  await cases.getByText('None').waitFor();
  await cases.getByRole('button', { name: 'Answered', exact: true }).click();
  await expectAccessible(page);
  await seen(page, 'record-cases');
  await cases
    .getByRole('link', { name: /^Case / })
    .first()
    .click();
  await page.getByText('We see to it.').first().waitFor();
  await page.goBack();
  await cases.getByRole('button', { name: 'Close this list' }).click();
  await cases.waitFor({ state: 'detached' });
  await page.context().close();
});

it('is of any period, and says when nobody wrote in it', async () => {
  const page = await signedIn(browser, desk);
  await page.getByRole('link', { name: 'Record' }).click();
  await opened(page);
  await page.getByLabel('Period').selectOption({ label: 'Between two dates' });
  await page.getByLabel('First day').fill('2020-01-01');
  await page.getByLabel('Last day').fill('2020-02-01');
  await page.getByText('Nobody wrote in this time').waitFor();
  await expectAccessible(page);
  await look(page, 'record-empty');
  await page.getByLabel('Period').selectOption({ label: '7 days' });
  await page.getByLabel('Counted').selectOption({ label: 'In office hours' });
  await page.getByText(/median of \d answered/).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Table as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^record-first-.*\.csv$/);
  await page.route('**/api/record?*', (route) =>
    route.fulfill({ status: 500, body: JSON.stringify({ code: 'unexpected', sentence: 'It broke.' }) }),
  );
  await page.getByLabel('Time until').selectOption({ label: 'Settled' });
  await page.reload();
  await page.getByText('This could not be shown').waitFor();
  await look(page, 'record-error');
  await page.context().close();
});

it('is read on a phone, in the dark, with long names', async () => {
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/record?by=topic`);
  await opened(page);
  await page.getByText(long).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await seen(page, 'record-phone');
  await page.getByRole('button', { name: new RegExp(long) }).click();
  await page.getByRole('region', { name: /^The cases behind it/ }).waitFor();
  await page.getByRole('button', { name: 'As a table' }).click();
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
  await seen(page, 'record-phone-table');
  await page.context().close();
});

it('speaks French and Swahili', async () => {
  for (const [locale, name] of [
    ['fr-FR', 'record-fr'],
    ['sw-KE', 'record-sw'],
  ] as const) {
    const page = await signedIn(browser, desk, undefined, { ...phone, locale });
    await page.goto(`${desk.address}/record`);
    await page.locator('svg[role=img]').waitFor();
    await expectNoSidewaysScrolling(page);
    await seen(page, name);
    await page.context().close();
  }
});

it('is for members; who only drafts for us is not offered it', async () => {
  await desk.invite('guest_agent', 'agency@water.example');
  const page = await signedIn(browser, desk, 'agency@water.example');
  expect(await page.getByRole('link', { name: 'Record' }).count()).toBe(0);
  await page.context().close();
});
