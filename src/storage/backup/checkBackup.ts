/** Reads a backup from end to end and compares every byte with what it should be, before anything is done with it. */
import { type FileHandle, open } from 'node:fs/promises';
import { Fault } from '../../domain/fault.ts';
import { sha256 } from './file.ts';
import { Manifest, manifestName, manifestSumName, type Part } from './manifest.ts';
import { blockBytes, paddingAfter, readHeading } from './tar.ts';

export interface CheckedBackup {
  path: string;
  manifest: Manifest;
  bytes: number;
  /** Where the content of each part begins. */
  offsets: ReadonlyMap<string, number>;
}

interface Member extends Part {
  offset: number;
  content: Buffer;
}

/** A part is never larger: more than this is no heading of ours. */
const largestPart = 256 * 1024 * 1024;

/**
 * Checks a backup; `onRead` hears of bytes read and of all bytes. Throws Fault `not_found`, or `backup_damaged` with the name of the part that is not as it was written.
 */
export async function checkBackup(
  path: string,
  onRead: (bytes: number, all: number) => void = () => undefined,
): Promise<CheckedBackup> {
  const file = await openFor(path);
  try {
    const { size } = await file.stat();
    const found: (Part & { offset: number })[] = [];
    let manifest: Buffer | null = null;
    for await (const member of members(file, path, size)) {
      onRead(member.offset + member.size, size);
      if (member.name === manifestName) manifest = member.content;
      else if (member.name !== manifestSumName) found.push(withoutContent(member));
      else if (member.content.toString() !== `${sha256(manifest ?? Buffer.alloc(0))}\n`)
        throw damaged(path, manifestName);
    }
    const read = readManifest(path, manifest);
    compare(path, read, found);
    return {
      path,
      manifest: read,
      bytes: size,
      offsets: new Map(found.map((one) => [one.name, one.offset])),
    };
  } finally {
    await file.close();
  }
}

/** The content of one part of a checked backup, checked again: the file may have changed since. */
export async function readPart(file: FileHandle, backup: CheckedBackup, part: Part): Promise<Buffer> {
  const content = await read(file, backup.offsets.get(part.name) ?? 0, part.size);
  if (sha256(content) !== part.sha256) throw damaged(backup.path, part.name);
  return content;
}

async function openFor(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw new Fault('not_found', `There is no backup ${path} that can be read.`, { cause });
  }
}

const withoutContent = ({ name, size, sha256, offset }: Member) => ({ name, size, sha256, offset });

async function* members(file: FileHandle, path: string, size: number): AsyncGenerator<Member> {
  let at = 0;
  let last = 'its beginning';
  for (;;) {
    const block = await read(file, at, blockBytes);
    const heading = readHeading(block);
    if (heading === null && last === manifestSumName && isEnd(block, size - at)) {
      if (isZero(await read(file, at, size - at))) return;
    }
    if (block.length < blockBytes) throw cutShort(path, `what follows ${last}`);
    if (heading === null || heading.size > largestPart) throw damaged(path, `the heading after ${last}`, at);
    const { name } = heading;
    const offset = at + blockBytes;
    const padding = paddingAfter(heading.size);
    const whole = await read(file, offset, heading.size + padding);
    const content = whole.subarray(0, heading.size);
    if (whole.length < heading.size + padding) throw cutShort(path, name);
    if (!isZero(whole.subarray(heading.size))) throw damaged(path, `the filling after ${name}`, offset);
    yield { name, size: heading.size, sha256: sha256(content), offset, content };
    at = offset + heading.size + padding;
    last = name;
  }
}

const isEnd = (block: Buffer, left: number) => isZero(block) && left === 2 * blockBytes;
const isZero = (bytes: Buffer) => bytes.every((byte) => byte === 0);

async function read(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function readManifest(path: string, content: Buffer | null): Manifest {
  try {
    return Manifest.parse(JSON.parse((content ?? Buffer.alloc(0)).toString('utf8')));
  } catch (cause) {
    throw new Fault(
      'backup_damaged',
      `${path} is no backup that this program can read: its ${manifestName} is of another form. Use the program that made it.`,
      { cause },
    );
  }
}

/** Every part that the manifest names, in its order, and no other. */
function compare(path: string, manifest: Manifest, found: readonly Part[]): void {
  const wanted = [
    ...manifest.tables.flatMap((table) => table.parts),
    ...(manifest.key ? [manifest.key] : []),
  ];
  for (const [n, part] of wanted.entries()) {
    const there = found[n];
    if (there?.name !== part.name || there.size !== part.size || there.sha256 !== part.sha256)
      throw damaged(path, part.name);
  }
  if (found.length > wanted.length) throw damaged(path, found[wanted.length]?.name ?? '');
}

function damaged(path: string, what: string, at?: number): Fault {
  const where = at === undefined ? '' : ` (at byte ${at})`;
  return new Fault(
    'backup_damaged',
    `The backup ${path} is damaged: ${what}${where} is not as it was written. Nothing was restored. Take another copy of it, or an older backup.`,
  );
}

function cutShort(path: string, what: string): Fault {
  return new Fault(
    'backup_damaged',
    `The backup ${path} is cut short within ${what}. Nothing was restored. Take another copy of it, or an older backup.`,
  );
}
