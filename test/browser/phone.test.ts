/** The telephone desk in a real browser: a call is logged in a few keys, and who waits is called back. */
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { adminEmail, type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const longName =
  'Umwamikazi Nyiramacibiri Uwimana wa Mukamurenzi n’abaturanyi be bose bo mu Karere ka Nyamagabe';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('amina', 'A week without water.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

/** Presses a key and counts it. */
function counting(page: Page) {
  let keys = 0;
  return {
    press: async (key: string) => {
      keys += 1;
      await page.keyboard.press(key);
    },
    type: (text: string) => page.keyboard.type(text),
    keys: () => keys,
  };
}

async function abandoned(number: string, name: string | null, minutesAgo: number): Promise<void> {
  const call = {
    id: randomUUID(),
    institutionId: await institution(),
    at: new Date(desk.server.now().getTime() - minutesAgo * 60_000).toISOString(),
    number,
    name: name ?? '',
    text: 'They want to know when the water comes back, and ask to be called.',
    outcome: 'call_back',
    callAt: new Date(desk.server.now().getTime() + 3_600_000).toISOString(),
  };
  const answer = await desk.server.ask({
    method: 'POST',
    url: '/api/phone/calls',
    as: desk.admin,
    payload: call,
  });
  expect(answer.status).toBe(200);
}
async function institution(): Promise<string> {
  const me = await desk.server.ask({ url: '/api/me', as: desk.admin });
  return (me.body as { institutions: { id: string }[] }).institutions[0]?.id ?? '';
}

it('a call is logged by four keys besides its words, and stands in its case', async () => {
  const page = await signedIn(browser, desk, adminEmail);
  await page.goto(`${desk.address}/call-backs`);
  await page.getByText('Nobody waits for a call').waitFor();
  await look(page, 'call-backs-empty-desktop');
  const { press, type, keys } = counting(page);
  await press('i');
  const sheet = page.getByRole('dialog', { name: 'Log a call' });
  await sheet.waitFor();
  await sheet.locator('input[name=number]:focus').waitFor();
  await type('+254700000700');
  await press('Tab');
  await type('Mama Chantal');
  await press('Tab');
  await type('No water since Monday.');
  await look(page, 'log-call-desktop');
  await expectAccessible(page);
  await press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  expect(keys()).toBe(4);
  // The next call of that number brings its name along, once the first one was taken in.
  const callers = () => desk.server.ask({ url: '/api/phone/callers', as: desk.admin });
  await expect
    .poll(async () => (await callers()).body, { timeout: 20_000 })
    .toMatchObject([{ name: 'Mama Chantal' }]);
  await page.keyboard.press('i');
  await sheet.getByLabel('Number').fill('0700 000 700');
  await expect
    .poll(() => sheet.getByLabel('Name of the author').inputValue(), { timeout: 20_000 })
    .toBe('Mama Chantal');
  await page.keyboard.press('Escape');
  await page.goto(`${desk.address}/inbox/all`);
  await page.getByText('No water since Monday.').first().click();
  await page.getByText('Answered by telephone').waitFor();
  await look(page, 'call-case-desktop');
  await page.context().close();
});

it('who waits is called by a link and reached, or tried again, on a telephone', async () => {
  await abandoned('+254700000701', 'Wanjiku', 30);
  await abandoned('+250700000702', longName, 20);
  const page = await signedIn(browser, desk, adminEmail, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/call-backs`);
  await page.getByText(longName).waitFor();
  expect(await page.getByRole('link', { name: '+254 700 000 701' }).getAttribute('href')).toBe(
    'tel:+254700000701',
  );
  await look(page, 'call-backs-phone-dark');
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: `Not reached: ${longName}` }).click();
  await page.getByRole('button', { name: 'Not reached', exact: true }).click();
  await page.getByText('Not reached 1 of 3, again').waitFor();
  await page.getByRole('button', { name: 'Reached: Wanjiku', exact: true }).click();
  await page.getByLabel('What they were told').fill('It comes back at noon.');
  await look(page, 'call-backs-reached-phone-dark');
  await page.getByRole('button', { name: 'Record it' }).click();
  await expect.poll(() => page.getByText('Wanjiku', { exact: true }).count(), { timeout: 30_000 }).toBe(0);
  await look(page, 'call-backs-tried-phone-dark');
  await page.context().close();
});
