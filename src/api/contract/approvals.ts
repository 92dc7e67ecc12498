import { z } from 'zod';
import { currencies } from '../../domain/money.ts';
import { roles } from '../../domain/rights.ts';
import { CaseRow, ReplyView } from './cases.ts';
import { ErrorBody, id, instant } from './fields.ts';

const Named = z.object({ id, name: z.string() });
const topic = z.string().trim().min(1).max(50);

const ApprovalBy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('role'), role: z.enum(roles) }),
  z.object({ kind: z.literal('member'), memberId: id }),
  z.object({ kind: z.literal('superior') }),
]);

/** POST /api/policies; PUT /api/policies/:id; DELETE /api/policies/:id takes it out of use. */
export const PolicyInput = z.object({
  name: z.string().trim().min(1).max(120),
  /** Tags of the case, any of which; none: whatever it is about. */
  topics: z.array(topic).max(30).readonly(),
  /** Roles of the writer, any of which; none: whoever writes. */
  roles: z.array(z.enum(roles)).readonly(),
  /** The least amount in the words, in hundredths; without a currency any money counts. Null: with and without money. */
  amount: z
    .object({ hundredths: z.number().int().min(0).max(1e15), currency: z.enum(currencies).nullable() })
    .nullable(),
  by: ApprovalBy,
  enabled: z.boolean(),
});
/** GET /api/policies: in use, by name; with who would approve what the asking member writes. */
export const PolicyView = PolicyInput.extend({ id, approvers: z.array(Named).readonly() });

/** One asking for approval: by a policy, or by the writer. */
export const AskView = z.object({
  policy: z.string().nullable(),
  /** It would leave from somebody's own account, and only they say yes. */
  ownAccount: z.boolean(),
  /** When the policy asks, in a line. */
  when: z.string().nullable(),
  state: z.enum(['waiting', 'approved', 'sent_back', 'taken_back']),
  /** Who may say yes now; empty once it is decided. */
  approvers: z.array(Named),
  by: Named.nullable(),
  at: instant,
  /** Why it was sent back. */
  reason: z.string().nullable(),
  /** What its writer had written, where it was changed. */
  written: z.string().nullable(),
});

/** GET /api/approvals: what waits for the member's yes, and their own answers that wait or were sent back. */
const ApprovalRow = z.object({ row: CaseRow, reply: ReplyView, asks: z.array(AskView) });
export const ApprovalsView = z.object({ toApprove: z.array(ApprovalRow), own: z.array(ApprovalRow) });

/**
 * POST /api/replies/:id/approve: `text` replaces the writer's words. Where the case moved since approval was asked for it is refused with `case_moved` and the body of
 * MovesBody; sent again with `despite` set to that body's sequence it is approved. `shown`: the words that were read; where others stand there now nothing is approved.
 */
export const ApproveInput = z.object({
  text: z.string().trim().min(1).max(20_000).nullable().default(null),
  shown: z.string().max(20_000).nullable().default(null),
  despite: z.number().int().nullable().default(null),
});
export const MovesBody = ErrorBody.extend({
  sequence: z.number().int(),
  moves: z.array(
    z.object({ action: z.string(), sequence: z.number().int(), at: instant, by: z.string().nullable() }),
  ),
});
/** POST /api/replies/:id/send-back */
export const SendBackInput = z.object({ reason: z.string().trim().min(1).max(2_000) });

export type PolicyInput = z.infer<typeof PolicyInput>;
export type PolicyView = z.infer<typeof PolicyView>;
export type AskView = z.infer<typeof AskView>;
export type ApprovalRow = z.infer<typeof ApprovalRow>;
export type ApprovalsView = z.infer<typeof ApprovalsView>;
export type MovesBody = z.infer<typeof MovesBody>;
