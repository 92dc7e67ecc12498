/** Passwords in a real browser: changed by their owner, chosen anew by a link of an admin. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password } from '../factories/apiServer.ts';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const agent = 'thabo@water.example';
const another = 'quite another password';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('agent', agent);
  await desk.hear('aline', 'No water in our street.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

describe('a password', () => {
  it('is changed by who knows the old one, and other sessions end', async () => {
    const [here, elsewhere] = await Promise.all([
      signedIn(browser, desk, agent, phone),
      signedIn(browser, desk, agent),
    ]);
    await here.goto(`${desk.address}/settings/me`);
    await here.getByLabel('Old password').fill('not the password');
    await here.getByLabel('New password').fill(another);
    await here.getByRole('button', { name: 'Change the password' }).click();
    await here.getByText('The old password is not right.').waitFor();
    await expectAccessible(here);
    await expectNoSidewaysScrolling(here);
    await here.getByLabel('Old password').fill(password);
    await here.getByRole('button', { name: 'Change the password' }).click();
    await here.getByText('2 other sessions ended.').waitFor();
    expect(await here.getByLabel('Old password').inputValue()).toBe('');
    await expectAccessible(here);
    await elsewhere.reload();
    await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor();
    await Promise.all([here, elsewhere].map((page) => page.context().close()));
  });

  it('that was forgotten is chosen anew by a link that an admin hands over, once', async () => {
    const admin = await signedIn(browser, desk);
    await admin.goto(`${desk.address}/settings/members`);
    await admin.getByRole('button', { name: 'Forgot the password' }).click();
    await expectAccessible(admin);
    await admin.getByRole('button', { name: 'Make the link' }).click();
    const link = await admin.getByRole('textbox', { name: 'Password link' }).inputValue();
    await expectAccessible(admin);
    const context = await browser.newContext({ ...phone, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(link);
    await page.getByLabel('New password').fill('the third password');
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.locator('[role=option]').first().waitFor();
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByLabel('New password').fill('the fourth password');
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.getByText('This link was used already or is too old.').waitFor();
    await admin.goto(`${desk.address}/settings/audit`);
    await admin.getByText('chose a new password by a link').waitFor();
    await Promise.all([page, admin].map((one) => one.context().close()));
  });
});
