/** Coming in by more than a password, in a real browser: codes of an app, a passkey of a device, keys for programs. */
import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password } from '../factories/apiServer.ts';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { adminEmail, type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const agent = 'thabo@water.example';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('agent', agent);
  await desk.hear('aline', 'No water in our street.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const arrived = (page: Page) => page.locator('[role=option]').first().waitFor();

async function signInWithPassword(page: Page, email: string): Promise<void> {
  await page.goto(`${desk.address}/sign-in`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

describe('the second step', () => {
  it('is set up with an app, asked for at the next sign-in, and opened by a backup code', async () => {
    const page = await signedIn(browser, desk, agent, phone);
    await page.goto(`${desk.address}/settings/me`);
    await page.getByLabel('Your password, to begin').fill(password);
    await page.getByRole('button', { name: 'Set up a second step' }).click();
    await page.getByAltText('QR code for your authenticator app').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    const secret = (await page.locator('code.select-all').textContent()) ?? '';
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = () => app.generate({ timestamp: desk.server.now().getTime() });
    await page.getByLabel('Code').fill(code());
    await page.getByRole('button', { name: 'Turn it on' }).click();
    const backup = page.getByRole('region', { name: 'Backup codes' });
    const codes = ((await backup.locator('pre').textContent()) ?? '').split('\n');
    expect(codes.length).toBe(10);
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await backup.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByText('10 backup codes are left.').waitFor();

    const context = await browser.newContext(phone);
    const other = await context.newPage();
    await signInWithPassword(other, agent);
    await other.getByRole('heading', { name: 'Second step' }).waitFor();
    await expectAccessible(other);
    await expectNoSidewaysScrolling(other);
    // Going elsewhere does not help.
    await other.goto(`${desk.address}/settings/me`);
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.goto(`${desk.address}/second-factor`);
    await other.getByLabel('Code').fill('000000');
    await other.getByRole('button', { name: 'Come in' }).click();
    await other.getByText('This code is not right').waitFor();
    desk.server.clock.ahead += 31_000;
    await other.getByLabel('Code').fill(code());
    await other.getByRole('button', { name: 'Come in' }).click();
    await arrived(other);

    await signInWithPassword(other, agent);
    await other.getByRole('button', { name: 'Use a backup code' }).click();
    await other.getByLabel('Backup code').fill(codes[0] ?? '');
    await other.getByRole('button', { name: 'Come in' }).click();
    await arrived(other);
    await other.goto(`${desk.address}/settings/me`);
    await other.getByRole('button', { name: 'Turn it off' }).click();
    await other.getByLabel('Your password, to turn it off').fill(password);
    await other.getByRole('button', { name: 'Turn it off' }).click();
    await other.getByRole('button', { name: 'Set up a second step' }).waitFor();
    await Promise.all([context.close(), page.context().close()]);
  });
});

/** A device that knows its person, as Chromium invents one for tests. */
async function addDevice(context: BrowserContext, page: Page) {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    knowsPerson: (isUserVerified: boolean) =>
      session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
}

describe('a passkey', () => {
  it('is added, named, opens the door without an address, and no more once it is removed', async () => {
    // A passkey belongs to a name, never to a number of the network.
    const at = desk.address.replace('127.0.0.1', 'localhost');
    const page = await signedIn(browser, { ...desk, address: at }, adminEmail);
    const device = await addDevice(page.context(), page);
    await page.goto(`${at}/settings/me`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Name of the passkey').fill('Office laptop');
    await page.getByLabel('Your password, to add it').fill('not the password');
    await page.getByRole('button', { name: 'Add this device' }).click();
    await page.getByText('The password is not right.').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Your password, to add it').fill(password);
    await page.getByRole('button', { name: 'Add this device' }).click();
    await page.getByText('The passkey is added.').waitFor();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('New name').fill('Laptop at home');
    await page.getByLabel('New name').press('Enter');
    await page.getByText('Laptop at home').waitFor();

    const enter = async () => {
      await page.context().clearCookies();
      await page.goto(`${at}/sign-in`);
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    };
    const [given] = await Promise.all([
      page.waitForRequest((one) => one.url().endsWith('/api/sign-in/passkey')),
      enter(),
    ]);
    await arrived(page);
    // What was heard on the way opens nothing a second time.
    const replayed = await fetch(given.url(), {
      method: 'POST',
      headers: { origin: at, 'content-type': 'application/json' },
      body: given.postData() ?? '',
    });
    expect(replayed.status).toBe(401);
    await device.knowsPerson(false);
    await enter();
    await page.getByText('No passkey was given.').waitFor();
    await expectAccessible(page);
    await device.knowsPerson(true);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await arrived(page);

    await page.goto(`${at}/settings/me`);
    await page.getByText('Laptop at home').waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Laptop at home').waitFor({ state: 'detached' });
    await enter();
    await page.getByText('This passkey is not known here').waitFor();
    await page.context().close();
  });
});

describe('a key for a program', () => {
  it('is made with what it may do, shown once, and revoked', async () => {
    const page = await signedIn(browser, desk, adminEmail, phone);
    await page.goto(`${desk.address}/settings/keys`);
    await page.getByText('No key yet').waitFor();
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Reporting');
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('Choose what it may do.').waitFor();
    await page.getByLabel('Read cases and posts').check();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await page.getByRole('button', { name: 'Make the key' }).click();
    const token = (await page.getByRole('region', { name: 'The key' }).locator('pre').textContent()) ?? '';
    const asked = () => fetch(`${desk.address}/api/cases`, { headers: { authorization: `Bearer ${token}` } });
    expect((await asked()).status).toBe(200);
    await expectNoSidewaysScrolling(page);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText(/revoked/).waitFor();
    expect((await asked()).status).toBe(401);
    await page.context().close();
  });
});
