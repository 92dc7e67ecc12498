/** An alert until its notification shows: from a post that names a member, through the push service and its keys, to what the browser's own list of notifications holds. */
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertingIn } from '../factories/alerting.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { type PushService, startPushService } from '../factories/pushService.ts';
import { phone, signedIn } from '../factories/signedIn.ts';
import { chromiumMissing, chromiumThatNotifies } from '../servers/installChromium.mjs';

const missing = process.env.CI === 'true' ? null : chromiumMissing();

describe.runIf(missing === null)('an alert', () => {
  let desk: BrowserDesk;
  let browser: Browser;
  let push: PushService;

  beforeAll(async () => {
    [desk, browser, push] = await Promise.all([
      openBrowserDesk(),
      chromium.launch({ executablePath: chromiumThatNotifies, args: ['--no-sandbox'] }),
      startPushService(),
    ]);
    await desk.hear('waits', 'I still wait for the tanker.');
  });
  afterAll(async () => {
    await browser?.close();
    await push?.close();
    await desk?.close();
  });

  const ask = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
    desk.server.ask({
      method,
      url,
      as: desk.admin,
      headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 14) Chrome/124.0 Mobile Safari/537.36' },
      ...(payload === undefined ? {} : { payload }),
    });

  test('is shown once by the browser, however often the push service delivers it', async () => {
    await ask('POST', '/api/me/devices', push.subscribe('naledi'));
    const { settings } = (await ask('GET', '/api/me/alerts')).body as { settings: object };
    await ask('PUT', '/api/me/alerts', { ...settings, quiet: null });
    const page = await signedIn(browser, desk, undefined, phone);
    const context = page.context();
    await context.grantPermissions(['notifications'], { origin: desk.address });
    const session = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const one = registrations.find(({ scopeURL }) => scopeURL === `${desk.address}/`);
        if (one !== undefined) resolve(one.registrationId);
      });
    });
    await session.send('ServiceWorker.enable');
    await page.evaluate(`navigator.serviceWorker.register('/worker.js', { scope: '/' }).then(() => null)`);
    await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
    const registrationId = await registered;

    await desk.hear('thirsty', 'Naledi Dlamini, no water for a week');
    const alerting = alertingIn(desk.server);
    await expect
      .poll(
        async () => {
          await alerting.run();
          return push.taken.length;
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    const [message] = push.taken;
    for (const _ of [1, 2])
      await session.send('ServiceWorker.deliverPushMessage', {
        origin: desk.address,
        registrationId,
        data: message?.text ?? '',
      });
    const shown = `navigator.serviceWorker.ready
      .then((ours) => ours.getNotifications())
      .then((all) => all.map(({ title, body, tag, data }) => ({ title, body, tag, link: data.link })))`;
    const { id, title, body, link } = message?.notice ?? {};
    expect(title).toBe('A post names you');
    await expect
      .poll(() => page.evaluate(shown), { timeout: 20_000 })
      .toEqual([{ title, body, tag: id, link }]);
    await context.close();
  });
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: a notification that shows. ${missing}\n`);
    expect(missing).not.toBe('');
  });
}
