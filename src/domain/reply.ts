/** States of a reply, in the words of the product. */
export const replyStates = [
  'draft',
  'awaiting_approval',
  'queued',
  'sending',
  'sent',
  'later',
  'unknown',
  'refused',
  'bounced',
  'withdrawn',
] as const;
export type ReplyState = (typeof replyStates)[number];

/**
 * The only moves that a reply may make. The database holds the same table and refuses any other; a test compares them.
 * `sending -> queued` does not exist: what may have left is first looked for on the network (`unknown`).
 */
export const replyMoves: Record<ReplyState, readonly ReplyState[]> = {
  draft: ['awaiting_approval', 'queued', 'withdrawn'],
  awaiting_approval: ['draft', 'queued', 'withdrawn'],
  queued: ['sending', 'draft', 'withdrawn'],
  sending: ['sent', 'later', 'unknown', 'refused'],
  later: ['sending', 'queued', 'withdrawn'],
  unknown: ['sent', 'queued', 'refused', 'withdrawn'],
  sent: ['bounced'],
  refused: ['draft', 'withdrawn'],
  bounced: ['draft', 'withdrawn'],
  withdrawn: [],
};

/** True when a reply may go from one state to the other. */
export function mayMove(from: ReplyState, to: ReplyState): boolean {
  return replyMoves[from].includes(to);
}

/** How long a reply can be called back after the agent pressed send, in milliseconds. */
export const undoMilliseconds = 10_000;

export type ReplyMode = 'public' | 'direct';

export interface Attachment {
  /** Our own id of the stored file. */
  mediaId: string;
  alt: string;
}

/** The text as it will go out: the member's signature on its own after a space, once. */
export function signed(text: string, signature: string | null): string {
  const body = text.trimEnd();
  const mark = signature?.trim() ?? '';
  return mark === '' || body.endsWith(mark) ? body : `${body} ${mark}`;
}
