/** Office hours in a real browser: written, understood by their picture and example, kept, and seen at a case. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
/** The first Tuesday of next February, a quarter past nine in Johannesburg: holidays are known for this year and the next two. */
const year = new Date().getUTCFullYear() + 1;
const february = new Date(Date.UTC(year, 1, 1)).getUTCDay();
const tuesday = 1 + ((2 - february + 7) % 7);
const now = new Date(Date.UTC(year, 1, tuesday, 7, 15));

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('aline', 'No water in our street.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

describe('office hours', () => {
  it('are written with the keyboard, and say what they mean before they are kept', async () => {
    const page = await signedIn(browser, desk, undefined, { timezoneId: 'Africa/Johannesburg' });
    await page.clock.install({ time: now });
    await page.goto(`${desk.address}/settings/office-hours`);
    await page.getByText('Promised time runs while you are open').waitFor();
    await page.getByText('One of Fri').waitFor();
    await page.getByLabel('In office hours').check();
    await page.getByLabel('Monday').fill('8-12.30, 14-17');
    await page.getByRole('button', { name: 'Copy Monday to Friday' }).click();
    expect(await page.getByLabel('Friday').inputValue()).toBe('8-12.30, 14-17');
    await page.getByLabel('Tuesday').fill('17-8');
    await page.getByText('Write it as 08:00-12:30, 14:00-17:00.').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('Tuesday').fill('8-12.30, 14-17');
    await expectAccessible(page);
    const example = page.locator('dl', { hasText: 'A post of now is due' });
    expect(await example.textContent()).toMatch(/10:15/);
    expect(await example.textContent()).toMatch(new RegExp(`${tuesday + 6} Feb.*08:50`));
    await page.getByLabel('Closed on the public holidays of').selectOption({ label: 'South Africa' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Friday' }).inputValue()).toBe('08:00-12:30, 14:00-17:00');
    await page.getByRole('button', { name: /We work on .*Human Rights Day/ }).click();
    await page.getByText('open as usual').waitFor();
    await page.getByLabel('Another day').last().fill(`${year}-05-02`);
    await page.getByLabel('Its name').fill('Our anniversary');
    await page.getByRole('button', { name: 'Add the day' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(async () => {
        const kept = await desk.server.storage.system
          .selectFrom('organisation')
          .select('office_hours')
          .executeTakeFirstOrThrow();
        return kept.office_hours?.days[`${year}-05-02`];
      })
      .toEqual({ name: 'Our anniversary', ranges: [], by: 'hand' });
    await expectAccessible(page);
    await page.context().close();
  });

  it('can be read and written on a phone, in the dark', async () => {
    const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
    await page.goto(`${desk.address}/settings/office-hours`);
    await page.getByRole('textbox', { name: 'Monday' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await page.context().close();
  });

  it('are what the clocks of a case count', async () => {
    const page = await signedIn(browser, desk);
    await page.locator('[role=option]').first().click();
    const side = page.getByRole('complementary', { name: 'About the author and the case' });
    await side.getByText('First response').waitFor();
    expect(await side.textContent()).toMatch(/First response.*(left|over).*1 h/);
    await expectAccessible(page);
    await page.context().close();
  });
});
