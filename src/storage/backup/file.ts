/** Writes the file of a backup: aside first, and under its own name only when all of it lies on the disk. */
import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../../domain/fault.ts';
import { type Manifest, manifestName, manifestSumName, type Part } from './manifest.ts';
import { blockBytes, paddingAfter, tarHeading } from './tar.ts';

export const partialEnd = '.partial';

export interface BackupFile {
  /** Bytes so far. */
  size(): number;
  add(name: string, content: Uint8Array): Promise<Part>;
  /** Writes the manifest and gives the file its name; answers its size. */
  finish(manifest: Manifest): Promise<number>;
  /** Takes away what was written; harmless after `finish`. */
  giveUp(): Promise<void>;
}

/** Begins a file; only its owner may read it. Throws Fault `input_invalid` when there is one of that name or it cannot be made, later `disk_full`. */
export async function beginBackupFile(path: string, at: Date): Promise<BackupFile> {
  const aside = `${path}.${process.pid}${partialEnd}`;
  const file = await opened(path, aside);
  let size = 0;
  let open_ = true;
  const write = async (bytes: Uint8Array) => {
    await withSentence(path, () => file.writeFile(bytes));
    size += bytes.length;
  };
  const add = async (name: string, content: Uint8Array): Promise<Part> => {
    await write(tarHeading(name, content.length, at));
    await write(content);
    await write(Buffer.alloc(paddingAfter(content.length)));
    return { name, size: content.length, sha256: sha256(content) };
  };
  const close = async () => {
    if (open_) await file.close();
    open_ = false;
  };
  return {
    size: () => size,
    add,
    async finish(manifest) {
      const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
      await add(manifestName, text);
      await add(manifestSumName, Buffer.from(`${sha256(text)}\n`));
      await write(Buffer.alloc(2 * blockBytes));
      await withSentence(path, () => file.sync());
      await close();
      await rename(aside, path);
      await syncFolder(dirname(path));
      return size;
    },
    async giveUp() {
      await close();
      await rm(aside, { force: true });
    },
  };
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function opened(path: string, aside: string): Promise<FileHandle> {
  const there = await open(path, 'r').catch(() => null); // there is none, which is what is wanted
  await there?.close();
  if (there !== null) {
    throw new Fault(
      'input_invalid',
      `There is a file ${path} already. Name another, or a folder: then each backup gets a name of its own.`,
    );
  }
  try {
    return await open(aside, 'w', 0o600);
  } catch (cause) {
    throw new Fault(
      'input_invalid',
      `${path} cannot be written. Make its folder first, and let this person write there.`,
      { cause },
    );
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function withSentence<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') throw cause;
    throw new Fault(
      'disk_full',
      `The disk that holds ${dirname(path)} is full: this backup was given up and nothing of it is left. Make space, or name another folder.`,
      { cause },
    );
  }
}
