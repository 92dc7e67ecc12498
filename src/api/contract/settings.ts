import { z } from 'zod';
import { networks } from '../../domain/network.ts';
import { id, instant } from './fields.ts';

/** Pictures that go along with what is written: how many, which, how large. */
const AttachmentLimits = z.object({
  most: z.number().int(),
  types: z.array(z.string()),
  mostBytes: z.number().int(),
});

/** Settings > Accounts */
export const AccountView = z.object({
  id,
  network: z.enum(networks),
  networkName: z.string(),
  handle: z.string(),
  name: z.string().nullable(),
  institution: z.string(),
  state: z.enum(['listening', 'paused', 'permission_lost', 'removed']),
  stateReason: z.string().nullable(),
  /** Whose own account it is; null: the house's. */
  owner: z.object({ id, name: z.string() }).nullable(),
  /** Since when nothing leaves from it. */
  cutOffAt: instant.nullable(),
  /** What is written to it in private is read. For a member's own account that is said to its owner alone: it is read for nobody else. */
  readsDirect: z.boolean(),
  /** Of the reader's own account that is read for them alone: whether it is read just now, and what to do where it is not. `shut`: nothing is read and nothing shown until its owner has connected it once more. */
  direct: z
    .object({
      state: z.enum(['listening', 'paused', 'permission_lost', 'shut']),
      reason: z.string().nullable(),
    })
    .nullable(),
  lacks: z.array(z.string()),
  watched: z.array(z.string()),
  evidence: z.array(z.object({ what: z.string(), by: z.string() })),
  lastHeardAt: instant.nullable(),
  /** Silent for longer than usual at this hour; the sentence says how long and what is usual. */
  silence: z.string().nullable(),
  listening: z.boolean(),
  /** False where no account is connected by hand: an archive, a form, letters. */
  connectable: z.boolean(),
  /** Its network calls us: Settings shows where, and what was refused. */
  receives: z.boolean(),
  /** It is set up step by step (POST /api/set-ups). */
  guided: z.boolean(),
  reconciledAt: instant.nullable(),
  reconcileMissing: z.number().int().nullable(),
  reconcileReason: z.string().nullable(),
  /** Within which limits its network takes an announcement; null where it takes none. */
  announces: z
    .object({
      graphemes: z.number().int(),
      weighted: z.boolean(),
      bytes: z.number().int(),
      attachments: AttachmentLimits.nullable(),
    })
    .nullable(),
});
/** GET /api/networks: what can be connected and what each asks for. */
export const NetworkView = z.object({
  network: z.enum(networks),
  name: z.string(),
  evidence: z.array(z.object({ what: z.string(), by: z.string() })),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      secret: z.boolean(),
      required: z.boolean(),
      help: z.string().nullable(),
      /** Few need it. */
      advanced: z.boolean(),
      /** The only values it takes; none: whatever is typed. */
      choices: z.array(z.object({ value: z.string(), label: z.string() })),
      /** Asked for only while another field has one of these values. */
      when: z.object({ field: z.string(), is: z.array(z.string()) }).nullable(),
    }),
  ),
  /** It is set up step by step (POST /api/set-ups). */
  guided: z.boolean(),
});
/** POST /api/accounts ; PATCH /api/accounts/:id ; POST /api/accounts/:id/reconcile ; DELETE /api/accounts/:id */
export const ConnectInput = z.object({
  network: z.enum(networks),
  institutionId: id,
  fields: z.record(z.string(), z.string().max(2000)),
});
/** POST /api/accounts/own: connects one's own. `readsDirect`: what is written to it in private is read too, for its owner alone. */
export const ConnectOwnInput = ConnectInput.extend({ readsDirect: z.boolean().default(false) });
/** PUT /api/accounts/:id/owner: makes it a member's own, or (null) the house's. */
export const AccountOwnerInput = z.object({ memberId: id.nullable() });
/** PUT /api/accounts/:id/cut-off: whether anything leaves from it. */
export const CutOffInput = z.object({ cutOff: z.boolean() });
export const AccountPatch = z.object({
  watched: z.array(z.string().trim().min(2).max(100)).max(200).optional(),
  state: z.enum(['listening', 'paused']).optional(),
});
/** GET /api/intake */
export const IntakeView = z.object({
  waiting: z.number().int(),
  oldestWaitingAt: instant.nullable(),
  today: z.object({
    posts: z.number().int(),
    doubles: z.number().int(),
    edits: z.number().int(),
    deletions: z.number().int(),
    ignored: z.number().int(),
    setAside: z.number().int(),
  }),
  /** At most the latest 100; `setAsideOpen` counts all. */
  setAside: z.array(
    z.object({
      rawId: z.string(),
      account: z.string(),
      reason: z.string(),
      position: z.string().nullable(),
      at: instant,
      payload: z.string().nullable(),
    }),
  ),
  setAsideOpen: z.number().int(),
  imports: z.array(
    z.object({
      id,
      name: z.string(),
      bytes: z.number(),
      readBytes: z.number(),
      readLines: z.number(),
      unreadableLines: z.number(),
      startedAt: instant,
      finishedAt: instant.nullable(),
    }),
  ),
  roles: z.array(
    z.object({
      role: z.string(),
      host: z.string(),
      pid: z.number().int(),
      beatAt: instant,
      running: z.boolean(),
    }),
  ),
});
/** POST /api/intake/replay { rawIds } or { all: true }; answers { replayed } */
export const ReplayInput = z.object({
  rawIds: z.array(z.string().regex(/^\d+$/)).max(1000).optional(),
  all: z.boolean().default(false),
});
/** POST /api/imports?name= (body: NDJSON or CSV, streamed); answers ImportResult */
export const ImportResult = z.object({
  id,
  read: z.number().int(),
  fresh: z.number().int(),
  doubles: z.number().int(),
  unreadable: z.number().int(),
});

/** GET /health (no sign-in): 200 when fine, 503 when not. */
export const Health = z.object({
  status: z.enum(['fine', 'degraded', 'down']),
  database: z.boolean(),
  roles: z.array(z.object({ role: z.string(), running: z.boolean() })),
  silentAccounts: z.number().int(),
  sentences: z.array(z.string()),
});

export type AccountView = z.infer<typeof AccountView>;
export type NetworkView = z.infer<typeof NetworkView>;
export type IntakeView = z.infer<typeof IntakeView>;
