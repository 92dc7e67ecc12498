/** Many cases at once in a real browser: selected by keys, foreseen, done, taken back. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  for (let n = 0; n < 8; n++) await desk.hear(`author${n}`, `No water in street ${n}.`);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('are selected by x and shift, tagged as one, and taken back as one', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/inbox/queue`);
  const lines = page.locator('[role=option]');
  await expect.poll(() => lines.count(), { timeout: 20_000 }).toBe(8);
  await lines.first().hover();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByText('1 selected').waitFor();
  for (const key of ['j', 'j', 'X']) await page.keyboard.press(key);
  await page.getByText('3 selected').waitFor();
  await expectAccessible(page);
  await look(page, 'bulk-list');
  await page.keyboard.press('b');
  await page.getByRole('dialog', { name: '3 selected cases' }).waitFor();
  await page.getByLabel('What is to be done').selectOption({ label: 'Add a tag' });
  await page.getByLabel('Tag').fill('dry');
  await page.getByText('3 cases would change, 0 are so already, 0 are refused.').waitFor();
  await expectAccessible(page);
  await look(page, 'bulk-preview');
  await page.getByRole('button', { name: 'Do it to 3 cases' }).click();
  await page.getByText('Done to 3 cases.').waitFor();
  await page.goto(`${desk.address}/inbox/queue?tag=dry`);
  await expect.poll(() => lines.count()).toBe(3);
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await page.getByText('3 of 3 changed, 0 refused.').waitFor();
  await expectAccessible(page);
  await look(page, 'bulk-history');
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('Taken back for 3 cases.').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => lines.count()).toBe(0);
  await page.context().close();
});

it('say what is refused, before and after, on a phone too', async () => {
  const { rows } = (await desk.server.ask({ url: '/api/cases?view=queue', as: desk.admin })).body as {
    rows: { id: string }[];
  };
  await desk.invite('agent', 'thabo@water.example');
  const other = await signedIn(browser, desk, 'thabo@water.example');
  await other.goto(`${desk.address}/inbox/queue/${rows[0]?.id}`);
  await other.getByRole('button', { name: 'Claim' }).click();
  await other.getByText('claimed by you').waitFor();
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/inbox/queue`);
  await page.getByRole('button', { name: 'Select several' }).click();
  await page.getByRole('button', { name: 'All of this list' }).click();
  await page.getByText('8 selected').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'bulk-phone');
  await page.getByRole('button', { name: 'Do…' }).click();
  await page.getByLabel('What is to be done').selectOption({ label: 'Resolve' });
  await page.getByText('is on it now.').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'bulk-phone-preview');
  await page.getByRole('button', { name: 'Do it to 7 cases' }).click();
  await page.getByText('7 cases were changed, 0 were so already, 1 were refused.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('Taken back for 7 cases.').waitFor();
  await expect.poll(() => page.locator('[role=option]').count()).toBe(8);
  await desk.server.ask({
    method: 'POST',
    url: '/api/teams',
    as: desk.admin,
    payload: { name: 'Pumps', memberIds: [] },
  });
  await page.reload();
  await page.getByRole('button', { name: 'Select several' }).click();
  await page.getByRole('button', { name: 'All of this list' }).click();
  await page.getByRole('button', { name: 'Do…' }).click();
  await page.getByLabel('What is to be done').selectOption({ label: 'Hand to a team' });
  await page.getByLabel('Team', { exact: true }).selectOption({ label: 'Pumps' });
  await page.getByLabel('Why, and what is to be done').fill('All of these are pumps.');
  await page.getByText('7 cases would change').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'bulk-phone-team');
  await page.getByRole('button', { name: 'Do it to 7 cases' }).click();
  await page.getByText('7 cases were changed, 0 were so already, 1 were refused.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('Taken back for 7 cases.').waitFor();
  await other.context().close();
  await page.context().close();
});
