import { createHash } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { standing } from './browser.ts';

const endpoint = 'https://push.example/send/a+b';

/** A browser with a subscription, and whether it still has it. */
function withSubscription() {
  const browser = { subscribed: true };
  const subscription = {
    endpoint,
    unsubscribe: async () => {
      browser.subscribed = false;
      return true;
    },
  };
  const registration = { pushManager: { getSubscription: async () => subscription } };
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: async () => registration } });
  vi.stubGlobal('window', { PushManager: true, Notification: true });
  vi.stubGlobal('Notification', { permission: 'granted' });
  return browser;
}

const deviceAt = (address: string) => ({
  id: '01900000-0000-7000-8000-000000000001',
  device: 'Firefox on Android',
  addressHash: createHash('sha256').update(address).digest('base64url'),
  addedAt: '2026-11-30T08:00:00.000Z',
  lastSentAt: null,
});

afterEach(() => vi.unstubAllGlobals());

it('a browser is on while it stands on the list of the member', async () => {
  const browser = withSubscription();
  expect(await standing(async () => [deviceAt('https://push.example/other'), deviceAt(endpoint)])).toBe('on');
  expect(browser.subscribed).toBe(true);
});

it('a browser that somebody else subscribed before shows nothing any more', async () => {
  const browser = withSubscription();
  expect(await standing(async () => [deviceAt('https://push.example/other')])).toBe('off');
  expect(browser.subscribed).toBe(false);
});

it('a list that cannot be read takes nothing away', async () => {
  const browser = withSubscription();
  await expect(
    standing(async () => {
      throw new Error('away');
    }),
  ).rejects.toThrow('away');
  expect(browser.subscribed).toBe(true);
});
