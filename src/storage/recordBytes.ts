/**
 * How many took how long, as bytes: keys in rising order, each as its distance from the one before, followed by its count, as numbers of seven bits a byte (LEB128). The same
 * counts are always the same bytes. A million waits of a month are some hundred kilobytes.
 */
import type { Counted } from '../domain/recordCounts.ts';
import type { Tally } from '../domain/recordFigures.ts';

type Counts = Map<number, number>;

function write(bytes: number[], value: number): void {
  let left = value;
  while (left >= 128) {
    bytes.push((left % 128) + 128);
    left = Math.floor(left / 128);
  }
  bytes.push(left);
}

/** Several counts behind each other. Throws RangeError for a count below nothing: what is taken out must have been there. */
export function packed(...all: readonly Counts[]): Buffer {
  const bytes: number[] = [];
  for (const counts of all) {
    write(bytes, counts.size);
    let before = 0;
    for (const [key, many] of [...counts].sort(([a], [b]) => a - b)) {
      if (many < 0) throw new RangeError('a count below nothing');
      write(bytes, key - before);
      write(bytes, many);
      before = key;
    }
  }
  return Buffer.from(bytes);
}

/** Gives every count that was packed, with which of the counts that were packed together it is in. Asked for a million of them for a chart. */
export function eachCount(bytes: Buffer, take: (which: number, key: number, many: number) => void): void {
  let at = 0;
  const read = (): number => {
    const first = bytes[at++] ?? 0;
    if (first < 128) return first;
    let [value, place] = [first - 128, 128];
    for (;;) {
      const byte = bytes[at++] ?? 0;
      if (byte < 128) return value + byte * place;
      value += (byte - 128) * place;
      place *= 128;
    }
  };
  for (let which = 0; at < bytes.length; which++) {
    let key = 0;
    for (let left = read(); left > 0; left--) {
      key += read();
      take(which, key, read());
    }
  }
}

/** So many counts that were packed together. */
export function unpacked(bytes: Buffer, counts: number): Counts[] {
  const all = Array.from({ length: counts }, (): Counts => new Map());
  eachCount(bytes, (which, key, many) => all[which]?.set(key, many));
  return all;
}

/** The order in which times are packed. */
const timeNames = ['ended', 'standing', 'running'] as const;

export const packedTimes = (counted: Counted): Buffer => packed(...timeNames.map((name) => counted[name]));

/** The times that were packed. */
export function unpackTimes(bytes: Buffer): Pick<Counted, 'ended' | 'standing' | 'running'> {
  const [ended, standing, running] = unpacked(bytes, 3) as [Counts, Counts, Counts];
  return { ended, standing, running };
}

/** Takes packed times, and what is due when, into a tally. */
export function tallyPacked(into: Tally, times: Buffer, due: Buffer): void {
  eachCount(times, (which, key, many) => into.take(timeNames[which] ?? 'ended', key, many));
  eachCount(due, (_, key, many) => into.take('due', key, many));
}
