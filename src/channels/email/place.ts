/** To which thread a mail belongs. Pure. */
import type { MailPayload } from './payload.ts';
import { readMessageId, threadOf } from './tokens.ts';

export interface Place {
  thread: string;
  /** The Message-ID of what it answers; null where it answers nothing. */
  parent: string | null;
}

const mostReferences = 100;

/** The Message-IDs in a header, in their order. */
export function idsIn(header: string | undefined): string[] {
  return (header?.match(/<[^<>\s]+>/g) ?? []).slice(-mostReferences);
}

/**
 * A signed plus-address of ours goes first: it survives what mail programs do to headers. Then any Message-ID of ours, which says its thread; then the root
 * that References names; then what it answers. A mail that names nothing begins a thread: its subject says nothing about whose matter it is.
 */
export function placeOf(
  mail: Pick<MailPayload, 'messageId' | 'headers' | 'plus'>,
  domains: readonly string[],
): Place {
  const answered = idsIn(mail.headers['in-reply-to']);
  const references = [...firstId(mail.headers.references), ...idsIn(mail.headers.references), ...answered];
  const parent = mail.plus?.messageId ?? answered[0] ?? references.at(-1) ?? null;
  const own = readMessageId(mail.messageId, domains);
  const ours = references.findLast((id) => readMessageId(id, domains) !== null);
  const said = mail.plus ?? own ?? (ours === undefined ? null : readMessageId(ours, domains));
  return {
    thread: said?.thread ?? threadOf(references[0] ?? mail.messageId),
    parent: parent === mail.messageId ? null : parent,
  };
}

/** The root, however many follow it. */
function firstId(header: string | undefined): string[] {
  return /<[^<>\s]+>/.exec(header ?? '')?.slice(0, 1) ?? [];
}
