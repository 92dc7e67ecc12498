/** Watch-outs in a real browser: told in the case of whoever was answered, decided and reported on a page of their own; a post hidden with a reason and shown again. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WatchOutsPage } from '../../src/api/contract.ts';
import { watchForImposters } from '../../src/jobs/watchForImposters.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { ModeratedNetwork } from '../factories/moderatedNetwork.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const network = new ModeratedNetwork();
const agent = 'sipho@water.example';
const lure = 'We are sorry about this. Kindly DM us your account number and PIN, our team will help you.';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  const { bluesky } = desk.channels;
  Object.assign(bluesky, network.channel());
  bluesky.abilities.hides = 'hidden';
  await desk.invite('agent', agent);
  await desk.hear('amina', 'No water in Kimisagara since Monday, and nobody answers the telephone.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

/** An account answers Amina, and the job looks. */
async function answered(by: string, words: string): Promise<void> {
  const root = 'at://amina/1';
  await desk.hear(by, words, { parentNetworkId: root, thread: 'at://amina/root' });
  const { storage, now } = desk.server;
  await expect
    .poll(async () => {
      while (await watchForImposters({ storage, now, log: () => undefined }, 'test'));
      const { body } = await desk.server.ask({ url: '/api/watch-outs', as: desk.admin });
      return (body as WatchOutsPage).rows.some(({ handle }) => handle === `${by}.example`);
    })
    .toBe(true);
}
const openCase = async (page: Page, words: string) => {
  await page.goto(`${desk.address}/inbox/all`);
  await page.locator('[role=option]', { hasText: words }).first().click();
};

it('is empty while nobody is suspected', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/watch-outs`);
  await page.getByText('Nobody is suspected').waitFor();
  await expectAccessible(page);
  await look(page, 'watch-empty');
  await page.context().close();
});

it('warns in the case of whoever was answered, and says what to do', async () => {
  await answered('karoo-water-support', lure);
  const page = await signedIn(browser, desk, agent);
  await openCase(page, 'No water in Kimisagara');
  await page.getByText('Somebody else may have answered in our name.').waitFor();
  await page.getByText('Tell the author that this is not us').waitFor();
  await expectAccessible(page);
  await look(page, 'watch-case');
  // Who only works on cases hides nothing.
  expect(await page.getByRole('button', { name: /^Hide it on/ }).count()).toBe(0);
  await page.getByRole('link', { name: 'Watch-outs' }).first().click();
  await page.getByRole('heading', { name: /karoo-water-support/ }).waitFor();
  expect(await page.getByRole('button', { name: /It is an imposter/ }).count()).toBe(0);
  await expectAccessible(page);
  await page.context().close();
});

it('is decided and reported by the keyboard, and both are told', async () => {
  const page = await signedIn(browser, desk, undefined, { viewport: { width: 1440, height: 900 } });
  await page.goto(`${desk.address}/inbox/queue`);
  await page.getByRole('link', { name: /Watch-outs.*1$/s }).click();
  await page.getByText('Its name looks like').waitFor();
  await page.getByRole('list', { name: 'What it wrote to our authors' }).getByText(lure).waitFor();
  await expectAccessible(page);
  await look(page, 'watch-page', { fullPage: true });
  network.answers.push({
    kind: 'refused',
    code: 'no',
    reason: 'It takes no more reports today. Try tomorrow.',
  });
  await page.getByRole('button', { name: /^Report to Bluesky/ }).click();
  await page.getByRole('alert').getByText('It takes no more reports today.').waitFor();
  await expectAccessible(page);
  await look(page, 'watch-refused', { fullPage: true });
  await page.getByRole('button', { name: /^Report to Bluesky/ }).press('Enter');
  await page.getByText(/^Reported to Bluesky by/).waitFor();
  expect(network.reports).toHaveLength(1);
  await page.getByRole('button', { name: /^It is an imposter/ }).press('Enter');
  await page.getByText('Nobody is suspected').waitFor();
  await page.locator('[aria-label="Which accounts"]:focus').waitFor();
  await page.getByRole('button', { name: 'Decided' }).click();
  await page.getByText('An imposter', { exact: true }).waitFor();
  await expectAccessible(page);
  await look(page, 'watch-decided', { fullPage: true });
  await page.getByRole('button', { name: /^Take it back/ }).click();
  await page.getByText('Nothing is decided yet').waitFor();
  await page.context().close();
});

it('hides its post with a reason, says so, and shows it again', async () => {
  const page = await signedIn(browser, desk, undefined, { viewport: { width: 1440, height: 900 } });
  await openCase(page, 'Kindly DM us');
  await page.getByText('The account that writes here may be an imposter.').waitFor();
  await page.getByRole('button', { name: 'Hide it on Bluesky…' }).click();
  const dialog = page.getByRole('dialog');
  const hide = dialog.getByRole('button', { name: 'Hide it', exact: true });
  expect(await hide.isDisabled()).toBe(true);
  await dialog.getByLabel('Why', { exact: true }).selectOption('It answers in our name');
  expect(await hide.isDisabled()).toBe(true);
  await dialog
    .getByLabel('In your own words, for colleagues and the audit')
    .fill('It asks for PINs as if it were us.');
  await expectAccessible(page);
  await look(page, 'hide-dialog');
  network.answers.push({
    kind: 'refused',
    code: 'cannot_hide',
    reason: 'It hides answers only under your own posts.',
  });
  await hide.click();
  await dialog.getByText('It hides answers only under your own posts.').waitFor();
  await hide.click();
  await page.getByText('Hidden from everybody on Bluesky. Here it stays.').waitFor();
  expect(network.hidden.size).toBe(1);
  await page.getByText('It asks for PINs as if it were us.').waitFor();
  await expectAccessible(page);
  await look(page, 'hidden-post');
  expect(await page.getByRole('button', { name: 'Hide it on Bluesky…' }).count()).toBe(0);
  const everybody = await page.context().newPage();
  await everybody.goto(`${desk.address}/promises/karoo-water-board`);
  await everybody.getByText('one post hidden or deleted').waitFor();
  await everybody.getByText('answered in the institution’s name (1)').waitFor();
  await expectAccessible(everybody);
  await look(everybody, 'hidden-public', { fullPage: true });
  await everybody.close();
  await page.getByRole('button', { name: 'Show it again' }).click();
  await page.getByText('It was hidden on Bluesky, and is shown again.').waitFor();
  expect(network.hidden.size).toBe(0);
  await page.context().close();
});

it('fits a phone in the dark, with long names, and says what to do where it cannot be read', async () => {
  const long =
    'the-official-customer-care-and-help-desk-of-karoo-water-board-for-the-northern-hills-and-valleys';
  await answered(
    long,
    `${lure} https://karoo-water.example/a/very/long/address/that/nobody/can/break/anywhere/at/all`,
  );
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/watch-outs`);
  await page.getByRole('heading', { name: new RegExp(long.slice(0, 40)) }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'watch-phone', { fullPage: true });
  await openCase(page, 'Kindly DM us');
  await page.getByRole('button', { name: 'Hide it on Bluesky…' }).first().click();
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
  await look(page, 'hide-phone');
  await page.keyboard.press('Escape');
  await expectNoSidewaysScrolling(page);
  await look(page, 'watch-case-phone');
  const broken = JSON.stringify({ code: 'unexpected', sentence: 'Something went wrong here. Try again.' });
  await page.route('**/api/watch-outs?*', (route) => route.fulfill({ status: 500, body: broken }));
  await page.goto(`${desk.address}/watch-outs`);
  await page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 60_000 });
  await expectAccessible(page);
  await page.context().close();
});
