/** Reads a mail by its parts, as the server lists them: what a mail too large, too deep or too strange to be fetched whole can still tell. */
import type { FetchMessageObject, ImapFlow, MessageStructureObject } from 'imapflow';
import { type KeptFile, keepFile } from './files.ts';
import { readHead } from './head.ts';
import { cut, FileAllowance, limits } from './limits.ts';
import type { Body, ReadMail } from './source.ts';

interface Leaf {
  part: string;
  type: string;
  name: string;
  attached: boolean;
  /** As it stands in the mail, encoded. */
  bytes: number;
}

interface Leaves {
  all: Leaf[];
  /** True when there are more, or deeper ones. */
  more: boolean;
}

const piece = 1_000_000;

/** The parts of a mail, in their order, as many and as deep as are read. */
export function leavesOf(structure: MessageStructureObject | undefined): Leaves {
  const leaves: Leaves = { all: [], more: false };
  if (structure !== undefined) walk(structure, 0, leaves);
  return leaves;
}

function walk(node: MessageStructureObject, depth: number, leaves: Leaves): void {
  if (leaves.all.length >= limits.parts || depth > limits.depth) {
    leaves.more = true;
    return;
  }
  const children = node.childNodes ?? [];
  // A mail within a mail is one file, whatever it holds.
  if (children.length > 0 && !node.type.startsWith('message/')) {
    for (const child of children) walk(child, depth + 1, leaves);
    return;
  }
  const name = node.dispositionParameters?.filename ?? node.parameters?.name ?? '';
  const attached =
    node.disposition === 'attachment' || name !== '' || !/^text\/(plain|html)$/.test(node.type);
  leaves.all.push({ part: node.part ?? '1', type: node.type, name, attached, bytes: node.size ?? 0 });
}

/** Reads the parts that are kept, each up to its limit. */
export async function readParts(client: ImapFlow, meta: FetchMessageObject): Promise<ReadMail> {
  const head = await readHead(headBytes(meta));
  const { all, more } = leavesOf(meta.bodyStructure);
  const fetch = (part: string, most: number) => fetchPart(client, meta.uid, part, most);
  const report =
    meta.bodyStructure?.type === 'multipart/report'
      ? await reportIn(all, fetch)
      : { report: null, returned: null };
  const text = await firstText(all, 'text/plain', limits.textCharacters, fetch);
  const html = text === null ? await firstText(all, 'text/html', limits.htmlCharacters, fetch) : null;
  const short = cut(text ?? '', limits.textCharacters);
  const allowance = new FileAllowance();
  const files = report.report === null ? await filesIn(all, head.messageId, allowance, fetch) : [];
  const left = [...short.left, ...allowance.sentences(), ...(more ? [tooMany] : [])];
  const body: Body = {
    ...report,
    text: text === null ? null : short.text,
    html: html?.slice(0, limits.htmlCharacters) ?? null,
    files,
    left,
  };
  return { head, body };
}

const tooMany = 'The mail has more parts than are read. The whole mail is in the mailbox.';

/** What is left of a mail whose parts nobody can read: who wrote it, about what. */
export async function readHeadOnly(meta: FetchMessageObject): Promise<ReadMail> {
  const left = ['The mail is built in a way that could not be read. It is in the mailbox.'];
  return {
    head: await readHead(headBytes(meta)),
    body: { text: '', html: null, files: [], left, report: null, returned: null },
  };
}

/** The head that was fetched with what the server says of the mail. */
export function headBytes(meta: FetchMessageObject): Buffer {
  return meta.headers ?? Buffer.alloc(0);
}

type Fetch = (part: string, most: number) => Promise<Buffer>;

async function firstText(
  all: readonly Leaf[],
  type: string,
  characters: number,
  fetch: Fetch,
): Promise<string | null> {
  const leaf = all.find((one) => !one.attached && one.type === type);
  return leaf === undefined ? null : (await fetch(leaf.part, characters * 4)).toString('utf8');
}

async function reportIn(all: readonly Leaf[], fetch: Fetch): Promise<Pick<Body, 'report' | 'returned'>> {
  const report = all.find((one) => /^message\/(global-)?delivery-status$/.test(one.type));
  if (report === undefined) return { report: null, returned: null };
  const mail = all.find((one) => /^message\/(rfc822|global)$/.test(one.type));
  const headers = all.find((one) => /^(text\/rfc822-headers|message\/global-headers)$/.test(one.type));
  const returned = mail === undefined ? headers?.part : `${mail.part}.HEADER`;
  return {
    report: (await fetch(report.part, limits.reportCharacters)).toString('utf8'),
    returned: returned === undefined ? null : (await fetch(returned, limits.headerBytes)).toString('latin1'),
  };
}

async function filesIn(
  all: readonly Leaf[],
  messageId: string,
  allowance: FileAllowance,
  fetch: Fetch,
): Promise<KeptFile[]> {
  const files: KeptFile[] = [];
  for (const [at, leaf] of all.filter((one) => one.attached).entries()) {
    // Base64 has four letters for three bytes, and line ends.
    const bytes = Math.floor(leaf.bytes * 0.73);
    const content = allowance.mayTake(bytes) ? await fetch(leaf.part, limits.fileBytes + 1) : null;
    files.push(
      ...keepFile({ name: leaf.name, type: leaf.type, bytes: content ?? bytes }, at, messageId, allowance),
    );
  }
  return files;
}

/** One part, decoded, cut at `most` bytes; texts come in UTF-8. */
async function fetchPart(client: ImapFlow, uid: number, part: string, most: number): Promise<Buffer> {
  const { content } = await client.download(String(uid), part, {
    uid: true,
    maxBytes: most,
    chunkSize: piece,
  });
  if (content === undefined) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
