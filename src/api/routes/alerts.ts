import { z } from 'zod';
import { acknowledge } from '../../alerts/acknowledge.ts';
import { addDevice, removeDevice, tryDevice } from '../../alerts/devices.ts';
import { linkOf } from '../../alerts/notice.ts';
import { chooseAlerts, readOwnAlerts } from '../../alerts/settings.ts';
import { ownVapid } from '../../alerts/vapidKey.ts';
import { deviceName } from '../../domain/deviceName.ts';
import { openAlerts } from '../../storage/alerts.ts';
import { languageOfMember } from '../../storage/members.ts';
import {
  AcknowledgedView,
  AcknowledgeInput,
  AlertSettingsInput,
  AlertSettingsView,
  AlertsView,
  DeviceAdded,
  DeviceInput,
  id,
} from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { instantOf } from '../views.ts';

const config = { right: 'self.manage' } as const;
const Done = z.object({ done: z.literal(true) });
const done = { done: true } as const;
const mostListed = 100;

/** Alerts: each member's own. */
export function alertRoutes(app: App, deps: ApiDeps): void {
  app.get('/api/alerts', { config, schema: { response: { 200: AlertsView } } }, async ({ member }) => {
    const { organisationId, memberId } = member;
    const { count, alerts } = await deps.storage.reading(organisationId, (tx) =>
      openAlerts(tx, organisationId, memberId, mostListed),
    );
    return {
      count,
      alerts: alerts.map(({ subjectId, ...alert }) => ({
        ...alert,
        at: alert.at.toISOString(),
        link: linkOf({ ...alert, subjectId }),
      })),
    };
  });
  app.post(
    '/api/alerts/acknowledge',
    { config, schema: { body: AcknowledgeInput, response: { 200: AcknowledgedView } } },
    async ({ member, body }) => ({
      acknowledged: await acknowledge(deps.storage, member, body.ids, deps.now()),
    }),
  );
  settingRoutes(app, deps);
  deviceRoutes(app, deps);
}

function settingRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/api/me/alerts',
    { config, schema: { response: { 200: AlertSettingsView } } },
    async ({ member }) => {
      const own = await readOwnAlerts(deps.storage, member, deps.channels);
      const { timeZone: zone, ways, exceptions, digest, ...settings } = own.settings;
      return {
        settings: {
          ...settings,
          timeZone: own.timeZone,
          telephone: own.telephone,
          ways: Object.fromEntries(
            Object.entries(ways).map(([kind, those]) => [kind, [...those]]),
          ) as AlertSettingsInput['ways'],
          exceptions: [...exceptions],
          digest: digest === null ? null : { ...digest, days: [...digest.days] },
        },
        zone,
        email: own.email,
        ways: own.ways,
        devices: own.devices.map((one) => ({
          ...one,
          addressHash: one.addressHash.toString('base64url'),
          addedAt: one.addedAt.toISOString(),
          lastSentAt: instantOf(one.lastSentAt),
        })),
        pushKey: ownVapid(deps.key, deps.settings.publicAddress).publicKey,
      };
    },
  );
  app.put(
    '/api/me/alerts',
    { config, schema: { body: AlertSettingsInput, response: { 200: Done } } },
    async ({ member, body }) => {
      await chooseAlerts(deps.storage, member, body, deps.now());
      return done;
    },
  );
}

function deviceRoutes(app: App, deps: ApiDeps): void {
  const { privateHosts, publicAddress } = deps.settings;
  const params = z.object({ id });
  app.post(
    '/api/me/devices',
    { config, schema: { body: DeviceInput, response: { 200: DeviceAdded } } },
    async ({ member, body, headers }) => {
      const { endpoint, keys } = body;
      const given = {
        subscription: { endpoint, ...keys },
        device: deviceName(headers['user-agent'] ?? ''),
      };
      const added = { key: deps.key, privateHosts, now: deps.now() };
      return { id: await addDevice(deps.storage, member, added, given) };
    },
  );
  app.delete(
    '/api/me/devices/:id',
    { config, schema: { params, response: { 200: Done } } },
    async ({ member, params: { id: device } }) => {
      await removeDevice(deps.storage, member, device);
      return done;
    },
  );
  app.post(
    '/api/me/devices/:id/try',
    { config, schema: { params, response: { 200: Done } } },
    async ({ member, params: { id: device } }) => {
      const { organisationId, memberId } = member;
      const language = await deps.storage.reading(organisationId, (tx) =>
        languageOfMember(tx, organisationId, memberId),
      );
      const { storage, key, now, askOutside: ask } = deps;
      const vapid = ownVapid(key, publicAddress);
      await tryDevice({ storage, key, now, ask, vapid }, { organisationId, memberId, language }, device);
      return done;
    },
  );
}
