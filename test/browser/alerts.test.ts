/** Alerts in a real browser: chosen in the settings, pushed, decrypted, shown by the real service worker, listed and taken. */
import type { Browser, BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Alerting, alertingIn } from '../factories/alerting.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { type PushService, startPushService } from '../factories/pushService.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
let push: PushService;
let alerting: Alerting;

beforeAll(async () => {
  [desk, browser, push] = await Promise.all([openBrowserDesk(), openBrowser(), startPushService()]);
  alerting = alertingIn(desk.server);
  await ask('POST', '/api/me/devices', push.subscribe('naledi'));
  await desk.hear('waits', 'I still wait for the tanker.');
});
afterAll(async () => {
  await browser?.close();
  await push?.close();
  await desk?.close();
});

async function ask(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object): Promise<unknown> {
  const answer = await desk.server.ask({
    method,
    url,
    as: desk.admin,
    headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 14) Chrome/124.0 Mobile Safari/537.36' },
    ...(payload === undefined ? {} : { payload }),
  });
  if (answer.status >= 300) throw new Error(`${url}: ${answer.text}`);
  return answer.body;
}

/**
 * The worker that serves this page, as its browser knows it. A browser without a screen has no place where notifications are shown and refuses them: what the worker asks it to
 * show is kept instead, by the name of its alert, as a screen keeps it.
 */
async function workerOf(context: BrowserContext, page: Page): Promise<[CDPSession, string, Worker]> {
  const session = await context.newCDPSession(page);
  const id = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const one = registrations.find(({ scopeURL }) => scopeURL === `${desk.address}/`);
      if (one !== undefined) resolve(one.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const begun = context.waitForEvent('serviceworker');
  await page.evaluate(`navigator.serviceWorker.register('/worker.js', { scope: '/' }).then(() => null)`);
  await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
  const worker = await begun;
  await worker.evaluate(`
    self.shown = new Map();
    self.registration.showNotification = async (title, { body, tag, data }) => void self.shown.set(tag, { title, body, link: data.link });
  `);
  return [session, await id, worker];
}

it('a post that names a member is pushed, decrypted with the keys of the browser, and shown by the real service worker', async () => {
  const page = await signedIn(browser, desk);
  const context = page.context();
  const [session, registrationId, worker] = await workerOf(context, page);
  await ask('PUT', '/api/me/alerts', { ...(await settings()), quiet: null });
  await desk.hear('thirsty', 'Naledi Dlamini, no water for a week');
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
  const data = message?.text ?? '';
  // Twice, as a push service may: it is one alert.
  for (const _ of [1, 2])
    await session.send('ServiceWorker.deliverPushMessage', {
      origin: desk.address,
      registrationId,
      data,
    });
  const { id, title, body, link } = message?.notice ?? {};
  expect(title).toBe('A post names you');
  await expect.poll(() => worker.evaluate('[...self.shown]')).toEqual([[id, { title, body, link }]]);
  // Whoever opens it has seen it: the worker may say so, with the member's own session.
  const said = worker.evaluate(
    `fetch('/api/alerts/acknowledge', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"ids":["01900000-0000-7000-8000-000000000001"]}' }).then((answer) => answer.json())`,
  );
  expect(await said).toEqual({ acknowledged: 0 });
  await context.close();
});

const settings = async () => ((await ask('GET', '/api/me/alerts')) as { settings: object }).settings;

it('stands in the list until the member has it, one key away from everywhere', async () => {
  const page = await signedIn(browser, desk);
  await page.getByRole('link', { name: 'Alerts that wait for you: 1' }).waitFor();
  await expectAccessible(page);
  await look(page, 'alerts-bar');
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await page.getByRole('heading', { name: 'Alerts', level: 1 }).waitFor();
  await page.getByText('A post names you').waitFor();
  await expectAccessible(page);
  await look(page, 'alerts');
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByText('Nothing waits for you').waitFor();
  await expectAccessible(page);
  await look(page, 'alerts-empty');
  await page.context().close();
});

it('what a member is told is chosen, on a desktop and on a telephone', async () => {
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/settings/alerts`);
  await page.getByText('Chrome on Android').waitFor();
  await page.getByLabel('A post names you, by: Email').check();
  await page.getByLabel('Quiet hours').check();
  await page.getByLabel('From').fill('21:30');
  await page.getByLabel('Send me a digest by email').check();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'alerts-settings-phone', { fullPage: true });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  expect(await settings()).toMatchObject({
    quiet: { from: 1_290, to: 360 },
    digest: { at: 390, days: [1, 2, 3, 4, 5] },
    ways: { names_me: ['push', 'email'], digest: ['email'] },
  });
  await page.getByRole('button', { name: 'Try it: Chrome on Android' }).click();
  await page.getByText('Sent. It should lie there in a moment.').waitFor();
  expect(push.taken.at(-1)?.notice.title).toBe('Notifications work here');
  push.answer = () => 410;
  await page.getByRole('button', { name: 'Try it: Chrome on Android' }).click();
  await page.getByText('This browser takes no more notifications. Turn them on there once more.').waitFor();
  await look(page, 'alerts-settings-error');
  await page.context().close();
  const wide = await signedIn(browser, desk);
  await wide.goto(`${desk.address}/settings/alerts`);
  await wide.getByText('They are shown nowhere yet.').waitFor();
  await expectAccessible(wide);
  await look(wide, 'alerts-settings', { fullPage: true });
  await wide.context().close();
});
