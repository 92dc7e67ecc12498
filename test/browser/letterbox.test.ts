/** What is written to an executive alone, on her own screen: a lock and words say so, she answers, she hands over, and the desk has nothing of it before. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { countOnce } from '../../src/jobs/countRecord.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { cameIn, phone } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const email = 'claudine@water.example';
const handle = 'claudine.uwera.example';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('executive', email);
  await desk.server.ask({
    method: 'POST',
    url: '/api/teams',
    as: desk.admin,
    payload: { name: 'Pumps and boreholes of the northern districts', memberIds: [] },
  });
  await desk.hear('amina', 'A week without water in Kimironko.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

async function atTheFront(options: Parameters<typeof cameIn>[3] = phone): Promise<Page> {
  const page = await cameIn(browser, desk, email, options);
  await page.goto(`${desk.address}/front#posts`);
  await page.getByRole('navigation', { name: 'Parts of the front row' }).waitFor();
  return page;
}

it('she chooses at connecting that they are read; others are not told', async () => {
  const page = await cameIn(browser, desk, email);
  await page.goto(`${desk.address}/settings/accounts`);
  await page.getByRole('button', { name: 'Connect my own account' }).click();
  await page.getByLabel('Handle').fill(handle);
  await page.getByLabel('App password').fill('right-app-password');
  const box = page.getByRole('checkbox', { name: /Read my direct messages too/ });
  expect(await box.isChecked()).toBe(false);
  await box.check();
  await expectAccessible(page);
  await look(page, 'letterbox-connect');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('Your direct messages are read too.').waitFor();
  await look(page, 'letterbox-account');
  await page.context().close();
  const admin = await cameIn(browser, desk, 'naledi@water.example');
  await admin.goto(`${desk.address}/settings/accounts`);
  await admin.getByText(handle).waitFor();
  expect(await admin.getByText('Your direct messages').count()).toBe(0);
  await admin.context().close();
});

it('one comes in live, with its lock, and is answered in private', async () => {
  const page = await atTheFront();
  await page.getByText('1 today, 1 shown').waitFor();
  await desk.hearAlone(
    handle,
    'nurse',
    'I work at your depot. The pump was never ordered, and I am afraid to say so aloud.',
    {
      by: {
        networkId: 'did:plc:nurse',
        handle: 'nurse.example',
        name: 'A pump attendant with a very long name indeed',
      },
    },
  );
  await page.getByText('Written to you alone: 1 today, 1 shown').waitFor({ timeout: 20_000 });
  await page.getByText('Only you see this').first().waitFor();
  expect(await page.getByText('1 today, 1 shown').count()).toBe(2);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'letterbox-everything');
  await page.getByRole('button', { name: /The pump was never ordered/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('Only you see this, until you hand it over.').waitFor();
  expect(await sheet.getByRole('button', { name: 'Ask staff' }).count()).toBe(0);
  await sheet.getByRole('textbox', { name: 'Your answer' }).fill('I read this myself. Nobody else does.');
  await expectAccessible(page);
  await look(page, 'letterbox-answer');
  await sheet.getByRole('button', { name: 'Send' }).click();
  await sheet.getByText('Your answer leaves in a moment.').waitFor();
  await vi.waitFor(() => expect(desk.sent.map(({ mode }) => mode)).toEqual(['direct']), { timeout: 20_000 });
  await page.context().close();
});

it('the desk has nothing of it, until she hands it over, which she can take back', async () => {
  const agent = await cameIn(browser, desk, 'naledi@water.example');
  await agent.goto(`${desk.address}/inbox/all`);
  await agent.getByText('A week without water in Kimironko.').first().waitFor();
  expect(await agent.getByText('The pump was never ordered').count()).toBe(0);
  await look(agent, 'letterbox-desk-before');
  const page = await atTheFront();
  await page.getByRole('button', { name: /The pump was never ordered/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Hand over' }).click();
  const ask = sheet.getByRole('region', { name: 'Hand over to the desk' });
  await ask.waitFor();
  // What of it, before she says yes.
  await ask.getByText('Your colleagues will read this whole conversation').waitFor();
  await expectAccessible(page);
  await look(page, 'letterbox-hand-over');
  // What fails says so, and can be pressed again.
  await page.route('**/hand-over', (route) => route.abort(), { times: 1 });
  await ask
    .getByRole('combobox', { name: 'To whom' })
    .selectOption('Pumps and boreholes of the northern districts');
  await ask.getByRole('button', { name: 'Hand over' }).click();
  await ask.getByRole('alert').waitFor();
  await expectAccessible(page);
  await look(page, 'letterbox-hand-over-failed');
  await ask.getByRole('button', { name: 'Hand over' }).click();
  await ask.getByText('The desk has it in a moment.').waitFor();
  await expectAccessible(page);
  await look(page, 'letterbox-handing-over');
  await ask.getByRole('button', { name: 'Take it back' }).click();
  await ask.waitFor({ state: 'detached' });
  await sheet.getByRole('button', { name: 'Hand over' }).click();
  await ask.getByRole('button', { name: 'Hand over' }).click();
  await sheet.waitFor({ state: 'detached', timeout: 30_000 });
  await page.getByText('2 today, 2 shown').waitFor({ timeout: 20_000 });
  await page.getByText('1 handed over to the desk').waitFor();
  await expect.poll(() => page.getByText('The pump was never ordered').count()).toBe(1);
  expect(await page.getByText('Only you see this').count()).toBe(0);
  await look(page, 'letterbox-handed-over');
  await agent.getByText('The pump was never ordered').first().waitFor({ timeout: 20_000 });
  await look(agent, 'letterbox-desk-after');
  await agent.context().close();
  await page.context().close();
});

it('is as calm in the dark, and on a desk', async () => {
  await desk.hearAlone(handle, 'minister', 'Between us: when will it be mended?');
  const page = await atTheFront({ colorScheme: 'dark', viewport: { width: 1280, height: 800 } });
  await page.getByText('Between us: when will it be mended?').waitFor({ timeout: 20_000 });
  await expectAccessible(page);
  await look(page, 'letterbox-dark');
  await page.getByRole('link', { name: /^Needs you/ }).click();
  await page.getByText('It is written to you alone').waitFor();
  await look(page, 'letterbox-needs-dark');
  await page.context().close();
});

it('counts for her, beside what the house counts', async () => {
  const every = { storage: desk.server.storage, now: () => new Date(), log: () => undefined };
  for (let n = 0; n < 6; n++) await countOnce(every, 'test');
  const page = await atTheFront({ ...phone, timezoneId: 'Africa/Johannesburg' });
  await page.getByRole('link', { name: 'Mine' }).click();
  const record = page.getByRole('region', { name: 'My record' });
  await record.getByRole('columnheader', { name: 'To me alone' }).waitFor();
  // What she handed over was answered by her alone, and is the house’s now.
  await record.getByRole('row', { name: 'First answers 1 1 1' }).waitFor({ timeout: 10_000 });
  await page.getByText(/^Answers: \d today, 1 in thirty days$/).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'letterbox-mine', { fullPage: true });
  // What comes in it from now on is hers again.
  const handed = page.getByRole('region', { name: 'Handed over to the desk' });
  await handed.getByText('The desk has it, and what comes in it later.').waitFor();
  await look(page, 'letterbox-stop');
  await handed.getByRole('button', { name: 'Stop handing over' }).click();
  await handed.getByText('What comes in it is yours again. The desk keeps what it has.').waitFor();
  await page.context().close();
});
