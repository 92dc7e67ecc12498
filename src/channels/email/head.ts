/** Reads the head of a mail: who, to whom, about what, and the headers that are decided by. */
import { hash } from 'node:crypto';
import type { AddressObject } from 'mailparser';
import { limits } from './limits.ts';
import type { MailAddress } from './payload.ts';
import { readPlusAddress } from './tokens.ts';

export interface Head {
  messageId: string;
  from: MailAddress | null;
  to: MailAddress[];
  subject: string;
  headers: Record<string, string>;
}

const wanted: ReadonlySet<string> = new Set([
  ...['date', 'message-id', 'in-reply-to', 'references', 'content-type', 'return-path'],
  ...['auto-submitted', 'precedence', 'list-id', 'list-post', 'list-unsubscribe'],
  ...['x-auto-response-suppress', 'x-autoreply', 'x-autorespond', 'x-auto-response-from'],
  ...['delivered-to', 'x-original-to', 'envelope-to'],
]);
const longestId = 900;

/** Reads the bytes before the first empty line, of which there may be more than are wanted. */
export async function readHead(bytes: Buffer): Promise<Head> {
  const end = endOfHead(bytes);
  const head = bytes.subarray(0, Math.min(end, limits.headerBytes));
  const headers = headersOf(head.toString('latin1'));
  const addresses = await addressesOf(head);
  return { messageId: idOf(headers['message-id'], head), ...addresses, headers };
}

/** Where the head of a mail ends; all of it where no empty line is. */
export function endOfHead(bytes: Buffer): number {
  const [crlf, lf] = ['\r\n\r\n', '\n\n'].map((mark) => bytes.indexOf(mark));
  const ends = [crlf, lf].filter((at): at is number => at !== undefined && at >= 0);
  return ends.length === 0 ? bytes.length : Math.min(...ends);
}

/** The wanted headers, unfolded; of several of a name the first, of those that name addresses all. */
export function headersOf(head: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of head
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')) {
    const [, name, value] = /^([\w-]+)\s*:\s*(.*)$/.exec(line) ?? [];
    const lower = name?.toLowerCase();
    if (lower === undefined || value === undefined || !wanted.has(lower)) continue;
    const before = found[lower];
    if (before === undefined) found[lower] = shortened(lower, value.trim());
    else if (lower.endsWith('-to') && lower !== 'in-reply-to' && before.length < limits.headerLength)
      found[lower] = `${before}, ${value.trim()}`;
  }
  return found;
}

/** Of too many references the root and the last ones are kept. */
function shortened(name: string, value: string): string {
  if (value.length <= limits.headerLength) return value;
  if (name !== 'references') return value.slice(0, limits.headerLength);
  const root = /<[^<>\s]+>/.exec(value.slice(0, longestId))?.[0] ?? '';
  return `${root} ${value.slice(-limits.headerLength).replace(/^[^<]*/, '')}`;
}

/** Names and subject are decoded by a library; it is shown no body, whatever the head says of one. */
async function addressesOf(head: Buffer): Promise<Pick<Head, 'from' | 'to' | 'subject'>> {
  const only = linesOf(head, /^(from|to|cc|subject)$/);
  const { simpleParser } = await import('mailparser');
  const parsed = await simpleParser(Buffer.from(`${only}\r\n\r\n`, 'latin1'), {
    skipHtmlToText: true,
    skipTextToHtml: true,
  });
  const to = [parsed.to, parsed.cc].flatMap((one) => one ?? []);
  return {
    from: mailboxes(parsed.from).at(0) ?? null,
    to: to.flatMap(mailboxes).slice(0, limits.recipients),
    subject: (parsed.subject ?? '').slice(0, 1_000).toWellFormed(),
  };
}

function linesOf(head: Buffer, names: RegExp): string {
  const lines = head
    .toString('latin1')
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split('\n');
  const fitting = lines.filter((line) => names.test(/^([\w-]+)\s*:/.exec(line)?.[1]?.toLowerCase() ?? ''));
  return fitting.map((line) => line.slice(0, limits.headerLength)).join('\r\n');
}

function mailboxes(object: AddressObject | undefined): MailAddress[] {
  const all = (object?.value ?? []).flatMap((one) => [one, ...(one.group ?? [])]);
  return all.flatMap(({ address = '', name }) =>
    address.includes('@')
      ? [{ address: address.trim().toLowerCase(), name: name.slice(0, 500).toWellFormed() }]
      : [],
  );
}

/** Its Message-ID. A mail without one, or with one beyond all measure, is known by what its head says: the same mail has the same id again. */
function idOf(header: string | undefined, head: Buffer): string {
  const named = /<[^<>\s]+>/.exec(header ?? '')?.[0];
  if (named !== undefined && named.length <= longestId) return named;
  return `<${hash('sha256', head, 'hex').slice(0, 40)}@without-message-id>`;
}

/** What any recipient of the mail that is a plus-address of ours says; null where none is, or none is signed by us. */
export function plusOf(head: Pick<Head, 'to' | 'headers'>, ours: { address: string; key: string }) {
  const others = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) =>
    (head.headers[name] ?? '').split(','),
  );
  const given = [...head.to.map((one) => one.address), ...others.map((one) => one.replace(/[<>]/g, ''))];
  for (const address of given) {
    const read = readPlusAddress(address, ours);
    if (read !== null) return read;
  }
  return null;
}
