import { z } from 'zod';
import { hiddenBecause } from '../../domain/hiding.ts';
import { networks } from '../../domain/network.ts';
import { watchSigns, watchStates } from '../../domain/watchOut.ts';
import { id, instant } from './fields.ts';

/** A post of such an account that answered an author of ours. */
const WatchedPostView = z.object({
  postId: id,
  at: instant,
  /** Null once it was deleted or erased. */
  text: z.string().nullable(),
  /** The case in which it stands. */
  caseId: id,
  /** Whom it answered, and their case. */
  answered: z.object({ name: z.string(), caseId: id, caseNumber: z.number().int() }),
  pageAddress: z.string().nullable(),
});

/** An account that answers our authors, perhaps in our name: why it is suspected, what it wrote, what was decided and reported. */
export const WatchOutView = z.object({
  /** The identity's. */
  id,
  network: z.enum(networks),
  handle: z.string(),
  name: z.string().nullable(),
  foundAt: instant,
  /** From 0 to 100, by what speaks for it. Who follows it counts for nothing. */
  score: z.number().int(),
  signs: z.array(z.enum(watchSigns)),
  /** The name of ours that it looks like. */
  like: z.string().nullable(),
  state: z.enum(watchStates),
  decided: z.object({ at: instant, by: z.string() }).nullable(),
  /** The last report of it. `asking`: the program ended before the network answered. */
  reported: z
    .object({
      at: instant,
      by: z.string(),
      outcome: z.enum(['asking', 'taken', 'refused', 'unknown', 'by_hand']),
      sentence: z.string().nullable(),
    })
    .nullable(),
  posts: z.number().int(),
  firstAt: instant.nullable(),
  lastAt: instant.nullable(),
  /** The latest first, 10 at most. */
  latest: z.array(WatchedPostView),
  /** `byProgram`: this network takes a report from us; `address`: the page on which a person reports it. */
  report: z.object({ byProgram: z.boolean(), address: z.string().nullable() }),
});

/** GET /api/watch-outs: those that wait for a person, or those decided; the latest found first, 200 at most. */
export const WatchOutsQuery = z.object({ list: z.enum(['suspected', 'decided']).default('suspected') });
export const WatchOutsPage = z.object({ rows: z.array(WatchOutView) });
/** GET /api/watch-outs/count: so many wait; counted up to 1,000. */
export const WatchOutsCount = z.object({ suspected: z.number().int() });

/** PUT /api/watch-outs/:id: what it is; `suspected` takes that back. */
export const WatchOutInput = z.object({ state: z.enum(watchStates) });
/** POST /api/watch-outs/:id/report: by the program, or (`byHand`) as a member says that they did on the network's own page. */
export const WatchReportInput = z.object({ byHand: z.boolean().default(false) });

const points = z.number().int().min(0).max(100);
/** GET and PUT /api/watch-outs/settings: from which sum on an account is suspected, and how much each sign counts. */
export const WatchSettings = z.object({
  from: z.number().int().min(1).max(100),
  weights: z.object({
    look_alike: points,
    holds_name: points,
    asks_private: points,
    moves_away: points,
    says_we: points,
    many_authors: points,
  }),
});

/** In a case: an account that answered its author as if it were us, or that writes in it itself. */
export const WatchNoteView = z.object({
  id,
  network: z.enum(networks),
  handle: z.string(),
  name: z.string().nullable(),
  state: z.enum(watchStates),
  like: z.string().nullable(),
  /** It writes in this case itself; else it answered the author of this one. */
  writesHere: z.boolean(),
});

/** What we hid or deleted of others: why, by whom, what became of it. */
export const HiddenPostView = z.object({
  postId: id,
  way: z.enum(['hidden', 'deleted']),
  because: z.enum(hiddenBecause),
  /** In a member's words; empty once the words of the post are gone. */
  reason: z.string(),
  at: instant,
  by: z.string(),
  /** `asking`: the network was asked, and nobody knows what became of it. */
  state: z.enum(['asking', 'hidden', 'refused', 'shown']),
  sentence: z.string().nullable(),
  shownAt: instant.nullable(),
});

/** PUT /api/cases/:id/hidden-posts: hides a post of somebody else on its network, with a reason, or shows it again (null). It is counted in public. */
export const HidePostInput = z.object({
  postId: id,
  hidden: z.object({ because: z.enum(hiddenBecause), reason: z.string().trim().min(1).max(500) }).nullable(),
});

export type WatchOutView = z.infer<typeof WatchOutView>;
export type WatchOutsPage = z.infer<typeof WatchOutsPage>;
export type WatchOutsCount = z.infer<typeof WatchOutsCount>;
export type WatchOutInput = z.infer<typeof WatchOutInput>;
export type WatchReportInput = z.input<typeof WatchReportInput>;
export type WatchSettings = z.infer<typeof WatchSettings>;
export type HiddenPostView = z.infer<typeof HiddenPostView>;
export type HidePostInput = z.infer<typeof HidePostInput>;
