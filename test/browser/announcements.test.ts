/** Announcements in a real browser: written, called back, sent, refused, changed. */
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const agent = 'thabo@water.example';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('agent', agent);
  await desk.hear('aline', 'No water in our street.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const soon = { timeout: 20_000 };
const field = (page: Page) => page.getByRole('textbox', { name: 'Your announcement' });
const card = (page: Page, words: string) => page.locator('article', { hasText: words });
const went = (words: string) => desk.sent.filter((one) => one.text === words);

describe('an announcement', () => {
  it('is called back within ten seconds, then sent with its picture, all by the keyboard', async () => {
    const page = await signedIn(browser, desk);
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByText('Nothing was announced yet').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('r');
    await page.keyboard.type('Water is off in Kigufi until six. We write again at four.');
    await page.keyboard.press('Control+Enter');
    await card(page, 'until six').getByText('Leaves in').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Take it back' }).click();
    await expect.poll(() => field(page).inputValue(), soon).toContain('until six');
    await card(page, 'until six').getByText('Taken back before it left').waitFor();
    const picture = await sharp({
      create: { width: 60, height: 40, channels: 3, background: '#2266aa' },
    })
      .png()
      .toBuffer();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'map.png', mimeType: 'image/png', buffer: picture });
    await page.getByText('Describe each picture first.').waitFor();
    expect(await page.getByRole('button', { name: 'Announce', exact: true }).isDisabled()).toBe(true);
    await page.getByLabel('Describe the picture (required)').fill('A map of the streets without water');
    await field(page).press('Control+Enter');
    await page.locator('[data-delivery=sent]').waitFor({ timeout: 20_000 });
    const [sent, ...doubles] = went('Water is off in Kigufi until six. We write again at four.');
    expect(doubles).toEqual([]);
    expect(sent).toMatchObject({ to: null, attachments: [{ alt: 'A map of the streets without water' }] });
    await page.context().close();
  });

  it('that was refused says why, and its words can be changed', async () => {
    const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
    await page.goto(`${desk.address}/announcements`);
    desk.answer.next = { kind: 'refused', code: 'account_suspended', reason: 'Our account is suspended.' };
    await field(page).fill('Tankers stand at the church.');
    await page.getByRole('button', { name: 'Announce', exact: true }).click();
    await card(page, 'Tankers').getByText('Our account is suspended.').waitFor({ timeout: 20_000 });
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    desk.answer.next = null;
    await page.getByRole('button', { name: 'Change it' }).click();
    await expect.poll(() => field(page).inputValue(), soon).toBe('Tankers stand at the church.');
    await field(page).fill('Tankers stand at the school.');
    await page.reload();
    await expect.poll(() => field(page).inputValue(), soon).toBe('Tankers stand at the school.');
    await field(page).press('Control+Enter');
    await expect.poll(() => went('Tankers stand at the school.').length, soon).toBe(1);
    expect(went('Tankers stand at the church.')).toEqual([]);
    await page.context().close();
  });

  it('that is too long is not sent, and says by how much', async () => {
    const page = await signedIn(browser, desk);
    await page.goto(`${desk.address}/announcements`);
    await field(page).fill('a'.repeat(304));
    await page.getByText('4 characters too long').waitFor();
    expect(await page.getByRole('button', { name: 'Announce', exact: true }).isDisabled()).toBe(true);
    await field(page).fill('');
    await page.context().close();
  });

  it('is read by an agent and made by none', async () => {
    const page = await signedIn(browser, desk, agent);
    expect(await page.getByRole('link', { name: 'Announce' }).count()).toBe(0);
    await page.goto(`${desk.address}/announcements`);
    await card(page, 'Tankers stand at the school.').waitFor();
    expect(await field(page).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Try now' }).count()).toBe(0);
    await expectAccessible(page);
    await page.context().close();
  });
});
