/** Fetches mails from an open folder as raw items. One that cannot be read costs itself only. */
import type { FetchMessageObject } from 'imapflow';
import type { AccountAccess, HeardFile, RawItem } from '../channel.ts';
import { plusKey } from './access.ts';
import { plusOf, readHead } from './head.ts';
import { limits } from './limits.ts';
import type { OpenFolder } from './mailbox.ts';
import { headBytes, leavesOf, readHeadOnly, readParts } from './parts.ts';
import type { MailPayload } from './payload.ts';
import { placeOf } from './place.ts';
import { heardFiles, type ReadMail, readSource } from './source.ts';
import { domainOf } from './tokens.ts';

export interface FetchedMail {
  uid: number;
  /** Null for one that cannot be read at all. */
  messageId: string | null;
  item: RawItem;
  files: HeardFile[];
}

/** How far a mail is looked into, less at each time that the connection broke over it. */
export type Depth = 'whole' | 'head' | 'nothing';

const headPart = { key: 'HEADER', start: 0, maxLength: limits.headerBytes };
/** Small mails are fetched together, up to this many bytes. */
const togetherBytes = 8_000_000;

/** What the server says of mails, and the beginning of their heads. */
export async function fetchMetas(
  box: OpenFolder,
  uids: readonly number[],
  depth: Depth,
): Promise<FetchMessageObject[]> {
  const query = {
    uid: true,
    size: true,
    internalDate: true,
    bodyParts: [headPart],
    bodyStructure: depth === 'whole',
  };
  const metas = await box.client.fetchAll(uids.join(','), query, { uid: true });
  return metas.sort((a, b) => a.uid - b.uid);
}

/** True for mails that are fetched whole: small, and built as people's mails are. */
function isSimple(meta: FetchMessageObject): boolean {
  const { all, more } = leavesOf(meta.bodyStructure);
  return (meta.size ?? 0) <= limits.wholeSource && !more && all.length <= limits.parts;
}

/** Mails of a folder and when the server told of them. */
export interface Fetched {
  box: Pick<OpenFolder, 'folder' | 'validity'>;
  account: AccountAccess;
  at: Date;
}

/** Reads the mails one after the other; `begin` is told of each before it is read. */
export async function* readMails(
  from: Fetched & { box: OpenFolder },
  metas: readonly FetchMessageObject[],
  begin: (uid: number) => Depth,
): AsyncGenerator<FetchedMail> {
  let sources = new Map<number, Buffer>();
  for (const [at, meta] of metas.entries()) {
    const depth = begin(meta.uid);
    if (depth === 'whole' && isSimple(meta) && !sources.has(meta.uid))
      sources = await fetchSources(from.box, metas.slice(at));
    yield await readMail(from, meta, depth, sources.get(meta.uid) ?? null);
  }
}

/** The sources of the next mails that are fetched whole. */
async function fetchSources(
  box: OpenFolder,
  metas: readonly FetchMessageObject[],
): Promise<Map<number, Buffer>> {
  let bytes = 0;
  const uids: number[] = [];
  for (const meta of metas.filter(isSimple)) {
    bytes += meta.size ?? 0;
    if (uids.length > 0 && bytes > togetherBytes) break;
    uids.push(meta.uid);
  }
  const found = await box.client.fetchAll(uids.join(','), { uid: true, source: true }, { uid: true });
  return new Map(found.flatMap(({ uid, source }) => (source === undefined ? [] : [[uid, source] as const])));
}

async function readMail(
  from: Fetched & { box: OpenFolder },
  meta: FetchMessageObject,
  depth: Depth,
  source: Buffer | null,
): Promise<FetchedMail> {
  const { box } = from;
  if (depth === 'nothing')
    return unreadable(box, meta.uid, 'The connection broke each time that it was fetched.');
  try {
    return mailItem(from, meta, await readAtDepth(box, meta, depth, source));
  } catch (error) {
    // With the connection gone nothing is known of the mail: it is read again.
    if (!box.client.usable) throw error;
    return unreadable(box, meta.uid, error instanceof Error ? error.message.slice(0, 300) : String(error));
  }
}

async function readAtDepth(
  box: OpenFolder,
  meta: FetchMessageObject,
  depth: Depth,
  source: Buffer | null,
): Promise<ReadMail> {
  if (depth === 'head') return readHeadOnly(meta);
  if (source === null) return readParts(box.client, meta);
  try {
    return await readSource(source);
  } catch {
    // What is wrong with it the parts tell better: the server reads mails more patiently.
    return readParts(box.client, meta);
  }
}

/** Everything that is known of a mail, as its raw item with its files. */
export function mailItem(
  { box, account, at }: Fetched,
  meta: FetchMessageObject,
  mail: ReadMail,
): FetchedMail {
  const { head, body } = mail;
  const { files, ...words } = body;
  const key = plusKey(account);
  const payload: MailPayload = {
    form: 'mail',
    folder: box.folder,
    uid: `${box.validity}:${meta.uid}`,
    receivedAt: receivedAt(meta.internalDate, at),
    ...head,
    ...words,
    files: files.map(({ address, name, type, content }) => ({ address, name, type, bytes: content.length })),
    plus: key === null ? null : plusOf(head, { address: account.networkId, key }),
  };
  const { thread } = placeOf(payload, [...new Set([account.networkId, ...account.ourIds].map(domainOf))]);
  return {
    uid: meta.uid,
    messageId: head.messageId,
    item: { key: thread, payload },
    files: heardFiles(files),
  };
}

/**
 * Servers name the second in which a mail came. The end of it is taken: what was written after an answer of ours that left in the same second must not seem
 * answered by it. But never later than it was heard of: an answer that somebody gave to it within that second came after it.
 */
function receivedAt(date: Date | string | undefined, heardAt: Date): string {
  const second = Math.floor(new Date(date ?? 0).getTime() / 1000) * 1000;
  return new Date(Math.min(second + 999, heardAt.getTime())).toISOString();
}

function unreadable(box: OpenFolder, uid: number, reason: string): FetchedMail {
  const place = `${box.validity}:${uid}`;
  const payload = { form: 'unreadable', folder: box.folder, uid: place, reason };
  return { uid, messageId: null, item: { key: `unreadable ${place}`, payload }, files: [] };
}

/** The Message-ID of a mail of which only the head was fetched. */
export async function messageIdOf(meta: FetchMessageObject): Promise<string> {
  return (await readHead(headBytes(meta))).messageId;
}
