/** Invented items in a file: inventing them costs as much as saving them, and a network would have done it elsewhere. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { ItemToSave } from '../../src/storage/inbox.ts';
import type { BenchItem } from './posts.ts';

const block = 1 << 20;

/** Writes the items, one a line: key, tab, payload. Answers how many there are. */
export function writeItems(path: string, items: Iterable<BenchItem>): number {
  const file = openSync(path, 'w');
  let written = 0;
  let lines = '';
  for (const item of items) {
    lines += `${item.key}\t${JSON.stringify(item.payload)}\n`;
    written += 1;
    if (lines.length < block) continue;
    writeSync(file, lines);
    lines = '';
  }
  writeSync(file, lines);
  closeSync(file);
  return written;
}

/** Reads them in order, `most` at a time, holding a block of the file and no more; an empty list at the end. */
export function readItems(path: string): { take(most: number): ItemToSave[]; close(): void } {
  const file = openSync(path, 'r');
  let bytes = Buffer.alloc(0);
  let at = 0;
  const more = (): boolean => {
    const next = Buffer.allocUnsafe(bytes.length - at + block);
    bytes.copy(next, 0, at);
    const read = readSync(file, next, bytes.length - at, block, null);
    bytes = next.subarray(0, bytes.length - at + read);
    at = 0;
    return read > 0;
  };
  const line = (): string | null => {
    for (;;) {
      const end = bytes.indexOf(10, at);
      if (end >= 0) {
        const text = bytes.toString('utf8', at, end);
        at = end + 1;
        return text;
      }
      if (!more()) return null;
    }
  };
  return {
    take(most) {
      const items: ItemToSave[] = [];
      while (items.length < most) {
        const text = line();
        if (text === null) break;
        const tab = text.indexOf('\t');
        items.push({ key: text.slice(0, tab), payload: text.slice(tab + 1) });
      }
      return items;
    },
    close: () => closeSync(file),
  };
}
