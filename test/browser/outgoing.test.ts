/** Webhooks and the organisation's issuer, in a real browser, with a real receiver and a real issuer. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTellingHooks } from '../../src/jobs/tellHooks.ts';
import { askOutside } from '../../src/outside/guardedRequest.ts';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { adminEmail, type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { type HookReceiver, startHookReceiver } from '../factories/hookReceiver.ts';
import { startIssuer, type TestIssuer } from '../factories/issuer.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
let receiver: HookReceiver;
let issuer: TestIssuer;
let hooks: { stop(): Promise<void> };

beforeAll(async () => {
  [desk, browser, receiver] = await Promise.all([openBrowserDesk(), openBrowser(), startHookReceiver()]);
  const { storage, key, now } = desk.server;
  hooks = startTellingHooks(
    { storage, key, now, log: () => undefined, ask: askOutside(['127.0.0.1']) },
    'test',
    1,
  );
  issuer = await startIssuer([`${desk.address}/single-sign-on`]);
  await desk.invite('agent', 'thabo@water.example');
  await desk.hear('aline', 'No water in our street.');
});
afterAll(async () => {
  await hooks?.stop();
  await browser?.close();
  await desk?.close();
  await receiver?.close();
  await issuer?.close();
});

describe('a webhook', () => {
  it('is made, told, shows what failed, is paused, turned on, told again and removed', async () => {
    const page = await signedIn(browser, desk, adminEmail, phone);
    await page.goto(`${desk.address}/settings/webhooks`);
    await page.getByText('No webhook yet').waitFor();
    await page.getByRole('button', { name: 'Make a webhook' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Warehouse');
    await page.getByLabel('Address').fill('http://hooks.example/');
    await page.getByRole('button', { name: 'Make the webhook' }).click();
    await page.getByText('The address must begin with https://.').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await page.getByLabel('Address').fill(receiver.address);
    await page.getByRole('button', { name: 'Make the webhook' }).click();
    receiver.secret =
      (await page.getByRole('region', { name: 'The secret' }).locator('pre').textContent())?.trim() ?? '';
    await page.getByRole('button', { name: 'I have kept it' }).click();
    receiver.answer = () => 500;
    await desk.hear('berthe', 'The pipe is broken.');
    await page.getByText(/The last (try|\d+ tries) failed\./).waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Deliveries' }).click();
    await page.getByText('It answered 500.').first().waitFor();
    await page.getByText('not delivered yet').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    receiver.answer = () => 200;
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused.').waitFor();
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByText('delivered', { exact: true }).waitFor({ timeout: 30_000 });
    expect(receiver.taken).toMatchObject([{ action: 'case_opened', signed: true }]);
    await page.getByRole('button', { name: 'Tell again' }).first().click();
    await expect.poll(() => receiver.taken.length, { timeout: 30_000 }).toBe(2);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('button', { name: 'Remove with its deliveries' }).click();
    await page.getByText('No webhook yet').waitFor();
    await page.context().close();
  });
});

describe('the organisation’s issuer', () => {
  it('is set by an admin and then lets a member in by a button at the door', async () => {
    const admin = await signedIn(browser, desk, adminEmail, phone);
    await admin.goto(`${desk.address}/settings/sign-in`);
    expect(await admin.getByLabel('Return address').inputValue()).toBe(`${desk.address}/single-sign-on`);
    await admin.getByLabel('Name at the door').fill('Karoo Water staff');
    await admin.getByLabel('Address of the issuer').fill('http://127.0.0.1:1/');
    await admin.getByLabel('Client ID').fill(issuer.clientId);
    await admin.getByLabel('Client secret').fill(issuer.secret);
    await admin.getByLabel('Mail domains').fill('water.example');
    await admin.getByRole('button', { name: 'Save' }).click();
    await admin.getByRole('alert').waitFor();
    await expectAccessible(admin);
    await expectNoSidewaysScrolling(admin);
    await admin.getByLabel('Address of the issuer').fill(issuer.address);
    await admin.getByRole('button', { name: 'Save' }).click();
    await admin.getByText('Saved. The issuer answered.').waitFor();
    await admin.context().close();

    const context = await browser.newContext(phone);
    const page = await context.newPage();
    await page.goto(`${desk.address}/sign-in`);
    issuer.person = { sub: 'thabo', email: 'thabo@water.example', email_verified: true, name: 'Thabo' };
    const button = page.getByRole('button', { name: 'Sign in with Karoo Water staff' });
    await button.waitFor();
    await expectAccessible(page);
    await button.click();
    await page.locator('[role=option]').first().waitFor({ timeout: 20_000 });
    expect(page.url()).not.toContain('code=');
    await context.clearCookies();
    await page.goto(`${desk.address}/single-sign-on?code=stolen&state=unknown`);
    await page.getByText('This sign-in took too long').waitFor();
    await expectAccessible(page);
    await context.close();
  });
});
