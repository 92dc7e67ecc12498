/** What a member chose about alerts, and how they can be reached. */
import type { Channel } from '../channels/channel.ts';
import { type AlertSettings, type AlertWay, nextDigestAt } from '../domain/alert.ts';
import { Fault } from '../domain/fault.ts';
import type { Network } from '../domain/network.ts';
import { isTimeZone } from '../domain/zone.ts';
import { accountForMembers } from '../storage/alertDeliveries.ts';
import { alertedMembers, keepAlertSettings } from '../storage/alertSettings.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import { type Device, devicesOf } from '../storage/pushSubscriptions.ts';
import { networksForMembers } from './tell.ts';

export interface OwnAlerts {
  settings: AlertSettings;
  /** Null: the zone is the one of the rota. */
  timeZone: string | null;
  email: string;
  /** E.164; null: they are not reached by SMS. */
  telephone: string | null;
  ways: { way: AlertWay; ready: boolean }[];
  devices: Device[];
}

interface By {
  organisationId: number;
  memberId: string;
}

/** Everything a member chooses about alerts. */
export async function readOwnAlerts(
  storage: Storage,
  { organisationId, memberId }: By,
  channels: Record<Network, Channel>,
): Promise<OwnAlerts> {
  return storage.reading(organisationId, async (tx) => {
    const member = await self(tx, { organisationId, memberId });
    const devices = await devicesOf(tx, organisationId, memberId);
    const accountBy = (way: 'email' | 'sms') =>
      accountForMembers(tx, organisationId, networksForMembers(channels, way));
    const [mailbox, number] = [await accountBy('email'), await accountBy('sms')];
    return {
      settings: member.settings,
      timeZone: member.ownZone ? member.settings.timeZone : null,
      email: member.email,
      telephone: member.telephone,
      ways: [
        { way: 'push', ready: devices.length > 0 },
        { way: 'email', ready: mailbox !== null },
        { way: 'sms', ready: number !== null && member.telephone !== null },
      ],
      devices,
    };
  });
}

async function self(tx: Tenant, { organisationId, memberId }: By) {
  const member = (await alertedMembers(tx, organisationId, [memberId])).get(memberId);
  if (member === undefined) throw new Error('the member who asks is gone');
  return member;
}

/** A telephone number as people type it, in its one form; null for none. Throws Fault `input_invalid`. */
function numberOf(typed: string | null): string | null {
  const plain = (typed ?? '').replace(/[\s().-]/g, '').replace(/^00/, '+');
  if (plain === '') return null;
  if (/^\+[1-9]\d{6,14}$/.test(plain)) return plain;
  throw new Fault('input_invalid', 'Write the telephone number with its country, such as +250788123456.');
}

/** Keeps what a member chose; the digest comes at its next time. Throws Fault `input_invalid` for a time zone or a number that is none. */
export async function chooseAlerts(
  storage: Storage,
  by: By,
  {
    telephone: typed,
    ...chosen
  }: Omit<AlertSettings, 'timeZone'> & { timeZone: string | null; telephone: string | null },
  now: Date,
): Promise<void> {
  const { timeZone } = chosen;
  const telephone = numberOf(typed);
  if (timeZone !== null && !isTimeZone(timeZone))
    throw new Fault('input_invalid', `There is no time zone "${timeZone}". Choose one of the list.`);
  await storage.inOrganisation(by.organisationId, async (tx) => {
    // Written first: the zone of the rota is what holds where none is chosen.
    const settingsNow = { ...chosen, timeZone: timeZone ?? '' };
    const kept = { settings: settingsNow, timeZone, telephone, digestNextAt: null, at: now };
    await keepAlertSettings(tx, by.organisationId, by.memberId, kept);
    const { settings } = await self(tx, by);
    const digestNextAt = nextDigestAt(settings, now);
    await keepAlertSettings(tx, by.organisationId, by.memberId, { ...kept, settings, digestNextAt });
  });
}
