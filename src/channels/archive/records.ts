/** Cuts a file into records by bytes, so that a reader knows exactly where to go on after a crash. */

export interface FileRecord {
  bytes: Buffer;
  /** Number of the line that it begins on, from 1. */
  line: number;
  /** Where the next record begins in the file. */
  end: number;
  /** How many lines end before the next record. */
  endLine: number;
  fault: 'too long' | 'open quote' | null;
}

export interface CutOptions {
  /** CSV: a line end inside quotes is part of a field. */
  quotes: boolean;
  /** Longer records are a fault; only their first `longest` bytes are kept. */
  longest: number;
  /** Where the first chunk begins in the file and how many lines end before it. */
  start: number;
  line: number;
}

const lineEnd = 0x0a;
const carriage = 0x0d;
const quote = 0x22;
const comma = 0x2c;

/** Records of a stream of bytes; empty lines are counted and left out. Holds one record and one chunk in memory. */
export async function* cutRecords(
  chunks: AsyncIterable<Buffer>,
  options: CutOptions,
): AsyncGenerator<FileRecord> {
  const cutter = new Cutter(options);
  for await (const chunk of chunks) yield* cutter.add(chunk);
  yield* cutter.end();
}

class Cutter {
  readonly #options: CutOptions;
  #buffer: Buffer = Buffer.alloc(0);
  /** Place in the file of the buffer's first byte. */
  #offset: number;
  /** Lines that ended before the buffer's first byte, and before the record under way. */
  #line: number;
  #recordLine: number;
  #scanned = 0;
  #field: 'start' | 'bare' | 'quoted' | 'closed' = 'start';
  /** The beginning of an overlong record while its end is looked for. */
  #overlong: Buffer | null = null;

  constructor(options: CutOptions) {
    this.#options = options;
    this.#offset = options.start;
    this.#line = options.line;
    this.#recordLine = options.line;
  }

  *add(chunk: Buffer): Generator<FileRecord> {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#overlong === null ? this.#findEnd() : this.#buffer.indexOf(lineEnd);
      if (end >= 0) yield* this.#take(end, end + 1);
      else if (this.#overlong !== null) return this.#skip(this.#buffer.length);
      else if (this.#buffer.length <= this.#options.longest) return;
      else if (this.#quoteSwallowsLines()) yield* this.#takeOpenQuote();
      else this.#overlong = this.#buffer.subarray(0, this.#options.longest);
    }
  }

  *end(): Generator<FileRecord> {
    while (this.#field === 'quoted') {
      yield* this.#takeOpenQuote();
      for (let end = this.#findEnd(); end >= 0; end = this.#findEnd()) yield* this.#take(end, end + 1);
    }
    if (this.#buffer.length > 0 || this.#overlong !== null) {
      yield* this.#take(this.#buffer.length, this.#buffer.length);
    }
  }

  /**
   * The record's line end in what was not scanned yet, or -1. Nobody looks beyond the longest record: what becomes of a longer one must not depend on how
   * much of it is here already.
   */
  #findEnd(): number {
    const within = Math.min(this.#buffer.length, this.#options.longest + 1);
    const found = this.#options.quotes
      ? this.#findUnquotedEnd(within)
      : this.#buffer.subarray(0, within).indexOf(lineEnd, this.#scanned);
    this.#scanned = found < 0 ? within : found;
    return found;
  }

  #findUnquotedEnd(within: number): number {
    const buffer = this.#buffer;
    let field = this.#field;
    for (let at = this.#scanned; at < within; at++) {
      const byte = buffer[at];
      if (byte === quote) {
        if (field === 'quoted') field = 'closed';
        else if (field !== 'bare') field = 'quoted';
      } else if (field !== 'quoted') {
        if (byte === lineEnd) return at;
        field = byte === comma ? 'start' : 'bare';
      }
    }
    this.#field = field;
    return -1;
  }

  *#take(end: number, next: number): Generator<FileRecord> {
    const tooLong = this.#overlong !== null || end > this.#options.longest;
    const kept = this.#overlong ?? this.#buffer.subarray(0, Math.min(end, this.#options.longest));
    const bytes = kept.at(-1) === carriage ? kept.subarray(0, -1) : kept;
    const line = this.#recordLine + 1;
    this.#skip(next);
    if (next === end) this.#line += 1; // the last line of a file that ends without a line end
    this.#recordLine = this.#line;
    this.#overlong = null;
    if (bytes.length === 0) return;
    yield { bytes, line, end: this.#offset, endLine: this.#line, fault: tooLong ? 'too long' : null };
  }

  #skip(bytes: number): void {
    this.#line += countLineEnds(this.#buffer, bytes);
    this.#offset += bytes;
    this.#buffer = this.#buffer.subarray(bytes);
    this.#scanned = 0;
    this.#field = 'start';
  }

  /** A quote that never closes swallows whole lines: only the first one of them is at fault, the rest is read anew. */
  #quoteSwallowsLines(): boolean {
    const first = this.#buffer.indexOf(lineEnd);
    return this.#field === 'quoted' && first >= 0 && first <= this.#options.longest;
  }

  *#takeOpenQuote(): Generator<FileRecord> {
    const found = this.#buffer.indexOf(lineEnd);
    const end = found < 0 ? this.#buffer.length : found;
    for (const record of this.#take(end, found < 0 ? end : end + 1)) {
      yield { ...record, fault: record.fault ?? 'open quote' };
    }
  }
}

function countLineEnds(buffer: Buffer, until: number): number {
  let count = 0;
  for (let at = buffer.indexOf(lineEnd); at >= 0 && at < until; at = buffer.indexOf(lineEnd, at + 1)) count++;
  return count;
}
