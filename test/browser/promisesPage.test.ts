/** The public page of promises in a real browser without JavaScript: on a phone and at a desk, light and dark, empty and full, in each language. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publicLanguages } from '../../src/domain/languages.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { type Promising, promisingOn } from '../factories/promising.ts';
import { phone } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
let made: Promising;
const day = 86_400_000;
const desktop = { viewport: { width: 1280, height: 900 } };

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  made = await promisingOn(desk);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

async function visit(options: BrowserContextOptions, path = ''): Promise<Page> {
  // What was counted within the last minute is shown again.
  desk.server.clock.ahead += 61_000;
  const context = await browser.newContext({ reducedMotion: 'reduce', javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  await page.goto(`${desk.address}/promises/karoo-water-board${path}`);
  return page;
}

/** axe needs JavaScript itself, which the page does not. */
async function expectGood(options: BrowserContextOptions, path = ''): Promise<void> {
  const page = await visit({ ...options, javaScriptEnabled: true }, path);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.context().close();
}

it('says that nothing was promised', async () => {
  const page = await visit(phone);
  await page.getByText('Nothing was promised so far.').waitFor();
  await look(page, 'promises-empty-phone');
  await page.context().close();
  await expectGood(phone);
});

it('shows what was promised and what became of it, in numbers, in a picture and in words', async () => {
  const now = desk.server.now().getTime();
  const long =
    'Office of the Provincial Commissioner for Water, Sanitation and Solid Waste of the Northern Lakes Region replaces the transformer at the old market of Nyabugogo and writes to all who had asked';
  const ids = [];
  for (const [n, what] of [
    'Repair the pipe in Bree Street',
    'Ring you back about the meter',
    'Refund what was paid twice',
    long,
    'Inspect the depot at Prince Albert',
    'Send a tanker on Saturday morning',
  ].entries())
    ids.push(await made.promise(`a${n}`, what, new Date(now + (n + 2) * day)));
  await made.ask('PUT', `/api/commitments/${ids[0]}/kept`, { evidence: 'https://karoowater.example/bree' });
  await made.ask('PUT', `/api/commitments/${ids[1]}/kept`, { evidence: 'Rang at nine.' });
  await made.ask('PUT', `/api/commitments/${ids[2]}/broken`, { evidence: 'The bank refused it.' });
  desk.server.clock.ahead += 5.5 * day;
  await made.ask('PUT', `/api/commitments/${ids[3]}/kept`, { evidence: 'It was replaced.' });
  for (const [name, options] of [
    ['phone', phone],
    ['phone-dark', { ...phone, colorScheme: 'dark' }],
    ['desktop', desktop],
    ['desktop-dark', { ...desktop, colorScheme: 'dark' }],
  ] as const) {
    const page = await visit(options);
    await page.getByRole('heading', { name: 'What Karoo Water Board promised' }).waitFor();
    await page.getByText('% kept in time').waitFor();
    await look(page, `promises-${name}`);
    await page.context().close();
    await expectGood(options);
  }
});

it('speaks each language, on the page and on the page that says how it is counted', async () => {
  for (const language of publicLanguages) {
    await expectGood(phone, `?lang=${language}`);
    const page = await visit(phone, `?lang=${language}`);
    await look(page, `promises-${language}`);
    await page.locator('main a').last().waitFor();
    await page.locator(`main a[href*="/method"]`).click();
    expect(await page.locator('main p').count()).toBeGreaterThan(6);
    await look(page, `promises-method-${language}`);
    await page.context().close();
  }
  await expectGood(desktop, '/method');
});
