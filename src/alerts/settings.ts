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
    const account = await accountForMembers(tx, organisationId, networksForMembers(channels));
    return {
      settings: member.settings,
      timeZone: member.ownZone ? member.settings.timeZone : null,
      email: member.email,
      ways: [
        { way: 'push', ready: devices.length > 0 },
        { way: 'email', ready: account !== null },
        // Nobody is connected that sends them.
        { way: 'sms', ready: false },
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

/** Keeps what a member chose; the digest comes at its next time. Throws Fault `input_invalid` for a time zone that is none. */
export async function chooseAlerts(
  storage: Storage,
  by: By,
  chosen: Omit<AlertSettings, 'timeZone'> & { timeZone: string | null },
  now: Date,
): Promise<void> {
  const { timeZone } = chosen;
  if (timeZone !== null && !isTimeZone(timeZone))
    throw new Fault('input_invalid', `There is no time zone "${timeZone}". Choose one of the list.`);
  await storage.inOrganisation(by.organisationId, async (tx) => {
    // Written first: the zone of the rota is what holds where none is chosen.
    const kept = { settings: { ...chosen, timeZone: timeZone ?? '' }, timeZone, digestNextAt: null, at: now };
    await keepAlertSettings(tx, by.organisationId, by.memberId, kept);
    const { settings } = await self(tx, by);
    const digestNextAt = nextDigestAt(settings, now);
    await keepAlertSettings(tx, by.organisationId, by.memberId, { ...kept, settings, digestNextAt });
  });
}
