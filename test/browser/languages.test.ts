/** The console in French and Swahili, in a real browser: chosen once, kept, and with room for longer words. */
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password } from '../factories/apiServer.ts';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('aline', 'No water in our street.');
  await desk.hear('juma', 'A wire lies on the ground behind the school.');
  await desk.invite('agent', 'neema@water.example');
  await desk.invite('agent', 'amina@water.example');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

/** Keeps a picture of the screen in the folder that SHOTS names, for whoever wants to look. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

const htmlLanguage = (page: Page) => page.locator('html').getAttribute('lang');

/** Buttons, links and headings whose words do not fit into them. */
const cut = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll('button, a, h1, h2, label')]
    .filter((one) => one.checkVisibility() && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)
    .filter((one) => !/truncate|sr-only/.test(one.className) && one.querySelector('.truncate') === null)
    .map((one) => one.textContent)`);

describe('a member', () => {
  it('changes to Swahili, sees the desk in it at once, after loading again, and in another browser', async () => {
    const page = await signedIn(browser, desk, 'neema@water.example');
    expect(await htmlLanguage(page)).toBe('en');
    await page.goto(`${desk.address}/settings/me`);
    await page.getByLabel('Language of the console').selectOption('Kiswahili');
    await page.getByRole('heading', { name: 'Mwonekano na lugha' }).waitFor();
    expect(await htmlLanguage(page)).toBe('sw');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Masuala' }).click();
    await page.locator('[role=option]', { hasText: 'No water in our street' }).click();
    await page.getByRole('button', { name: 'Tatua' }).waitFor();
    await page.getByRole('textbox', { name: 'Jibu lako' }).waitFor();
    await expectAccessible(page);

    await page.reload();
    await page.getByRole('button', { name: 'Tatua' }).waitFor();
    expect(await htmlLanguage(page)).toBe('sw');
    await page.context().close();

    const elsewhere = await signedIn(browser, desk, 'neema@water.example');
    await elsewhere.getByRole('link', { name: 'Masuala' }).waitFor();
    expect(await htmlLanguage(elsewhere)).toBe('sw');
    await elsewhere.context().close();
  });

  it('finds the door in the language of the browser, and answers an author in French', async () => {
    const context = await browser.newContext({
      locale: 'fr-SN',
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(`${desk.address}/sign-in`);
    await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
    expect(await htmlLanguage(page)).toBe('fr');
    await expectAccessible(page);
    await shot(page, 'door-fr');
    await page.getByLabel('E-mail').fill('amina@water.example');
    await page.getByLabel('Mot de passe').fill(password);
    await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
    await page.locator('[role=option]', { hasText: 'A wire lies on the ground' }).click();
    await page.getByRole('textbox', { name: 'Votre réponse' }).fill('Nous arrivons.');
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
    await page
      .getByRole('timer')
      .filter({ hasText: /^Part dans \d+ s$/ })
      .waitFor();
    await expectAccessible(page);
    await shot(page, 'undo-fr');
    await context.close();
  });
});

describe('Settings, Languages', () => {
  it('says of each language that nobody has read it yet, and sets that of new forms', async () => {
    const page = await signedIn(browser, desk);
    await page.goto(`${desk.address}/settings/languages`);
    await expect.poll(() => page.getByText('Nobody yet').count()).toBe(4);
    await page.getByText('100% translated').nth(4).waitFor();
    await page.getByLabel('Language of new forms').selectOption('Ikinyarwanda');
    await page.getByText('Saved.').waitFor();
    await expectAccessible(page);
    await shot(page, 'settings-languages-en-desktop');
    await page.reload();
    expect(await page.getByLabel('Language of new forms').inputValue()).toBe('rw');
    await page.context().close();
    const agent = await signedIn(browser, desk, 'amina@water.example');
    await agent.goto(`${desk.address}/settings/languages`);
    await agent.getByRole('heading', { level: 1 }).waitFor();
    expect(await agent.locator('select[disabled]').count()).toBe(1);
    await agent.context().close();
  });
});

describe.each([
  ['fr', 'Français'],
  ['sw', 'Kiswahili'],
])('longer words, in the language %s', (language, name) => {
  const parts = [
    'me',
    'accounts',
    'units',
    'members',
    'intake',
    'organisation',
    'office-hours',
    'languages',
    'texts',
    'sign-in',
    'webhooks',
    'keys',
    'audit',
  ];

  it('have room on a desktop and on a phone', async () => {
    const page = await signedIn(browser, desk);
    await page.goto(`${desk.address}/settings/me`);
    await page.locator(`select:has(option[lang=${language}])`).selectOption({ label: name });
    await expect.poll(() => htmlLanguage(page)).toBe(language);
    const small = await browser.newContext({ ...phone, storageState: await page.context().storageState() });
    for (const [size, one] of [
      ['desktop', page],
      ['phone', await small.newPage()],
    ] as const) {
      one.setDefaultTimeout(30_000);
      await one.goto(`${desk.address}/inbox/queue`);
      await one.locator('[role=option]').first().waitFor();
      await expectNoSidewaysScrolling(one);
      expect(await cut(one), `${size} inbox`).toEqual([]);
      await shot(one, `inbox-${language}-${size}`);
      await one.locator('[role=option]', { hasText: 'No water in our street' }).click();
      await one.getByRole('textbox').last().waitFor();
      await expectNoSidewaysScrolling(one);
      expect(await cut(one), `${size} case`).toEqual([]);
      await shot(one, `case-${language}-${size}`);
      for (const part of parts) {
        await one.goto(`${desk.address}/settings/${part}`);
        await one.locator('h1').waitFor();
        await expectNoSidewaysScrolling(one);
        expect(await cut(one), `${size} ${part}`).toEqual([]);
        await shot(one, `settings-${part}-${language}-${size}`);
      }
    }
    await small.close();
    await page.goto(`${desk.address}/settings/me`);
    await page.locator(`select:has(option[lang=${language}])`).selectOption({ value: '' });
    await expect.poll(() => htmlLanguage(page)).toBe('en');
    await page.context().close();
  });
});
