/** An account is set up step by step, in a real browser: what to do at the network, what came from there, a test, and only then it is connected. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { callingNetwork, invented, signed } from '../factories/callingNetwork.ts';
import { cameIn, phone } from '../factories/signedIn.ts';

const network = callingNetwork();
let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([
    openBrowserDesk(true, { demonstration: network.channel }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const accounts = async (as: typeof phone = {}): Promise<Page> => {
  const page = await cameIn(browser, desk, undefined, as);
  await page.goto(`${desk.address}/settings/accounts`);
  return page;
};

/** As the network calls. */
const call = (address: string, posts: object[], secret = 'right-secret') => {
  const body = JSON.stringify(posts);
  return fetch(address, { method: 'POST', body, headers: { 'x-signature': signed(secret, body) } });
};

it('leads through it, shows what came, and connects what was tested', async () => {
  const page = await accounts(phone);
  await page.getByRole('button', { name: 'Connect an account' }).click();
  await page.getByLabel('Network').selectOption({ label: 'Invented' });
  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.getByRole('heading', { name: 'At Invented' }).waitFor();
  const address = (await page.locator('code').first().textContent()) ?? '';
  expect(address).toMatch(/\/in\/[\w-]{48}\/posts$/);
  await page.getByText('Nothing has come from the network yet.').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'set-up-begun');

  await page.getByLabel('Number').fill('+250788000001');
  await page.getByLabel('Secret').fill('wrong');
  await page.getByRole('button', { name: 'Test it' }).click();
  await page.getByText('The secret is not right.').waitFor();
  await look(page, 'set-up-refused');
  expect((await call(address, [invented('forged', 'Forged')], 'guessed')).status).toBe(401);
  await page.getByText('The signature is not right.').waitFor();

  await page.getByLabel('Secret').fill('right-secret');
  await page.getByRole('button', { name: 'Test it' }).click();
  await page.getByText('+250788000001 answers.').waitFor();
  await page.getByText('Write TEST to +250788000001.').waitFor();
  await page.getByText('Nothing has come round yet.').waitFor();
  await page.getByLabel('Send a test to (Number)').fill('+250788111111');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByText('A test is on its way to +250788111111.').waitFor();
  expect((await call(address, [invented('trial', 'TEST')])).status).toBe(200);
  await page.getByText('author-trial: TEST').waitFor();
  await page.getByText('Nothing has come round yet.').waitFor({ state: 'hidden' });
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'set-up-tested');

  // A page that is loaded again goes on where it was.
  await page.reload();
  await page.getByRole('button', { name: 'Connect an account' }).click();
  await page.getByText('author-trial: TEST').waitFor();
  await page.getByRole('button', { name: 'Test it' }).click();
  await page.getByText('+250788000001 answers.').waitFor();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('+250788000001 is connected.').waitFor();
  expect((await call(address, [invented('first', 'No water since Monday')])).status).toBe(200);
  await page.context().close();
});

it('says where the network calls and what happened, and makes a new address', async () => {
  const page = await accounts();
  const panel = page.locator('section', { has: page.getByRole('heading', { name: '+250788000001' }) });
  await panel.getByText('Where its network calls, and what happened').click();
  const address = (await panel.locator('code').textContent()) ?? '';
  await panel.getByText('Nothing out of the ordinary.').waitFor();
  expect((await call(address, [invented('forged', 'Forged')], 'guessed')).status).toBe(401);
  await panel.getByText('Make a new address').click();
  await panel.getByText('The old address leads nowhere from then on.', { exact: false }).waitFor();
  await expectAccessible(page);
  await look(page, 'receiving');
  await panel.getByRole('button', { name: 'Make a new address' }).click();
  await expect.poll(() => panel.locator('code').textContent()).not.toBe(address);
  await expect.poll(async () => (await call(address, [invented('old', 'Old')])).status).toBe(404);
  await page.reload();
  await panel.getByText('Where its network calls, and what happened').click();
  await panel.getByText('1 request was refused within the last day.').waitFor();
  await panel.getByText('The signature is not right.').waitFor();
  await look(page, 'notices');
  await page.context().close();
});
