/** Tells mail that a program wrote from mail that a person wrote. Pure. */

export type WrittenBy =
  | { kind: 'person' }
  /** Shown, marked, and moving nothing. */
  | { kind: 'program' }
  /** Sent to many: a newsletter or a mailing list. Nobody there waits for an answer. */
  | { kind: 'list'; reason: string };

type Headers = Readonly<Record<string, string>>;

const lists = 'It was sent to many (a mailing list or a newsletter).';
/** Names before the "@" behind which nobody reads. */
const nobody =
  /^(no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?|auto-?(reply|confirm|mailer)|notifications?)([+_.-].*)?$/i;

/** Who wrote a mail, by RFC 3834 and by what programs of the time before it do. `ours`: our own addresses. */
export function writtenBy(headers: Headers, ours: readonly string[]): WrittenBy {
  const said = first(headers['auto-submitted']);
  // Checked first: an absence note that passed a list is an absence note.
  if (said !== '' && said !== 'no') return { kind: 'program' };
  // An address of ours may itself be a list that hands on what people write to it.
  const throughUs = ours.some(
    (address) => headers['list-id']?.includes(`<${address.replace('@', '.')}>`) === true,
  );
  if (!throughUs && isList(headers)) return { kind: 'list', reason: lists };
  const automatic =
    ['x-autoreply', 'x-autorespond', 'x-auto-response-from'].some((name) => headers[name] !== undefined) ||
    ['auto_reply', 'bulk', 'junk'].includes(first(headers.precedence)) ||
    suppresses(headers['x-auto-response-suppress']) ||
    isNullPath(headers['return-path']);
  return automatic ? { kind: 'program' } : { kind: 'person' };
}

/** A list says so; "Precedence: bulk" alone is what absence notes say, too. */
function isList(headers: Headers): boolean {
  if (headers['list-id'] !== undefined || headers['list-post'] !== undefined) return true;
  const precedence = first(headers.precedence);
  return precedence === 'list' || (headers['list-unsubscribe'] !== undefined && precedence !== 'auto_reply');
}

/** Exchange puts it on its own notes with "All", or with both of these; a person's mail may ask for fewer. */
function suppresses(value: string | undefined): boolean {
  const words = (value ?? '').toLowerCase().split(/[\s,]+/);
  return (
    words.includes('all') || (words.includes('autoreply') && words.includes('oof') && words.includes('dr'))
  );
}

/** `<>`: whoever sent it wants no answer, not even one that says it failed. */
export function isNullPath(value: string | undefined): boolean {
  return value !== undefined && /^<\s*>$/.test(value.trim());
}

/** True for addresses behind which nobody reads. */
export function readByNobody(address: string): boolean {
  return nobody.test(address.slice(0, address.lastIndexOf('@')));
}

function first(value: string | undefined): string {
  return /^[a-z_-]+/.exec((value ?? '').trim().toLowerCase())?.[0] ?? '';
}
