/** What a ZIP archive says is in it: its central directory (PKWARE's APPNOTE 6.3.10, 4.3.12 and 4.3.16), which is what an office reads, whatever else stands in the file. */
import { inflateRawSync } from 'node:zlib';

export interface ArchiveEntry {
  name: string;
  /** 0: stored; 8: deflated. */
  method: number;
  /** Its compressed size. */
  bytes: number;
  /** Where its own header begins. */
  at: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const headerSignature = 0x04034b50;
const endLength = 22;
const longestComment = 65_535;
/** An office document has some hundreds. */
const mostEntries = 20_000;

/** The entries in their order; null for what is no archive, or none that can be read to its end: several disks, more than four gigabytes, an encrypted directory. */
export function archiveEntries(bytes: Buffer): ArchiveEntry[] | null {
  const end = endOf(bytes);
  if (end === null) return null;
  const count = bytes.readUInt16LE(end + 10);
  const begin = bytes.readUInt32LE(end + 16);
  if (count > mostEntries || begin + bytes.readUInt32LE(end + 12) !== end) return null;
  const entries: ArchiveEntry[] = [];
  let place = begin;
  for (let n = 0; n < count; n++) {
    if (place + 46 > end || bytes.readUInt32LE(place) !== entrySignature) return null;
    const named = bytes.readUInt16LE(place + 28);
    entries.push({
      name: bytes.toString('utf8', place + 46, place + 46 + named),
      method: bytes.readUInt16LE(place + 10),
      bytes: bytes.readUInt32LE(place + 20),
      at: bytes.readUInt32LE(place + 42),
    });
    place += 46 + named + bytes.readUInt16LE(place + 30) + bytes.readUInt16LE(place + 32);
  }
  return place === end ? entries : null;
}

/** Where the end record begins: the last one whose comment ends with the file. */
function endOf(bytes: Buffer): number | null {
  const first = Math.max(0, bytes.length - endLength - longestComment);
  for (let place = bytes.length - endLength; place >= first; place--) {
    const isEnd = bytes.readUInt32LE(place) === endSignature;
    if (isEnd && place + endLength + bytes.readUInt16LE(place + 20) === bytes.length) return place;
  }
  return null;
}

/** What an entry holds, in bytes at most; null where it cannot be read, or holds more. */
export function entryContent(archive: Buffer, entry: ArchiveEntry, most: number): Buffer | null {
  const { at, method, bytes } = entry;
  if (at + 30 > archive.length || archive.readUInt32LE(at) !== headerSignature) return null;
  const begin = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
  const packed = archive.subarray(begin, begin + bytes);
  if (packed.length !== bytes) return null;
  if (method === 0) return bytes <= most ? packed : null;
  if (method !== 8) return null;
  try {
    return inflateRawSync(packed, { maxOutputLength: most });
  } catch {
    // Broken, or more than fits: what it is cannot be said.
    return null;
  }
}
