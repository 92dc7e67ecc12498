import { gunzipSync, gzipSync } from 'node:zlib';
import type { GramShape } from './grams.ts';
import type { Parameters } from './linearModel.ts';

/**
 * Trained models in one file: gzip of the length of a JSON head (4 bytes, little-endian), the head, and for each model its weights and how telling each row is.
 * `extra` is whatever belongs to them besides.
 */
interface Head {
  format: 1;
  models: { name: string; shape: GramShape; outputs: string[]; steps: number[]; biases: number[] }[];
  extra: unknown;
}

export interface ModelFile {
  /** By name; a file of a single model calls it "all". */
  models: Readonly<Record<string, Parameters>>;
  extra: unknown;
}

/** The same parameters give the same bytes. */
export function writeModel({ models, extra }: ModelFile): Buffer {
  const head: Head = {
    format: 1,
    models: Object.entries(models).map(([name, { shape, outputs, steps, biases }]) => ({
      name,
      shape,
      outputs: [...outputs],
      steps: [...steps],
      biases: [...biases],
    })),
    extra,
  };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const sections = Object.values(models).flatMap(({ weights, telling }) => [
    Buffer.from(weights.buffer, weights.byteOffset, weights.length),
    Buffer.from(telling.buffer, telling.byteOffset, telling.length),
  ]);
  return gzipSync(Buffer.concat([length, json, ...sections]), { level: 9 });
}

/** What a gzip file says it unpacks to (RFC 1952, ISIZE), within reason: unpacked in one piece instead of thousands that are put together. */
function sizeOf(file: Buffer): number {
  const said = file.length < 4 ? 0 : file.readUInt32LE(file.length - 4);
  return Math.min(Math.max(said, 65_536), 256 * 1_048_576);
}

/** Throws when the file is not of this format or was cut. */
export function readModel(file: Buffer): ModelFile {
  const bytes = gunzipSync(file, { chunkSize: sizeOf(file) });
  const length = bytes.readUInt32LE();
  const head = JSON.parse(bytes.toString('utf8', 4, 4 + length)) as Head;
  if (head.format !== 1)
    throw new Error(`Models of format ${String(head.format)}, of which nothing is known here.`);
  let at = 4 + length;
  const take = (count: number): Uint8Array => {
    if (at + count > bytes.length) throw new Error('The file of models ends too early.');
    // Not a copy: the file's bytes are held as long as any of it is.
    const taken = new Uint8Array(bytes.buffer, bytes.byteOffset + at, count);
    at += count;
    return taken;
  };
  const models = head.models.map(({ name, shape, outputs, steps, biases }) => {
    const bytesOfWeights = take(2 ** shape.bits * outputs.length);
    const weights = new Int8Array(bytesOfWeights.buffer, bytesOfWeights.byteOffset, bytesOfWeights.length);
    return [name, { shape, outputs, steps, biases, weights, telling: take(2 ** shape.bits) }] as const;
  });
  return { models: Object.fromEntries(models), extra: head.extra };
}

/** The only model of a file that holds one. */
export function onlyModel({ models }: ModelFile): Parameters {
  const [first] = Object.values(models);
  if (first === undefined) throw new Error('The file holds no model.');
  return first;
}
