import { z } from 'zod';
import { historyActions } from '../../domain/history.ts';
import { id, instant } from './fields.ts';

const name = z.string().trim().min(1).max(100);
const address = z.string().trim().max(2000);
const actions = z.array(z.enum(historyActions)).min(1).max(100);

/** GET /api/webhooks */
export const WebhookView = z.object({
  id,
  name: z.string(),
  address: z.string(),
  actions: z.array(z.string()),
  state: z.enum(['on', 'paused']),
  /** Why it is paused. */
  reason: z.string().nullable(),
  /** The sequence up to which everything was told. */
  told: z.number().int(),
  /** Failures in a row; the next try is at `dueAt`. */
  tries: z.number().int(),
  dueAt: instant,
  createdAt: instant,
});
/** POST /api/webhooks */
export const WebhookInput = z.object({ name, address, actions });
/** The secret by which deliveries are signed: shown once. */
export const MadeWebhookView = z.object({ id, secret: z.string() });
/** PATCH /api/webhooks/:id */
export const WebhookPatch = z.object({
  name: name.optional(),
  address: address.optional(),
  actions: actions.optional(),
  state: z.enum(['on', 'paused']).optional(),
});
/** GET /api/webhooks/:id/deliveries: the latest hundred, newest first. */
export const DeliveryView = z.object({
  id,
  sequence: z.number().int(),
  action: z.string(),
  state: z.enum(['waiting', 'delivered', 'failed']),
  againAt: instant.nullable(),
  at: instant,
  attempts: z.array(
    z.object({
      at: instant,
      status: z.number().int().nullable(),
      reason: z.string().nullable(),
      milliseconds: z.number().int(),
    }),
  ),
});
/** POST /api/webhooks/:id/replay: one delivery, or everything from a sequence on. */
export const HookReplayInput = z.union([
  z.object({ delivery: id }),
  z.object({ from: z.number().int().min(1) }),
]);

export type WebhookView = z.infer<typeof WebhookView>;
export type DeliveryView = z.infer<typeof DeliveryView>;
