/**
 * Finds whether any of many byte strings stands in a block of bytes, in one pass and without regard to the case of ASCII
 * letters (Aho and Corasick). Streams carry thousands of items that concern nobody here: this decides before anything is decoded.
 */
export interface ByteScanner {
  finds(bytes: Uint8Array): boolean;
}

/** Builds the scanner; no needles find nothing. */
export function buildScanner(needles: readonly string[]): ByteScanner {
  const words = [...new Set(needles.filter((needle) => needle !== ''))].map((needle) =>
    Buffer.from(needle, 'utf8'),
  );
  const { classes, width } = classesOf(words);
  const { next, ends } = tableOf(words, classes, width);
  return {
    finds(bytes) {
      let state = 0;
      for (let at = 0; at < bytes.length; at += 1) {
        state = next[state * width + (classes[bytes[at] as number] as number)] as number;
        if (ends[state] === 1) return true;
      }
      return false;
    },
  };
}

/** Bytes that no needle holds share class 0; both cases of a letter share one class. */
function classesOf(words: readonly Uint8Array[]): { classes: Uint8Array; width: number } {
  const classes = new Uint8Array(256);
  let width = 1;
  for (const byte of new Set(words.flatMap((word) => [...word].map(folded)))) {
    classes[byte] = width;
    width += 1;
  }
  for (let byte = 65; byte <= 90; byte += 1) classes[byte] = classes[byte + 32] as number;
  return { classes, width };
}

function folded(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

function tableOf(words: readonly Uint8Array[], classes: Uint8Array, width: number) {
  const most = words.reduce((sum, word) => sum + word.length, 1);
  const next = new Int32Array(most * width);
  const ends = new Uint8Array(most);
  let count = 1;
  for (const word of words) {
    let state = 0;
    for (const byte of word) {
      const edge = state * width + (classes[byte] as number);
      if (next[edge] === 0) next[edge] = count++;
      state = next[edge] as number;
    }
    ends[state] = 1;
  }
  closeTable(next, ends, width);
  return { next, ends };
}

/** Fills the missing edges breadth first: where a word breaks off, its longest tail that begins another goes on. */
function closeTable(next: Int32Array, ends: Uint8Array, width: number): void {
  const tail = new Int32Array(ends.length);
  const queue = [...next.subarray(0, width)].filter((state) => state !== 0);
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] as number;
    const fallback = tail[state] as number;
    if (ends[fallback] === 1) ends[state] = 1;
    for (let kind = 0; kind < width; kind += 1) {
      const edge = state * width + kind;
      const onward = next[fallback * width + kind] as number;
      if (next[edge] === 0) next[edge] = onward;
      else {
        tail[next[edge] as number] = onward;
        queue.push(next[edge] as number);
      }
    }
  }
}
