/** The browsers on which a member is shown alerts. */
import { alertKinds } from '../domain/alert.ts';
import { Fault } from '../domain/fault.ts';
import { allowedAddress } from '../outside/guardedRequest.ts';
import { pushKeysOf } from '../outside/push/encrypt.ts';
import { alertedMembers } from '../storage/alertSettings.ts';
import { deliverWaiting } from '../storage/alerts.ts';
import type { Storage } from '../storage/database.ts';
import { newId } from '../storage/ids.ts';
import {
  addSubscription,
  devicesOf,
  noteSent,
  removeSubscription,
  type Subscription,
} from '../storage/pushSubscriptions.ts';
import type { MasterKey } from '../storage/secrets.ts';
import { pushTo, type TellDeps } from './tell.ts';
import { alertWords } from './words/words.ts';

interface By {
  organisationId: number;
  memberId: string;
}

/** Shows alerts on this browser, too, also those that wait until quiet hours end. Throws Fault `input_invalid` for an address that is never asked, or keys that are none. */
export async function addDevice(
  storage: Storage,
  by: By,
  deps: { key: MasterKey; privateHosts: readonly string[]; now: Date },
  given: { subscription: Subscription; device: string },
): Promise<string> {
  const endpoint = allowedAddress(given.subscription.endpoint, deps.privateHosts).href;
  if (pushKeysOf(given.subscription) === null)
    throw new Fault(
      'input_invalid',
      'These are no keys of a push subscription. Turn notifications on once more.',
    );
  const { organisationId, memberId } = by;
  const subscription = { ...given.subscription, endpoint };
  const { key, now } = deps;
  return storage.inOrganisation(organisationId, async (tx) => {
    const added = { memberId, device: given.device, subscription, at: now };
    const place = await addSubscription(tx, key, organisationId, added);
    const member = (await alertedMembers(tx, organisationId, [memberId])).get(memberId);
    const kinds = alertKinds.filter((kind) => member?.settings.ways[kind].includes('push'));
    await deliverWaiting(tx, organisationId, { memberId, kinds, place, now });
    return place;
  });
}

/** Shows nothing there any more. Throws Fault `not_found`. */
export async function removeDevice(storage: Storage, by: By, id: string): Promise<void> {
  const { organisationId, memberId } = by;
  const gone = await storage.inOrganisation(organisationId, (tx) =>
    removeSubscription(tx, organisationId, id, memberId),
  );
  if (!gone) throw notThere();
}

const notThere = () => new Fault('not_found', 'This browser is not on your list any more.');

/** Sends a notification to one of the member's browsers at once. Throws Fault `not_found`, or `push_failed` with what the push service said. */
export async function tryDevice(
  deps: Pick<TellDeps, 'storage' | 'key' | 'ask' | 'vapid' | 'now'>,
  by: By & { language: string | null },
  id: string,
): Promise<void> {
  const { organisationId, memberId } = by;
  const { storage, now } = deps;
  const devices = await storage.reading(organisationId, (tx) => devicesOf(tx, organisationId, memberId));
  if (!devices.some((one) => one.id === id)) throw notThere();
  const { words, language } = alertWords(by.language);
  const notice = { id: newId(), ...words.test, link: '/settings/alerts', language };
  const outcome = await pushTo(deps, organisationId, id, notice, 'high');
  if (outcome.kind === 'gone')
    throw new Fault('push_failed', 'This browser takes no more notifications. Turn them on there once more.');
  if (outcome.kind !== 'sent')
    throw new Fault(
      'push_failed',
      `It could not be sent. ${outcome.reason} Try again, or turn notifications off and on there.`,
    );
  await storage.inOrganisation(organisationId, (tx) => noteSent(tx, organisationId, id, now()));
}
