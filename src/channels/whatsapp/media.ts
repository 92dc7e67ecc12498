/** Fetches files that came with messages: Meta hands them out by id, with the account's token, for some minutes. */
import { hash } from 'node:crypto';
import { cleanFileName } from '../../domain/fileName.ts';
import type { AccountAccess, ChannelTools, HeardFile, RawItem } from '../channel.ts';
import { text } from '../reading.ts';
import { ask, defaultServer, failureOf } from './graph.ts';
import { fileOf, type MessageItem } from './payload.ts';

const mebibyte = 1_048_576;
/** Of one file, and of all that one request brings. */
const mostOfOne = 20 * mebibyte;
const mostOfAll = 40 * mebibyte;
/** Meta calls again where it is not answered in time; what was not there by then is said in the message. */
const patience = 8_000;

/** Puts the files of messages beside them, as far as they can be had. */
export async function withFiles(
  tools: ChannelTools,
  account: AccountAccess,
  items: readonly RawItem[],
): Promise<{ items: RawItem[]; files: HeardFile[] }> {
  const files: HeardFile[] = [];
  let left = mostOfAll;
  const filled: RawItem[] = [];
  for (const item of items) {
    const message = item.payload as MessageItem;
    const wanted = message.form === 'message' || message.form === 'echo' ? fileOf(message.message) : null;
    if (wanted === null) {
      filled.push(item);
      continue;
    }
    const fetched = await fetchOne(tools, account, wanted, Math.min(left, mostOfOne));
    if (typeof fetched === 'string') {
      filled.push({ ...item, payload: { ...message, left: { [wanted.id]: fetched } } });
      continue;
    }
    left -= fetched.length;
    const file = keptFile(text(message.message.id) ?? '', wanted, fetched);
    files.push(file);
    const kept = { id: wanted.id, address: file.address, name: file.name, type: file.type };
    filled.push({ ...item, payload: { ...message, files: [{ ...kept, bytes: fetched.length }] } });
  }
  return { items: filled, files };
}

function keptFile(
  messageId: string,
  wanted: { id: string; name: string; type: string },
  bytes: Uint8Array,
): HeardFile {
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(wanted.type.toLowerCase())?.[0].slice(0, 100);
  const ending = /^(?:image|audio|video|application)\/([a-z0-9]{2,5})$/.exec(type ?? '')?.[1];
  const name = cleanFileName(wanted.name) || (ending === undefined ? 'file' : `file.${ending}`);
  const address = `whatsapp:${hash('sha256', messageId, 'hex').slice(0, 32)}/${hash('sha256', bytes, 'hex').slice(0, 32)}`;
  return { address, name, type: type ?? 'application/octet-stream', bytes };
}

const notThere = 'A file came along and could not be fetched from WhatsApp. Ask the author to send it again.';
const tooLarge = (name: string) =>
  `A file came along and is too large to be kept${name === '' ? '' : `: ${name}`}. It is on the telephone only.`;

/** The bytes, or a sentence that says why there are none. */
async function fetchOne(
  tools: ChannelTools,
  account: AccountAccess,
  wanted: { id: string; name: string },
  most: number,
): Promise<Uint8Array | string> {
  try {
    const query = { phone_number_id: account.networkId };
    const answer = await ask(tools.fetch, account, { path: encodeURIComponent(wanted.id), query, patience });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.code}`);
    if (Number(answer.body.file_size ?? 0) > most) return tooLarge(wanted.name);
    const address = text(answer.body.url);
    if (address === null || !isOfMeta(address, account.settings.server))
      throw new Error('no address of Meta');
    const bytes = await download(tools.fetch, account, address, most);
    if (bytes === null) return tooLarge(wanted.name);
    const sum = text(answer.body.sha256);
    if (sum !== null && ![hash('sha256', bytes, 'hex'), hash('sha256', bytes, 'base64')].includes(sum))
      throw new Error('another file than the one that was named');
    return bytes;
  } catch (error) {
    tools.log('whatsapp_file_left_out', { account: account.accountId, reason: String(error) });
    return notThere;
  }
}

/** The token goes to Meta only, whatever an answer says. */
function isOfMeta(address: string, server: string | undefined): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  if (url.origin === new URL(server ?? defaultServer).origin) return true;
  return url.protocol === 'https:' && /(^|\.)(facebook\.com|fbsbx\.com|whatsapp\.net)$/.test(url.hostname);
}

/** Null where it is larger than that. */
async function download(
  fetcher: typeof fetch,
  { secret }: AccountAccess,
  address: string,
  most: number,
): Promise<Uint8Array | null> {
  const headers = { authorization: `Bearer ${secret.token ?? ''}`, 'user-agent': 'answerable' };
  const answer = await fetcher(address, {
    headers,
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  }).catch((error: unknown) => {
    throw failureOf(error, 'a file');
  });
  if (!answer.ok || answer.body === null) throw new Error(`HTTP ${answer.status}`);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body) {
    size += piece.length;
    if (size > most) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
