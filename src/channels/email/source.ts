/** Reads a whole mail from its source. */
import type { Attachment } from 'mailparser';
import type { HeardFile } from '../channel.ts';
import { type KeptFile, keepFile } from './files.ts';
import type { Head } from './head.ts';
import { endOfHead, headersOf, readHead } from './head.ts';
import { cut, FileAllowance, limits } from './limits.ts';

/** What a mail says, however it was fetched. */
export interface Body {
  text: string | null;
  html: string | null;
  files: KeptFile[];
  left: string[];
  report: string | null;
  returned: string | null;
}

export interface ReadMail {
  head: Head;
  body: Body;
}

/** Reads a mail's source. Throws for what no reader can take (a thousand parts): it is then read by its parts, or set aside. */
export async function readSource(source: Buffer): Promise<ReadMail> {
  const head = await readHead(source);
  const report = reportOf(head, source);
  const { simpleParser } = await import('mailparser');
  const parsed = await simpleParser(source, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
  });
  const allowance = new FileAllowance();
  const attachments = report === null ? parsed.attachments : [];
  const files = attachments.flatMap((one, at) => fileOf(one, at, head.messageId, allowance));
  const text = cut(parsed.text ?? '', limits.textCharacters);
  const html = typeof parsed.html === 'string' ? parsed.html.slice(0, limits.htmlCharacters) : null;
  const left = [...text.left, ...allowance.sentences()];
  return {
    head,
    body: {
      text: parsed.text === undefined ? null : text.text,
      html,
      files,
      left,
      report: report?.report ?? null,
      returned: report?.returned ?? null,
    },
  };
}

function fileOf(attachment: Attachment, at: number, messageId: string, allowance: FileAllowance): KeptFile[] {
  const { filename, contentType, content } = attachment;
  const file = { name: filename ?? '', type: contentType, bytes: content };
  return keepFile(file, at, messageId, allowance);
}

/** The bytes of what is kept, for the media of the post. */
export const heardFiles = (files: readonly KeptFile[]): HeardFile[] =>
  files.map(({ address, name, type, content }) => ({ address, name, type, bytes: content }));

/**
 * The delivery report in the source of a multipart/report. The library that reads everything else hides it, so the parts are taken apart here, by the boundary
 * that the head names.
 */
export function reportOf(
  head: Pick<Head, 'headers'>,
  source: Buffer,
): { report: string; returned: string | null } | null {
  const type = head.headers['content-type'] ?? '';
  if (!/^multipart\/report\b/i.test(type)) return null;
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return null;
  const parts = source
    .subarray(endOfHead(source))
    .toString('latin1')
    .split(`--${mark}`)
    .slice(1, limits.parts);
  const report = parts.find((part) => isOfType(part, /^message\/(global-)?delivery-status\b/i));
  if (report === undefined) return null;
  const returned = parts.find((part) =>
    isOfType(part, /^(message\/(global|rfc822)|text\/rfc822-headers|message\/global-headers)\b/i),
  );
  return {
    report: bodyOf(report).slice(0, limits.reportCharacters),
    returned: returned === undefined ? null : headOf(bodyOf(returned)),
  };
}

const partHead = (part: string): string => headOf(part.replace(/^[ \t]*\r?\n/, ''));
const headOf = (text: string): string =>
  text.slice(0, endOfHead(Buffer.from(text, 'latin1'))).slice(0, limits.headerBytes);

function isOfType(part: string, type: RegExp): boolean {
  return type.test(headersOf(partHead(part))['content-type'] ?? '');
}

function bodyOf(part: string): string {
  const whole = Buffer.from(part.replace(/^[ \t]*\r?\n/, ''), 'latin1');
  const body = whole
    .subarray(endOfHead(whole))
    .toString('latin1')
    .replace(/^(\r?\n){1,2}/, '');
  const encoding = /^content-transfer-encoding\s*:\s*([\w-]+)/im.exec(partHead(part))?.[1]?.toLowerCase();
  return decoded(body, encoding);
}

/** A body as its transfer encoding says. */
function decoded(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1').toString('utf8');
  const bytes = body
    .replace(/[ \t]*=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
