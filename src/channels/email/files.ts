/** Files that came with a mail: their names and the addresses under which their bytes are kept. */
import { hash } from 'node:crypto';
import { cleanFileName } from '../../domain/fileName.ts';
import type { FileAllowance } from './limits.ts';

export interface KeptFile {
  address: string;
  name: string;
  type: string;
  content: Buffer;
}

/** The file, where the mail's limits allow it; `bytes` is a number where it was not even fetched. `at`: its number in the mail, for one without a name. */
export function keepFile(
  file: { name: string; type: string; bytes: Buffer | number },
  at: number,
  messageId: string,
  allowance: FileAllowance,
): KeptFile[] {
  const { type, bytes } = file;
  const name = fileName(file.name, at, type);
  const size = typeof bytes === 'number' ? bytes : bytes.length;
  if (!allowance.take(name, size) || typeof bytes === 'number') return [];
  return [{ address: addressOf(messageId, bytes), name, type: typeName(type), content: bytes }];
}

/** By the mail and by what the file says, so that a second mail of the same Message-ID puts nothing in its place. */
function addressOf(messageId: string, bytes: Buffer): string {
  return `mail:${hash('sha256', messageId, 'hex').slice(0, 32)}/${hash('sha256', bytes, 'hex').slice(0, 32)}`;
}

/** The name without a path and without what no file system takes. */
export function fileName(given: string, at: number, type: string): string {
  const name = cleanFileName(given);
  if (name !== '') return name;
  const ending = /^(?:image|text|audio|video|application)\/([a-z0-9]{2,5})$/.exec(typeName(type))?.[1];
  return ending === undefined ? `file ${at + 1}` : `file ${at + 1}.${ending}`;
}

const typeName = (type: string): string =>
  /^[\w.+-]+\/[\w.+-]+/.exec(type.toLowerCase())?.[0].slice(0, 100) ?? 'application/octet-stream';
