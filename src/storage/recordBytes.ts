/**
 * How many took how long, as bytes: keys in rising order, each as its distance from the one before, followed by its count, as numbers of seven bits a byte (LEB128). The same
 * counts are always the same bytes. A million waits of a month are some hundred kilobytes.
 */
import type { Counted } from '../domain/record.ts';

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

/** The counts that were packed together. */
export function unpacked(bytes: Buffer): Counts[] {
  const all: Counts[] = [];
  let at = 0;
  const read = () => {
    let [value, place] = [0, 1];
    for (;;) {
      const byte = bytes[at++] ?? 0;
      if (byte < 128) return value + byte * place;
      value += (byte - 128) * place;
      place *= 128;
    }
  };
  while (at < bytes.length) {
    const counts: Counts = new Map();
    let key = 0;
    for (let left = read(); left > 0; left--) {
      key += read();
      counts.set(key, read());
    }
    all.push(counts);
  }
  return all;
}

export const packedTimes = ({ ended, standing, running }: Counted): Buffer =>
  packed(ended, standing, running);

/** The times that were packed. */
export function unpackTimes(bytes: Buffer): Pick<Counted, 'ended' | 'standing' | 'running'> {
  const [ended = new Map(), standing = new Map(), running = new Map()] = unpacked(bytes);
  return { ended, standing, running };
}
