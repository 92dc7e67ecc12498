import { z } from 'zod';
import { networks } from '../../domain/network.ts';
import { AttachmentInput, ReplyView } from './cases.ts';
import { id, instant } from './fields.ts';

/** POST /api/announcements */
export const AnnouncementInput = z.object({
  accountId: id,
  replyId: id,
  text: z.string().trim().min(1).max(20_000),
  attachments: z.array(AttachmentInput).max(10).default([]),
});
/** What became of an announcement: a ReplyView and where it went. `code` is for programs, `reason` is shown. */
export const AnnouncementView = ReplyView.extend({
  code: z.string().nullable(),
  account: z.object({ id, handle: z.string(), network: z.enum(networks) }).nullable(),
  /** The post on the network, once it is sent. */
  pageAddress: z.string().nullable(),
});
/**
 * GET /api/announcements?before=&limit=: in whatever state, the latest change first; `before` is the `next` of the page before. A refused one is queued
 * again by POST /api/replies/:id/retry or given up by /withdraw, as any reply.
 */
export const AnnouncementQuery = z.object({
  before: instant.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const AnnouncementPage = z.object({
  rows: z.array(AnnouncementView),
  next: instant.nullable(),
});

export type AnnouncementView = z.infer<typeof AnnouncementView>;
export type AnnouncementPage = z.infer<typeof AnnouncementPage>;
