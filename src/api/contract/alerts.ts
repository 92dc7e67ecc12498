import { z } from 'zod';
import { alertKinds, alertWays } from '../../domain/alert.ts';
import { id, instant } from './fields.ts';

const kind = z.enum(alertKinds);
const way = z.enum(alertWays);
const minutes = z.number().int().min(0).max(1_439);
const ways = z.object(
  Object.fromEntries(alertKinds.map((one) => [one, z.array(way).max(alertWays.length)])) as unknown as Record<
    (typeof alertKinds)[number],
    z.ZodArray<typeof way>
  >,
);

/** An alert that the member has not acknowledged. */
export const AlertView = z.object({
  id,
  kind,
  at: instant,
  /** 0: it came to the member first; more: it went on to them, since nobody had taken it. */
  level: z.number().int(),
  caseId: id.nullable(),
  caseNumber: z.number().int().nullable(),
  /** What the case is about and which unit, as the organisation names them. */
  about: z.array(z.string()),
  unit: z.string().nullable(),
  /** Where it is dealt with, within the console. */
  link: z.string(),
});
/** GET /api/alerts: the latest hundred, and how many there are. */
export const AlertsView = z.object({ count: z.number().int(), alerts: z.array(AlertView) });
/** POST /api/alerts/acknowledge */
export const AcknowledgeInput = z.object({ ids: z.array(id).min(1).max(100) });
export const AcknowledgedView = z.object({ acknowledged: z.number().int() });

/** PUT /api/me/alerts */
export const AlertSettingsInput = z.object({
  /** Null: as in the rota. */
  timeZone: z.string().max(60).nullable(),
  /** With its country; null: no SMS. */
  telephone: z.string().max(30).nullable().default(null),
  ways,
  /** Minutes of the wall clock. */
  quiet: z.object({ from: minutes, to: minutes }).nullable(),
  /** Kinds that are told in quiet hours, too. */
  exceptions: z.array(kind).max(alertKinds.length),
  /** Weekdays: 0 is Sunday. */
  digest: z.object({ at: minutes, days: z.array(z.number().int().min(0).max(6)).max(7) }).nullable(),
  /** Notifications and letters show the author's words. */
  showsWords: z.boolean(),
});
/** GET /api/me/alerts */
export const AlertSettingsView = z.object({
  settings: AlertSettingsInput,
  /** The zone by which quiet hours and digest go. */
  zone: z.string(),
  email: z.string(),
  ways: z.array(z.object({ way, ready: z.boolean() })),
  devices: z.array(
    z.object({
      id,
      device: z.string(),
      /** SHA-256 of the address at which it is reached, base64url: a browser knows itself by it. */
      addressHash: z.string(),
      addedAt: instant,
      lastSentAt: instant.nullable(),
    }),
  ),
  /** By which browsers know this desk (`applicationServerKey`), base64url. */
  pushKey: z.string(),
});
/** POST /api/me/devices: what `PushSubscription.toJSON()` says. */
export const DeviceInput = z.object({
  endpoint: z.string().max(2_000),
  keys: z.object({ p256dh: z.string().max(200), auth: z.string().max(100) }),
});
export const DeviceAdded = z.object({ id });

export type AlertView = z.infer<typeof AlertView>;
export type AlertsView = z.infer<typeof AlertsView>;
export type AlertSettingsInput = z.infer<typeof AlertSettingsInput>;
export type AlertSettingsView = z.infer<typeof AlertSettingsView>;
