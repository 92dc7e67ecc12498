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

/** What stands between the name of whoever wrote and the name of whoever approved it, by the language of the author. */
const inNameOfWords: Readonly<Record<string, string>> = {
  en: 'for',
  fr: 'pour',
  sw: 'kwa niaba ya',
  rw: 'mu izina rya',
  pt: 'por',
};

/** The signature of an answer that leaves from somebody's own account and that a colleague wrote: its author is told which of the two it was. */
export function signatureFor(
  writer: { name: string; signature: string | null },
  owner: { name: string },
  language: string | null,
): string {
  const words = inNameOfWords[language?.slice(0, 2) ?? 'en'] ?? inNameOfWords.en;
  return `${writer.signature?.trim() || `^${writer.name}`} ${words} ${owner.name}`;
}

/** The text as it will go out: the member's signature on its own after a space, once. */
export function signed(text: string, signature: string | null): string {
  const body = text.trimEnd();
  const mark = signature?.trim() ?? '';
  return mark === '' || body.endsWith(mark) ? body : `${body} ${mark}`;
}
