/** A forgotten author, erased in a real browser and found nowhere: not by searching, not in the case, not on the private page, not by the API. */
import { mkdirSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseView, FormView, Me } from '../../src/api/contract.ts';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('aline', 'No water in our street.');
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

const list = (page: Page) => page.locator('[role=option]');
const side = (page: Page) => page.getByRole('complementary', { name: 'About the author and the case' });

async function asAdmin<T>(method: 'GET' | 'POST', url: string, payload?: object): Promise<T> {
  const answer = await desk.server.ask({
    method,
    url,
    as: desk.admin,
    ...(payload === undefined ? {} : { payload }),
  });
  expect(answer.status, `${url} ${answer.text}`).toBe(200);
  return answer.body as T;
}

/** Fills the form as its author; answers the address of the private page. */
async function complain(): Promise<string> {
  const { institutions } = await asAdmin<Me>('GET', '/api/me');
  await asAdmin<FormView>('POST', '/api/forms', {
    institutionId: institutions[0]?.id,
    slug: 'water',
    title: 'Tell us about your water',
    topics: ['No water'],
  });
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${desk.address}/f/water`);
  desk.server.clock.ahead += 3_000;
  await page.getByLabel('Your name').fill('Zuri Zanzibarquartz');
  await page.getByLabel('What happened?').fill('The zanzibarquartz tap is dry.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForURL(/\/c\//);
  const address = page.url().replace('?new=1', '');
  await context.close();
  return address;
}

it('an author is erased and found nowhere', async () => {
  const address = await complain();
  const page = await signedIn(browser, desk);
  await list(page).filter({ hasText: 'zanzibarquartz tap' }).click();
  await page.getByRole('heading', { name: /^Case 2/ }).waitFor();
  const caseId = page.url().split('/').at(-1)?.split('?')[0] ?? '';
  await asAdmin('POST', `/api/cases/${caseId}/note`, { text: 'Zuri rang, zanzibarquartz again.' });
  await side(page).getByText('Zuri rang').waitFor();

  // What is kept about her is given to her first.
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    side(page).getByRole('link', { name: 'Take along what is kept' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('author-of-case-2.json');
  const kept = JSON.parse(readFileSync(await download.path(), 'utf8'));
  expect(kept).toMatchObject({
    identities: [{ name: 'Zuri Zanzibarquartz' }],
    posts: [{ text: expect.stringContaining('The zanzibarquartz tap is dry.') }],
    notes: [{ text: 'Zuri rang, zanzibarquartz again.' }],
  });
  await page.goto(`${desk.address}/settings/data-protection`);
  await page.getByText('Nobody was erased yet').waitFor();
  await expectAccessible(page);
  await shot(page, 'data-protection-empty');
  await page.goBack();

  await side(page).getByRole('button', { name: 'Erase the author…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase the author' });
  const confirm = dialog.getByLabel('To confirm, type Zuri Zanzibarquartz or 2');
  await confirm.waitFor();
  await expectAccessible(page);
  await shot(page, 'erase-dialog');
  const erase = dialog.getByRole('button', { name: 'Erase for good' });
  await confirm.fill('Zuri');
  expect(await erase.isDisabled()).toBe(true);
  await confirm.fill('zuri zanzibarquartz');
  await erase.click();
  await dialog.waitFor({ state: 'detached' });
  await side(page)
    .getByText(/^Erased on/)
    .waitFor();
  await page
    .getByRole('log', { name: 'What was said' })
    .getByText(/^Erased on/)
    .waitFor();
  await expectAccessible(page);
  await shot(page, 'erase-case');
  expect(await page.locator('body').innerText()).not.toMatch(/zanzibarquartz|Zuri/i);

  await page.goto(`${desk.address}/settings/data-protection`);
  await page.getByText('The author of case 2').waitFor();
  await page.getByText('Cases: 1. Posts: 1. Our answers: 0. Files: 0. Notes: 1.').waitFor();
  await expectAccessible(page);
  await shot(page, 'data-protection');
  expect(await page.locator('body').innerText()).not.toMatch(/zanzibarquartz|Zuri/i);

  await page.goto(`${desk.address}/search`);
  await page.getByRole('searchbox').fill('zanzibarquartz');
  await page.getByText('Nobody wrote “zanzibarquartz”').waitFor();
  await page.goto(`${desk.address}/inbox/all`);
  await list(page).first().waitFor();
  await expect.poll(() => list(page).count()).toBe(2);
  expect(await page.locator('body').innerText()).not.toMatch(/zanzibarquartz|Zuri/i);

  await page.goto(address);
  expect(await page.locator('body').innerText()).not.toMatch(/zanzibarquartz|Zuri/i);
  const shown = await asAdmin<CaseView>('GET', `/api/cases/${caseId}`);
  expect(JSON.stringify(shown)).not.toMatch(/zanzibarquartz|Zuri/i);
  expect(shown.row).toMatchObject({ number: 2, state: 'resolved', inboundPosts: 1 });
  await page.context().close();
});

it('only those who may are offered it, on a phone too', async () => {
  await desk.invite('agent', 'juma@water.example');
  const agent = await signedIn(browser, desk, 'juma@water.example');
  await list(agent).filter({ hasText: 'in our street' }).click();
  await side(agent).getByRole('button', { name: 'Do not contact…' }).waitFor();
  expect(await side(agent).getByRole('button', { name: 'Erase the author…' }).count()).toBe(0);
  expect(await side(agent).getByRole('link', { name: 'Take along what is kept' }).count()).toBe(0);
  await agent.goto(`${desk.address}/settings/me`);
  const settings = agent.getByRole('navigation', { name: 'Settings' });
  await settings.getByRole('link', { name: 'Tags' }).waitFor();
  expect(await settings.getByRole('link', { name: 'Data protection' }).count()).toBe(0);
  await agent.context().close();
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await list(page).filter({ hasText: 'in our street' }).click();
  await page.getByRole('link', { name: 'About the author' }).click();
  await side(page).getByRole('button', { name: 'Erase the author…' }).click();
  await page.getByLabel('To confirm, type aline or 1').fill('1');
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await shot(page, 'erase-phone-dark');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.goto(`${desk.address}/settings/data-protection`);
  await page.getByText('The author of case 2').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await shot(page, 'data-protection-phone-dark');
  await page.context().close();
});
