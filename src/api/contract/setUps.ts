import { z } from 'zod';
import { networks } from '../../domain/network.ts';
import { id, instant } from './fields.ts';

/** POST /api/set-ups: begins to set an account up. With `accountId`: again, for one that lost its permission. */
export const SetUpInput = z.union([
  z.object({ network: z.enum(networks), institutionId: id }),
  z.object({ accountId: id }),
]);

/** GET /api/set-ups/:id ; PUT /api/set-ups/:id */
export const SetUpView = z.object({
  id,
  network: z.enum(networks),
  institutionId: id,
  /** What was typed so far, without what is secret. */
  typed: z.record(z.string(), z.string()),
  /** Names of secret fields that were filled in. */
  filled: z.array(z.string()),
  /** What to do at the network, in order. */
  steps: z.array(
    z.object({
      text: z.string(),
      copy: z.object({ label: z.string(), value: z.string() }).nullable(),
      link: z.string().nullable(),
    }),
  ),
  /** Where the network is to call. */
  webhooks: z.array(z.object({ what: z.string(), address: z.string().nullable() })),
  /** What came from there, the latest last. */
  arrived: z.array(
    z.object({
      at: instant,
      path: z.string(),
      outcome: z.enum(['kept', 'answered', 'refused']),
      words: z.string(),
    }),
  ),
  endsAt: instant,
});

/** PUT /api/set-ups/:id: a secret that is left empty stays as it was. */
export const SetUpTyped = z.object({ fields: z.record(z.string(), z.string().max(5000)) });

/** POST /api/set-ups/:id/try: the network was asked; nothing is saved. */
export const TriedView = z.object({
  handle: z.string(),
  name: z.string().nullable(),
  /** What was asked and answered well. */
  checks: z.array(z.string()),
  /** What it cannot do for want of rights, and how to mend it. */
  lacks: z.array(z.string()),
  /** What to do so that something comes round; null where nothing can before it is connected. */
  trial: z.string().nullable(),
  /** What a test is sent to ("Telephone number"); null where none is sent. */
  testTo: z.string().nullable(),
});

/** POST /api/set-ups/:id/test */
export const SetUpTestInput = z.object({ to: z.string().trim().min(1).max(200) });
export const SetUpTestView = z.object({ sent: z.boolean(), reason: z.string().nullable() });

/** GET /api/accounts/:id/receiving: where its network calls. Whoever knows an address of a network that signs nothing can write in its name. */
export const ReceivingView = z.object({
  webhooks: z.array(z.object({ what: z.string(), address: z.string() })),
  /** By what requests are believed: a signature, or only that they know the address. */
  proof: z.enum(['signature', 'secret address']).nullable(),
  /** Requests that were refused within the last 24 hours. */
  refused: z.number().int(),
});

/** GET /api/accounts/:id/notices: what happened with its network, the newest first. */
export const NoticeView = z.object({
  code: z.string(),
  sentence: z.string(),
  firstAt: instant,
  lastAt: instant,
  /** How often within that hour. */
  times: z.number().int(),
});

export type SetUpView = z.infer<typeof SetUpView>;
export type TriedView = z.infer<typeof TriedView>;
export type ReceivingView = z.infer<typeof ReceivingView>;
export type NoticeView = z.infer<typeof NoticeView>;
