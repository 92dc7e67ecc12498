import { z } from 'zod';
import { DraftInput } from './cases.ts';
import { FoundPromise, ReplyPromise } from './commitments.ts';
import { ErrorBody, id, instant } from './fields.ts';

/**
 * POST /api/cases/:id/replies. `writtenOn` is the case's sequence that the writer has read. Where a colleague answered since,
 * it is refused with `case_moved` and the body of MovedBody; sent again with `despite` set to that body's sequence it goes out.
 *
 * A public answer in which something looks like the number of an account or a phone, or a mail address, is refused with `shows_private` and the body of ShowsBody; sent again with
 * `shows` set to that body's `shows` it goes out: its writer says of each that all may read it.
 *
 * Where the answer promises something and `promise` is left out, it is refused with `promise_unsaid` and the body of PromiseBody; sent again with `promise` it goes out.
 */
export const SendInput = DraftInput.extend({
  replyId: id,
  /** Who wrote it, where it was kept on a device until it could be sent: nobody sends it in another's name. */
  memberId: id.optional(),
  writtenOn: z.number().int(),
  despite: z.number().int().nullable().default(null),
  /** Where the permission has a page `byHand`: its writer posts it there. */
  byHand: z.boolean().default(false),
  shows: z.array(z.string().max(20_000)).max(1_000).readonly().default([]),
  promise: ReplyPromise.nullable().default(null),
});
export const MovedBody = ErrorBody.extend({
  by: z.string().nullable(),
  at: instant,
  sequence: z.number().int(),
});
/** Everything of the text that looks private, as it stands there. */
export const ShowsBody = ErrorBody.extend({ shows: z.array(z.string()) });
/** What the answer promises. */
export const PromiseBody = ErrorBody.extend({ promise: FoundPromise.unwrap() });
export type PromiseBody = z.infer<typeof PromiseBody>;

export type MovedBody = z.infer<typeof MovedBody>;
