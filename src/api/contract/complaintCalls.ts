import { z } from 'zod';
import {
  callStates,
  callWays,
  questionLetters,
  reportLetters,
  signedLetters,
} from '../../domain/complaintCall.ts';
import { networks } from '../../domain/network.ts';
import { AnnouncementView } from './announcements.ts';

import { id, instant } from './fields.ts';

/** What looks private in words that everybody will read, and their writer says that all may: `shows` of a ShowsBody. */
const shows = z.array(z.string().max(1_000)).max(200).readonly().default([]);

/** POST /api/complaint-calls. `id` is made by whoever opens it: the same is opened once. */
export const CallInput = z.object({
  id,
  institutionId: id,
  question: z.string().trim().min(1).max(questionLetters),
  /** With or without its sign. */
  hashtag: z
    .string()
    .trim()
    .max(41)
    .transform((words) => words.replace(/^[#＃]/u, '').normalize('NFC')),
  closesAt: instant,
  /** A form of the institution that the call's page leads to. */
  formId: id.nullable(),
  /** Their own name, and behind a comma their title; empty: in the name of the institution alone. */
  signed: z.string().trim().max(signedLetters),
  shows,
});
/** The same `replyId` leaves once. */
export const CallAnnouncementInput = z.object({
  replyId: id,
  accountId: id,
  text: z.string().trim().min(1).max(10_000),
});
/** PUT /api/complaint-calls/:id/posts: whether posts answer the call. */
export const CallPostInput = z.object({ postIds: z.array(id).min(1).max(200), answers: z.boolean() });
export const CallCaseInput = z.object({
  caseNumber: z
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});
const reportWords = z.string().trim().min(1).max(reportLetters);
/** `version`: one more than that of the latest report that its writer read. */
export const CallReportInput = z.object({
  version: z.number().int().min(1).max(10_000),
  heard: reportWords,
  done: reportWords,
  shows,
});

const whole = z.number().int();
const Part = z.object({ name: z.string(), posts: whole, people: whole, surely: whole.optional() });
export const CallCounts = z.object({
  /** Posts in time, each once, and their authors. */
  heard: whole,
  people: whole,
  /** Heard is the sum of these: answered, without an answer in a settled case, and neither. */
  answered: whole,
  settled: whole,
  waiting: whole,
  /** Behind the end; in none of the other numbers. */
  late: whole,
  /** Taken for abuse or spam; in none of the other numbers. */
  folded: whole,
  /** Taken out by members; in none of the other numbers. */
  takenOut: whole,
  /** Of those heard: put in by members. */
  putIn: whole,
  /** Seconds to the first answer, of the answered. */
  medianSeconds: whole.nullable(),
  topics: z.array(Part),
  places: z.array(Part),
  /** Days of the organisation's zone, without gaps. */
  days: z.array(z.object({ day: z.iso.date(), posts: whole, answered: whole })),
});
export const CallReportView = z.object({
  version: whole,
  heard: z.string(),
  done: z.string(),
  /** As they were when it was published. */
  counts: CallCounts,
  publishedAt: instant,
  by: z.string(),
});
export const CallView = z.object({
  id,
  institution: z.object({ id, name: z.string() }),
  question: z.string(),
  hashtag: z.string(),
  /** The path of its public page. */
  page: z.string(),
  openedAt: instant,
  closesAt: instant,
  /** Null while it is open. */
  endedAt: instant.nullable(),
  state: z.enum(callStates),
  timeZone: z.string(),
  member: z.object({ id, name: z.string() }),
  signed: z.string(),
  form: z.object({ id, slug: z.string(), title: z.string() }).nullable(),
});
export const CallDetail = CallView.extend({
  counts: CallCounts,
  /** Given in the answers. */
  promises: z.object({ made: whole, kept: whole, open: whole, late: whole, broken: whole }),
  announcements: z.array(AnnouncementView),
  /** The latest first. */
  reports: z.array(CallReportView),
});
export const CallPostsQuery = z.object({
  list: z.enum(['waiting', 'answered', 'settled', 'all', 'late', 'folded', 'out']).default('all'),
  /** `next` of the page before. */
  after: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const CallPostsPage = z.object({
  /** Those that wait, the longest first; the others, the latest first. */
  rows: z.array(
    z.object({
      postId: id,
      caseId: id,
      caseNumber: whole,
      author: z.string(),
      network: z.enum(networks),
      /** Null where the words are gone. */
      text: z.string().nullable(),
      at: instant,
      /** How the rule found it; null where it did not. */
      way: z.enum(callWays).nullable(),
      /** What a member said of it: true, it answers; false, it does not; null: nobody said anything. */
      byHand: z.boolean().nullable(),
      saidBy: z.string().nullable(),
      answeredAt: instant.nullable(),
      settled: z.boolean(),
      tags: z.array(z.string()),
    }),
  ),
  next: z.string().nullable(),
});

export type CallInput = z.infer<typeof CallInput>;
export type CallCounts = z.infer<typeof CallCounts>;
export type CallView = z.infer<typeof CallView>;
export type CallDetail = z.infer<typeof CallDetail>;
export type CallReportView = z.infer<typeof CallReportView>;
export type CallPostsQuery = z.infer<typeof CallPostsQuery>;
export type CallPostsPage = z.infer<typeof CallPostsPage>;
