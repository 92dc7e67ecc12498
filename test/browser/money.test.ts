/** What an account costs, in a real browser: the month at a glance, what is stopped, and the ceiling that an admin sets. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountView } from '../../src/api/contract.ts';
import type { Use } from '../../src/domain/moneyCeiling.ts';
import { withMeter } from '../../src/listening/meter.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import { networkDouble } from '../factories/apiServer.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { cameIn, phone } from '../factories/signedIn.ts';

const day = 86_400_000;
const charging = { ...networkDouble(), network: 'x' as const, name: 'X', charges: () => 'USD' };
let desk: BrowserDesk;
let browser: Browser;
let accountId = '';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(true, { x: charging }), openBrowser()]);
  const { server, admin } = desk;
  const me = (await server.ask({ url: '/api/me', as: admin })).body as { institutions: { id: string }[] };
  const fields = { handle: 'water_care', password: 'right-app-password' };
  const payload = { network: 'x', institutionId: me.institutions[0]?.id, fields };
  const made = await server.ask({ method: 'POST', url: '/api/accounts', as: admin, payload });
  expect(made.status, made.text).toBe(200);
  accountId = (made.body as AccountView).id;
  // Within its first day nothing is foretold of a month.
  if (new Date().getUTCDate() < 3) server.clock.ahead = 3 * day;
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

/** As a channel spends. */
async function spend(use: Use, micros: number): Promise<boolean> {
  const { server } = desk;
  const { rows } = await server.storage.pool.query('select id from organisation order by id limit 1');
  const opened = await openAccount(server.storage, server.key, rows[0].id, accountId);
  if (opened === null) throw new Error('no account');
  const { storage, now } = server;
  const { meter } = withMeter({ storage, channels: desk.channels, now, log: () => undefined }, opened);
  const aside = await meter?.setAside(use, micros);
  await aside?.settle(micros);
  return aside != null;
}

async function money(page: Page): Promise<void> {
  await page.goto(`${desk.address}/settings/accounts`);
  await page.getByText('What it costs, and how much it may').click();
  await page.getByRole('img', { name: /spent/ }).waitFor();
}

async function looked(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  const panel = page.locator('section', { has: page.getByText('What it costs, and how much it may') }).last();
  // The panel alone, whole: the page scrolls within itself.
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 1440, height: 1_700 });
  await panel.scrollIntoViewIfNeeded();
  await look(page, name);
}

it('shows what was spent, takes a ceiling, and says what it stops', async () => {
  await spend('hearing', 2_310_000);
  await spend('answering', 1_450_000);
  await spend('watching', 640_000);
  const page = await cameIn(browser, desk);
  await money(page);
  await page.getByText('spent this month, without a ceiling').waitFor();
  await looked(page, 'money-without-ceiling');

  await page.getByLabel('Ceiling of a month, in USD').fill('a lot');
  await page.getByText('Write an amount, such as 150 or 12.50.').waitFor();
  await page.getByLabel('Ceiling of a month, in USD').fill('6');
  await page.getByLabel('Warn at, in percent').fill('70');
  await page.getByRole('button', { name: 'Keep the ceiling' }).click();
  await page.getByText(/of .*6\.00 spent this month/).waitFor();
  await page.getByText('70 % of the month’s ceiling is spent.').waitFor();
  await looked(page, 'money-warned');

  expect(await spend('answering', 1_000_000)).toBe(true);
  expect(await spend('watching', 500_000)).toBe(false);
  await money(page);
  await page.getByText(/^Stopped until the month ends.*looking for watched words/).waitFor();
  expect(await page.getByRole('cell', { name: 'stopped' }).count()).toBe(3);
  await looked(page, 'money-stopped');
  await page.context().close();

  const dark = await cameIn(browser, desk, undefined, { colorScheme: 'dark' });
  await money(dark);
  await looked(dark, 'money-stopped-dark');
  await dark.context().close();
});

it('is read on a phone, by who may not change it', async () => {
  await desk.invite('supervisor', 'thabo@water.example');
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewport = { width: 390, height: 800 };
    const page = await cameIn(browser, desk, 'thabo@water.example', { ...phone, viewport, colorScheme });
    await money(page);
    await page.getByText('Day by day').click();
    await looked(page, `money-phone-${colorScheme}`);
    expect(await page.getByLabel(/Ceiling of a month/).count()).toBe(0);
    await page.context().close();
  }
  const page = await cameIn(browser, desk, undefined, { ...phone, viewport: { width: 390, height: 800 } });
  await money(page);
  await page.getByLabel('Ceiling of a month, in USD').fill('3');
  await page.getByText('are spent already: everything stops until the month ends.').waitFor();
  await looked(page, 'money-phone-lower');
  await page.context().close();
});

it('keeps who set the ceiling in the audit', async () => {
  const page = await cameIn(browser, desk);
  await page.goto(`${desk.address}/settings/audit`);
  await page.getByText('set how much an account may spend').first().waitFor();
  await page.context().close();
});
