import { z } from 'zod';
import { abuseReasons } from '../../domain/abuse.ts';
import { caseStates } from '../../domain/case.ts';
import { needReasons } from '../../domain/needsYou.ts';
import { networks } from '../../domain/network.ts';
import { id, instant } from './fields.ts';

/** A post as the front row shows it. */
export const FrontPostView = z.object({
  id,
  caseId: id.nullable(),
  caseNumber: z.number().int().nullable(),
  network: z.enum(networks),
  visibility: z.enum(['public', 'direct']),
  /** A protected author's name is a stand-in. */
  by: z.object({ name: z.string(), handle: z.string(), protected: z.boolean() }),
  /** Null when its author deleted it, or it was erased here. */
  text: z.string().nullable(),
  language: z.string().nullable(),
  /** How many pictures and files came with it. */
  media: z.number().int(),
  at: instant,
  heardAt: instant,
  gone: z.enum(['deleted', 'erased']).nullable(),
  /** Why it is folded on the desk. */
  folded: z.enum([...abuseReasons, 'blocked']).nullable(),
  /** A program wrote it. */
  automatic: z.boolean(),
  state: z.enum(caseStates).nullable(),
  severity: z.number().int().min(0).max(4),
  vulnerable: z.boolean(),
  waitingSince: instant.nullable(),
  dueAt: instant.nullable(),
  /** The last answer to this author after the post; `by` is null where another program wrote it. */
  answered: z.object({ by: z.string().nullable(), at: instant }).nullable(),
  /** When it was on the reader's own screen first. */
  seenAt: instant.nullable(),
  /** The post on the network, where it has a public page. */
  pageAddress: z.string().nullable(),
  /** Written in private to the reader's own account: nobody else sees it. Its case is read with `?letterbox=1`. */
  own: z.boolean(),
});

/** GET /api/front/posts: every post of an author that reached the organisation, the last to arrive first. `list`: `all` that came in alive, `folded` those of them that the desk folds, `archive` those of archives. */
export const FrontQuery = z.object({
  list: z.enum(['all', 'folded', 'archive']).default('all'),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(30),
});
export const FrontPage = z.object({ rows: z.array(FrontPostView), next: z.string().nullable() });

/** GET /api/front/line: the line that proves the list, of the day that `at` (left out: now) is in by the organisation's clock. */
export const LineQuery = z.object({ at: instant.optional() });
export const FrontLineView = z.object({
  since: instant,
  until: instant,
  timeZone: z.string(),
  /** Posts of authors that intake took in, from its own count. */
  heard: z.number().int(),
  /** Posts that the list shows. */
  shown: z.number().int(),
  /** Of those: found abusive or spam; of blocked authors; deleted or erased. */
  abusive: z.number().int(),
  blocked: z.number().int(),
  gone: z.number().int(),
  archived: z.number().int(),
  archiveShown: z.number().int(),
  /** Items that are on their way to the desk now, of any day, and items that could not be read. */
  waiting: z.number().int(),
  setAside: z.number().int(),
  /** The same of what was written in private to the reader's own accounts, which nobody else is shown or counted; null where nothing is read for them alone. What was handed over stands in the house's list. */
  own: z
    .object({
      heard: z.number().int(),
      shown: z.number().int(),
      handedOver: z.number().int(),
      waiting: z.number().int(),
      setAside: z.number().int(),
      /** Accounts that are not read just now, and what to do; null: paused. */
      notRead: z.array(z.object({ handle: z.string(), reason: z.string().nullable() })),
      /** Conversations that she handed over and that could not be given to the desk yet. */
      hanging: z.number().int(),
      /** The last number of the letterbox's own history: `GET /api/events?letterbox=1` goes on from there. */
      sequence: z.number().int(),
    })
    .nullable(),
});

/** POST /api/letterbox/cases/:id/hand-over: gives a case of the member's letterbox to the desk: to a team, a member, or everybody's queue. Until `dueAt` DELETE takes it back. POST .../hand-over/end: what comes in it from now on stays hers. */
export const HandOverInput = z
  .object({
    teamId: id.nullable().default(null),
    memberId: id.nullable().default(null),
    /** From which post on; left out: what was written since her last answer, `all`: everything. */
    from: z
      .union([z.literal('all'), id])
      .nullable()
      .default(null),
  })
  .refine(({ teamId, memberId }) => teamId === null || memberId === null, 'Choose a team or a member.');
export const HandOverAsked = z.object({ dueAt: instant });
/** GET /api/letterbox/handed-over: a conversation that she handed over. `given`: the desk has it; `hangs`: it could not be given, and she can take it back. Until `endedAt` is set what comes in it follows. */
export const HandedOverView = z.object({
  caseId: id,
  author: z.string(),
  dueAt: instant,
  endedAt: instant.nullable(),
  given: z.boolean(),
  hangs: z.boolean(),
});

/** A case that needs the executive, and why, the first reason first. */
export const NeedView = z.object({
  caseId: id,
  caseNumber: z.number().int(),
  reasons: z.array(z.enum(needReasons)).min(1),
  since: instant,
  severity: z.number().int().min(0).max(4),
  /** Posts of the author that nobody answered. */
  unanswered: z.number().int(),
  watchdog: z.string().nullable(),
  authorsAlike: z.number().int(),
  promiseLateSince: instant.nullable(),
  dueAt: instant.nullable(),
  /** Written to the reader alone. */
  own: z.boolean(),
  post: FrontPostView.nullable(),
});
/** GET /api/front/needs: at most a hundred, what presses most first, and how many there are in all. `beyond`: so many more cases wait, press less than those that were looked at, and were not (counted to twenty thousand). */
export const NeedsPage = z.object({
  rows: z.array(NeedView),
  all: z.number().int(),
  beyond: z.number().int(),
});

/** POST /api/front/seen: posts that were on the screen of an executive. Those of other members are not counted. */
export const SeenInput = z.object({ postIds: z.array(id).min(1).max(200) });
export const SeenKept = z.object({ kept: z.number().int() });

/** GET and PUT /api/front/settings: what needs an executive, and whose accounts watch the organisation. */
export const FrontSettings = z.object({
  needs: z.object({
    graveFrom: z.literal([0, 1, 2, 3, 4]),
    againAfterMinutes: z.number().int().min(1).max(10_080),
    incidentAuthors: z.number().int().min(2).max(10_000),
    ignoredHours: z.number().int().min(1).max(8_760),
    off: z.array(z.enum(needReasons)).max(needReasons.length),
  }),
  watchdogs: z
    .array(
      z.object({
        network: z.enum(networks),
        handle: z.string().trim().min(1).max(300),
        name: z.string().trim().min(1).max(200),
      }),
    )
    .max(50),
});

/** GET /api/front/mine: the member's own rhythm, the last days of it, and how promises are kept, theirs beside the house's. PUT /api/front/rhythm chooses one, or (null) none. */
export const RhythmInput = z.object({
  rhythm: z
    .object({
      answers: z.number().int().min(1).max(50),
      days: z.array(z.number().int().min(0).max(6)).min(1).max(7),
      /** Minute of the day, on the clock of the member's zone. */
      before: z.number().int().min(1).max(1_440),
    })
    .nullable(),
});
const KeptView = z.object({
  made: z.number().int(),
  keptOnTime: z.number().int(),
  keptLate: z.number().int(),
  broken: z.number().int(),
  open: z.number().int(),
  late: z.number().int(),
});
export const MineView = z.object({
  rhythm: RhythmInput.shape.rhythm,
  timeZone: z.string(),
  /** Of today, whether it is a day of the rhythm or not. */
  answersToday: z.number().int(),
  /** The last fourteen, the oldest first; `kept` is null where nothing was asked, or the hour has not come. */
  days: z.array(
    z.object({
      date: z.string(),
      asked: z.boolean(),
      answers: z.number().int(),
      kept: z.boolean().nullable(),
    }),
  ),
  /** Answers of the last thirty days. */
  answers: z.number().int(),
  promises: z.object({ mine: KeptView, house: KeptView }),
});

export type HandedOverView = z.infer<typeof HandedOverView>;
export type HandOverAsked = z.infer<typeof HandOverAsked>;
export type MineView = z.infer<typeof MineView>;
export type FrontPostView = z.infer<typeof FrontPostView>;
export type FrontPage = z.infer<typeof FrontPage>;
export type FrontLineView = z.infer<typeof FrontLineView>;
export type NeedView = z.infer<typeof NeedView>;
export type NeedsPage = z.infer<typeof NeedsPage>;
export type FrontSettings = z.infer<typeof FrontSettings>;
