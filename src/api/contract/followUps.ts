import { z } from 'zod';
import { followUpStates, followUpSubjects } from '../../domain/followUp.ts';
import { id, instant } from './fields.ts';

const named = z.object({ id, name: z.string() });
const words = z.string().max(4_000);
/** Ids that POST /api/follow-ups/files gave the member; of pictures those of POST /api/media, too. */
const files = z.array(id).max(4).default([]);
/** What `files` was called before any usual file could be attached: heard as it was. */
const pictures = z.array(id).max(4).optional();

/** POST /api/follow-ups/files?name= (body: the file): keeps a file that the member is about to attach. PDF, office documents, texts, recordings and pictures of 10 MB at most. */
export const FollowUpFileQuery = z.object({ name: z.string().max(500).default('') });
/** A file that is attached. `address` shows a picture, and is a download of everything else, for those who may read the follow-up. */
export const FollowUpFileView = z.object({
  id,
  /** Null for a picture that came without one. */
  name: z.string().nullable(),
  type: z.string(),
  bytes: z.number().int(),
  picture: z.boolean(),
  address: z.string(),
});

/**
 * POST /api/follow-ups: asks a member or a team (one of both) until when they are to report. About a case (`caseId`), or a post of one (`postId`), which whoever reads the case reads, too; about
 * the author of `caseId`; or, as `other`, about nothing on the desk. The author sees nothing of it.
 */
export const FollowUpInput = z.object({
  /** Made by whoever asks: the same sent twice is one follow-up. */
  id,
  about: z.enum(followUpSubjects).default('case'),
  caseId: id.optional(),
  postId: id.optional(),
  memberId: id.nullable().default(null),
  teamId: id.nullable().default(null),
  question: words,
  files,
  pictures,
  dueAt: instant,
});

/** GET /api/follow-ups/offer: what whoever asks chooses from: members and teams, and until when a report is usually asked for. */
export const FollowUpOffer = z.object({
  members: z.array(named),
  teams: z.array(named),
  /** The next working day at five. */
  dueAt: instant,
});

/** Something that a member asks of another, or of a team, who report back. */
export const FollowUpView = z.object({
  id,
  about: z.discriminatedUnion('kind', [
    /** `postId` is the post from which it was asked. */
    z.object({
      kind: z.literal('case'),
      caseId: id,
      caseNumber: z.number().int(),
      postId: id.nullable(),
    }),
    /** `caseId` is their latest case. */
    z.object({
      kind: z.literal('author'),
      author: z.object({ name: z.string(), protected: z.boolean() }),
      caseId: id.nullable(),
    }),
    z.object({ kind: z.literal('other') }),
  ]),
  /** Null once its words were erased. */
  question: z.string().nullable(),
  asker: named,
  /** Who is asked: a member, a team, or of a team the member who took it up. */
  member: named.nullable(),
  team: named.nullable(),
  state: z.enum(followUpStates),
  askedAt: instant,
  dueAt: instant,
  /** The date has passed, and no report has come. */
  overdue: z.boolean(),
  dueSoon: z.boolean(),
  /** When it came to where it is: to whoever is asked, or back to whoever asked. */
  since: instant,
  endedAt: instant.nullable(),
  /** The first date that passed without a report. */
  lateSince: instant.nullable(),
  /** What was done, in its order. */
  acts: z.array(
    z.object({
      kind: z.enum([
        'asked',
        'accepted',
        'reported',
        'report_accepted',
        'sent_back',
        'given',
        'moved',
        'withdrawn',
      ]),
      at: instant,
      by: named,
      dueAt: instant.nullable(),
      /** Whom it was asked of or given to. */
      to: z.string().nullable(),
      /** The report, what is missing in it, or why it is not needed any more. */
      words: z.string().nullable(),
      /** An answer that might be given to the author. */
      suggestion: z.string().nullable(),
      files: z.array(FollowUpFileView),
    }),
  ),
  /** What the member who reads this may do now: as whoever is asked, as whoever asked, and whether they may give it to another. */
  isAsked: z.boolean(),
  isAsker: z.boolean(),
  mayGive: z.boolean(),
});

/**
 * GET /api/follow-ups, GET /api/follow-ups/all. `list`: asked of the member or their teams, asked by them, or brought to them because nobody did anything. `standing`: whatever is not closed, of that
 * what is in time, overdue, or reported; or what is closed.
 */
export const FollowUpsQuery = z.object({
  list: z.enum(['to_me', 'by_me', 'told_me']).default('to_me'),
  standing: z.enum(['open', 'waiting', 'overdue', 'reported', 'closed']).default('open'),
  /** `next` of the page before. */
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const AllFollowUpsQuery = FollowUpsQuery.omit({ list: true });
export const FollowUpsPage = z.object({
  rows: z.array(FollowUpView),
  /** Of the list, whatever standing is asked for. */
  counts: z.object({ waiting: z.number().int(), overdue: z.number().int(), reported: z.number().int() }),
  next: z.string().nullable(),
});
/** GET /api/follow-ups/pressing: how much waits for the member who asks. */
export const PressingFollowUps = z.object({ count: z.number().int() });

/** PUT /api/follow-ups/:id/report */
export const ReportInput = z.object({
  words: z.string().max(10_000),
  /** Only where it is about a case. */
  suggestion: z.string().max(10_000).default(''),
  files,
  pictures,
});
/** How many acts of the follow-up were read before: refused where there are others by now. */
const acts = z.number().int().min(1);
/** PUT /api/follow-ups/:id/report-accepted */
export const AcceptReportInput = z.object({ acts });
/** PUT /api/follow-ups/:id/sent-back: what is missing; without a date the one that stands, where it is ahead. */
export const SendBackReportInput = z.object({ words, dueAt: instant.optional(), acts });
/** PUT /api/follow-ups/:id/asked: a member or a team. */
export const GiveFollowUpInput = z.object({
  memberId: id.nullable().default(null),
  teamId: id.nullable().default(null),
});
/** PUT /api/follow-ups/:id/date */
export const FollowUpDateInput = z.object({ dueAt: instant });
/** PUT /api/follow-ups/:id/withdrawn: why it is not needed any more. */
export const WithdrawInput = z.object({ words });

export type FollowUpInput = z.input<typeof FollowUpInput>;
export type FollowUpFileView = z.infer<typeof FollowUpFileView>;
export type FollowUpOffer = z.infer<typeof FollowUpOffer>;
export type FollowUpView = z.infer<typeof FollowUpView>;
export type FollowUpsPage = z.infer<typeof FollowUpsPage>;
export type PressingFollowUps = z.infer<typeof PressingFollowUps>;
