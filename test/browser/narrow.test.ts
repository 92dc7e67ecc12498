/** Lists and searches that are narrowed, in a real browser: typed, chosen, in the address, taken away. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

/** Tags the author's case once it is there. */
async function tagged(name: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { rows } = (await desk.server.ask({ url: '/api/cases?view=all', as: desk.admin })).body as {
      rows: { id: string; author: { name: string } }[];
    };
    const id = rows.find(({ author }) => author.name === name)?.id;
    const payload = { tags: ['no water'] };
    const url = `/api/cases/${id}/tags`;
    if (id !== undefined) {
      await desk.server.ask({ method: 'POST', url, as: desk.admin, payload });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no case of ${name} came`);
}

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('aline', 'No water in our street.');
  await desk.hear('juma', 'Same here, no water.');
  await desk.hear('amina', 'My bill is wrong.');
  await tagged('aline');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('narrows the list by keys, keeps it while a case is open, and shows everything again', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/inbox/queue`);
  const lines = page.locator('[role=option]');
  await expect.poll(() => lines.count()).toBe(3);
  await page.keyboard.press('f');
  await page.getByRole('dialog', { name: 'Narrow down' }).waitFor();
  await expectAccessible(page);
  await look(page, 'narrow-dialog');
  await page.getByLabel('Tag').fill('no water');
  await page.keyboard.press('Enter');
  await expect.poll(() => lines.count()).toBe(1);
  expect(new URL(page.url()).searchParams.get('tag')).toBe('no water');
  await expectAccessible(page);
  await lines.first().click();
  await page.getByRole('textbox', { name: 'Your answer' }).waitFor();
  expect(new URL(page.url()).searchParams.get('tag')).toBe('no water');
  expect(await lines.count()).toBe(1);
  await look(page, 'narrow-list');
  await page.keyboard.press('v');
  await page.getByRole('dialog', { name: 'Keep this view' }).waitFor();
  await page.getByLabel('Name').fill('Dry streets');
  await page.getByLabel('For everybody here').check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  const choice = page.getByRole('combobox', { name: 'View' });
  await expect.poll(() => choice.locator('option:checked').textContent()).toContain('Dry streets');
  await choice.focus();
  await expect.poll(() => choice.locator('option:checked').textContent()).toBe('Dry streets (1)');
  await expectAccessible(page);
  await look(page, 'kept');
  await choice.blur();
  // A case that does not pass does not come in by itself.
  await desk.hear('wanjiru', 'Where is the tanker?');
  await page
    .getByRole('combobox', { name: 'View' })
    .locator('option', { hasText: '(4)' })
    .first()
    .waitFor({ state: 'attached' });
  expect(await lines.count()).toBe(1);
  await page.getByRole('button', { name: 'Take away: Tag' }).click();
  await expect.poll(() => lines.count()).toBe(4);
  await page.goto(`${desk.address}/inbox/queue?state=resolved`);
  await page.getByText('No such case in this view').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect.poll(() => lines.count()).toBe(4);
  await page.context().close();
});

it('takes facets as they are typed into the search, and from its address', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/inbox/queue?tag=gone`);
  await page.getByText('No such case in this view').waitFor();
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Search posts' });
  await field.fill('water');
  const hits = page.getByRole('list', { name: 'Posts found' }).getByRole('listitem');
  await expect.poll(() => hits.count()).toBe(2);
  await field.pressSequentially(' tag:"no water" ');
  await expect.poll(() => hits.count()).toBe(1);
  await look(page, 'narrow-search');
  expect(await field.inputValue()).toBe('water');
  await expectAccessible(page);
  await page.reload();
  await expect.poll(() => hits.count()).toBe(1);
  await hits.first().getByRole('link').click();
  await page.getByRole('textbox', { name: 'Your answer' }).waitFor();
  expect(new URL(page.url()).searchParams.get('tag')).toBeNull();
  await page.context().close();
});

it('is as good under a thumb', async () => {
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(
    `${desk.address}/search?tag=no%20water&state=new&owner=none&severity=1&from=2020-01-01&language=en`,
  );
  await page.getByRole('list', { name: 'Narrowed to' }).waitFor();
  await page.getByText('No such post').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.getByRole('button', { name: 'Narrow down' }).click();
  await page.getByRole('dialog', { name: 'Narrow down' }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'narrow-phone');
  await page.context().close();
});
