import { weightedLength } from '../../../../src/domain/weightedLength.ts';

/** How long a text is, as networks count it: characters as people see them, and bytes. */
export interface TextLength {
  graphemes: number;
  bytes: number;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const encoder = new TextEncoder();

/** Counts what people see as one character as one: a flag, a family, a letter with its accents; `weighted`: as the network weighs them. */
export function lengthOf(text: string, weighted = false): TextLength {
  if (weighted) return { graphemes: weightedLength(text), bytes: encoder.encode(text).length };
  let graphemes = 0;
  for (const _ of segmenter.segment(text)) graphemes += 1;
  return { graphemes, bytes: encoder.encode(text).length };
}

export interface Room {
  /** What is left of whichever limit is nearer, in that limit's own unit; negative when too long. */
  left: number;
  unit: 'graphemes' | 'bytes';
  fits: boolean;
}

/** How much room a text leaves within a network's limits. */
export function roomLeft(length: TextLength, limit: TextLength): Room {
  const graphemes = limit.graphemes - length.graphemes;
  const bytes = limit.bytes - length.bytes;
  const fits = graphemes >= 0 && bytes >= 0;
  if (bytes < 0 && graphemes >= 0) return { left: bytes, unit: 'bytes', fits };
  const bytesAreNearer = bytes * limit.graphemes < graphemes * limit.bytes && bytes < 100;
  return bytesAreNearer && graphemes >= 0
    ? { left: bytes, unit: 'bytes', fits }
    : { left: graphemes, unit: 'graphemes', fits };
}
