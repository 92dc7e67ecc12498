/** How long words are kept, in a real browser: what a term would remove is seen before it is kept. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('aline', 'No water in our street.');
  await desk.hear('juma', 'Same here, no water.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('shows what a term would remove, forgets that when the term is another one, and keeps it only after it was seen', async () => {
  const page = await signedIn(browser, desk, undefined, phone);
  await expect.poll(() => page.locator('[role=option]').count()).toBe(2);
  const longAgo = new Date(Date.now() - 100 * 86_400_000);
  await desk.server.storage.asSystem((tx) => tx.updateTable('raw_item').set({ heard_at: longAgo }).execute());
  await page.goto(`${desk.address}/settings/data-protection`);
  const raw = page.getByRole('combobox', { name: 'What networks gave word for word, after it came' });
  const see = page.getByRole('button', { name: 'See what this would remove' });
  const keep = page.getByRole('button', { name: 'Keep these terms' });
  await raw.selectOption('90');
  expect(await keep.count()).toBe(0);
  await see.click();
  await page.getByRole('status').getByText('Word for word: 2.').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'retention');
  // Nothing was done by looking.
  expect(
    await desk.server.storage.asSystem((tx) => tx.selectFrom('raw_item').select('id').execute()),
  ).toHaveLength(2);

  await raw.selectOption('180');
  expect(await keep.count()).toBe(0);
  await see.click();
  await page.getByRole('status').getByText('Word for word: 0.').waitFor();
  await raw.selectOption('90');
  await see.click();
  await page.getByRole('status').getByText('Word for word: 2.').waitFor();
  await keep.click();
  await page.getByText('Saved.').waitFor();
  await page.reload();
  await expect.poll(() => raw.inputValue()).toBe('90');
  await page.getByText('Next:').waitFor();
  await page.context().close();
});
