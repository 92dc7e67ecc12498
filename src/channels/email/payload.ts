/** What is kept of one mail as its raw item: decoded, cut to size, and nothing decided yet. */
import { type Dictionary, dictionaries, dictionary, instant, list, text } from '../reading.ts';

export interface MailAddress {
  /** In lower case. */
  address: string;
  name: string;
}

export interface MailFile {
  /** Where the bytes are kept (see HeardFile). */
  address: string;
  name: string;
  type: string;
  bytes: number;
}

export interface MailPayload {
  form: 'mail';
  /** `sent`: from the folder of what was sent from our own address. */
  folder: 'inbox' | 'sent';
  /** "uidvalidity:uid" on the server. */
  uid: string;
  receivedAt: string;
  /** The Message-ID; for a mail that lacks one, made of the hash of what it says. */
  messageId: string;
  from: MailAddress | null;
  to: MailAddress[];
  subject: string;
  /** Headers that are decided by, lower case, unfolded, cut. */
  headers: Record<string, string>;
  text: string | null;
  html: string | null;
  files: MailFile[];
  /** What was left out or cut, each a sentence. */
  left: string[];
  /** What a plus-address of ours said, its signature checked. */
  plus: { thread: string; messageId: string | null } | null;
  /** A delivery report, and the headers of the mail that it is about. */
  report: string | null;
  returned: string | null;
}

/** The payload of a mail; null for anything else. */
export function readPayload(payload: unknown): MailPayload | null {
  const item = dictionary(payload);
  if (item?.form !== 'mail') return null;
  const [uid, receivedAt, messageId] = [text(item.uid), text(item.receivedAt), text(item.messageId)];
  if (uid === null || messageId === null || messageId === '' || instant(receivedAt) === null) return null;
  const plus = dictionary(item.plus);
  const thread = text(plus?.thread);
  return {
    form: 'mail',
    folder: item.folder === 'sent' ? 'sent' : 'inbox',
    uid,
    receivedAt: receivedAt ?? '',
    messageId,
    from: addressOf(dictionary(item.from)),
    to: dictionaries(item.to).flatMap((one) => addressOf(one) ?? []),
    subject: text(item.subject) ?? '',
    headers: textsOf(dictionary(item.headers)),
    text: text(item.text),
    html: text(item.html),
    files: dictionaries(item.files).flatMap(fileOf),
    left: list(item.left).flatMap((one) => text(one) ?? []),
    plus: thread === null ? null : { thread, messageId: text(plus?.messageId) },
    report: text(item.report),
    returned: text(item.returned),
  };
}

function addressOf(item: Dictionary | null): MailAddress | null {
  const address = text(item?.address);
  return address === null || !address.includes('@') ? null : { address, name: text(item?.name) ?? '' };
}

function fileOf(item: Dictionary): MailFile[] {
  const [address, name] = [text(item.address), text(item.name)];
  if (address === null || address === '' || name === null) return [];
  const bytes = typeof item.bytes === 'number' && item.bytes >= 0 ? Math.floor(item.bytes) : 0;
  return [{ address, name, type: text(item.type) ?? 'application/octet-stream', bytes }];
}

function textsOf(item: Dictionary | null): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(item ?? {})) {
    const read = text(value);
    if (read !== null) texts[name] = read;
  }
  return texts;
}
