import { z } from 'zod';
import { networks } from '../../domain/network.ts';
import { id, instant } from './fields.ts';

const seconds = z.number().int().min(0).max(86_400);

/** POST /api/phone/calls: logs a call that a member took. `id` and `at` (when it began) are made by whoever asks: asked twice it is logged once. An empty number was withheld. */
export const LogCallInput = z.object({
  id,
  institutionId: id,
  unitId: id.nullable().default(null),
  at: instant,
  number: z.string().trim().max(40).default(''),
  name: z.string().trim().max(100).default(''),
  text: z.string().trim().min(1).max(10_000),
  seconds: seconds.nullable().default(null),
  /** `answered`: on the spot; `call_back`: calling back was promised, and the author waits. */
  outcome: z.enum(['answered', 'call_back']),
  /** What the author was told on the spot. */
  said: z.string().trim().max(10_000).default(''),
  /** When the author is best called. */
  callAt: instant.nullable().default(null),
});

/** GET /api/phone/callers: who called of late, once each, the latest first; protected authors are left out. */
export const CallerView = z.object({ number: z.string(), name: z.string().nullable(), at: instant });

/** GET /api/phone/call-backs: those who wait for us and can be called, in the order of the queue. */
export const CallBackView = z.object({
  caseId: id,
  caseNumber: z.number().int(),
  author: z.object({ name: z.string(), protected: z.boolean() }),
  /** Null where the author is protected: the case shows it to those who may read it. */
  number: z.string().nullable(),
  institution: z.string(),
  owner: z.object({ id, name: z.string() }).nullable(),
  tier: z.number().int(),
  waitingSince: instant,
  dueAt: instant,
  /** The latest call of theirs. */
  lastCall: z.object({
    at: instant,
    abandoned: z.boolean().nullable(),
    promised: z.boolean(),
    recorded: z.boolean(),
    callAt: instant.nullable(),
  }),
  /** Attempts that did not reach them since they wait; after `most` a member decides what else is done. */
  tries: z.object({
    count: z.number().int(),
    most: z.number().int(),
    last: instant.nullable(),
    again: instant.nullable(),
  }),
});

/** POST /api/phone/call-backs/:id (the case): what became of calling back. `again`: when it is tried again. */
export const CallBackInput = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('reached'),
    id,
    at: instant,
    text: z.string().trim().min(1).max(10_000),
    seconds: seconds.nullable().default(null),
  }),
  z.object({ outcome: z.literal('not_reached'), id, again: instant.nullable().default(null) }),
]);

/** GET /api/cases/:id/same-person: who is likely the same person, by a telephone number and never by a name. POST /api/cases/:id/same-author says yes. */
export const LikelySame = z.object({
  caseNumber: z.number().int(),
  name: z.string(),
  network: z.enum(networks),
  /** `number`: they are known by that number there; `said`: they said that they can be reached there. */
  by: z.enum(['number', 'said']),
});
/** POST /api/cases/:id/not-same-person: they are two, and it is not suggested again. */
export const NotSameInput = z.object({ caseNumber: z.number().int().positive() });

export type CallerView = z.infer<typeof CallerView>;
export type CallBackView = z.infer<typeof CallBackView>;
export type LikelySame = z.infer<typeof LikelySame>;
