/** Notifications of this very browser: may it show them, and by which subscription is it reached. */
import type { AlertSettingsView } from '../../../../src/api/contract.ts';

type Devices = AlertSettingsView['devices'];

export type Standing =
  /** It cannot: too old, a private window, or the address does not begin with https. On an iPhone the desk must stand on the home screen. */
  | 'impossible'
  /** Its owner said no; only they can take that back, in the settings of the browser. */
  | 'denied'
  | 'off'
  | 'on';

const worker = '/worker.js';

/** How it stands here. A subscription that is none of the member's (somebody else had this browser before, or took it off the list) shows nothing any more. */
export async function standing(readDevices: () => Promise<Devices>): Promise<Standing> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return 'impossible';
  if (Notification.permission === 'denied') return 'denied';
  const subscription = await subscriptionHere();
  if (subscription === null) return 'off';
  if ((await deviceOf(subscription, await readDevices())) !== null) return 'on';
  await subscription.unsubscribe();
  return 'off';
}

/** Which of these devices is reached by this subscription; null where none is. */
export async function deviceOf(
  { endpoint }: { endpoint: string },
  devices: Devices,
): Promise<Devices[number] | null> {
  const address = new TextEncoder().encode(new URL(endpoint).href);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', address));
  const text = btoa(String.fromCharCode(...hash))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  return devices.find(({ addressHash }) => addressHash === text) ?? null;
}

/** The subscription of this browser; null while it has none. */
export async function subscriptionHere(): Promise<PushSubscription | null> {
  if (!('serviceWorker' in navigator)) return null;
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Asks the owner of this browser and subscribes; null where they said no. `key` is the desk's, base64url. */
export async function subscribeHere(key: string): Promise<PushSubscriptionJSON | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  await navigator.serviceWorker.register(worker, { scope: '/' });
  const registration = await navigator.serviceWorker.ready;
  // One that was made for another key reaches nobody any more.
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const options = { userVisibleOnly: true, applicationServerKey: key };
  return (await registration.pushManager.subscribe(options)).toJSON();
}

/** Shows nothing here any more. */
export async function unsubscribeHere(): Promise<void> {
  await (await subscriptionHere())?.unsubscribe();
}
