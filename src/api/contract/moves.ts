import { z } from 'zod';
import { moveWays } from '../../domain/privateMove.ts';
import { id, instant } from './fields.ts';

/** GET /api/cases/:id/move-offer?postId=: how this public post can go on in private, and what can be said. */
export const MoveOfferQuery = z.object({ postId: id });
export const MoveOfferView = z.object({
  /** A direct message where the network permits one comes first. */
  ways: z.array(z.object({ way: z.enum(moveWays), accountId: id, handle: z.string() })),
  /** In the language of the post: in public with a direct message, in public before a link, in the direct message. */
  sentences: z.object({ direct: z.string(), link: z.string(), message: z.string() }),
  /** Why no link can be offered; null where one can. */
  noLink: z.string().nullable(),
});

const said = z.object({
  /** In public, without any number or mail address. */
  text: z.string().trim().min(1).max(20_000),
  replyId: id,
  writtenOn: z.number().int(),
  despite: z.number().int().nullable().default(null),
});
/**
 * POST /api/cases/:id/move-to-private: `text` is said in public, with a link behind it, or with a direct message beside it. As with any reply both leave after ten seconds, the same `replyId` is done once,
 * and `case_moved` is sent again with `despite`. Withdrawing either takes the move back. Answers CaseView's `moves`.
 */
export const MoveInput = said
  .extend({
    postId: id,
    accountId: id,
    way: z.enum(moveWays),
    direct: z.object({ text: z.string().trim().min(1).max(20_000), replyId: id }).nullable(),
  })
  .refine(({ way, direct }) => (way === 'direct') === (direct !== null), {
    error: 'Say what the direct message says; a link has none.',
  });
/** POST /api/cases/:id/bring-back: `text` says in public how it ended, under the post from which it moved. Answers CaseView's `moves`. */
export const BringBackInput = said.extend({ moveId: id });

export const MoveView = z.object({
  /** That of the public reply, too. */
  id,
  way: z.enum(moveWays),
  postId: id,
  accountId: id,
  at: instant,
  by: z.string(),
  /** Since when its link opens nothing. */
  closedAt: instant.nullable(),
  /** Whether the outcome was said in public. */
  outcome: z.enum(['open', 'awaiting_approval', 'public']),
  /** In public it says that a direct message was written, and that one did not reach the author. */
  unheard: z.boolean(),
  /** The private conversations that came by its public link: whoever saw it may have written them. */
  conversations: z.array(id),
});
export type MoveOfferView = z.infer<typeof MoveOfferView>;
export type MoveView = z.infer<typeof MoveView>;
