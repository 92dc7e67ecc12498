import { gunzipSync, gzipSync } from 'node:zlib';
import type { GramShape } from './grams.ts';
import { type Parameters, sizeOfRow } from './linearModel.ts';

/**
 * Trained models in one file: the length of its first part (4 bytes, little-endian), and two parts, each by gzip. The first is the length of a JSON head (4 bytes), the head, and for
 * each list its JSON values, a line each. The second is the tables of the models, one behind the other: unpacked they are read where they lie, and nothing else is held with them.
 */
interface Head {
  format: 2;
  models: { name: string; shape: GramShape; outputs: string[]; steps: number[]; biases: number[] }[];
  /** Whatever belongs to them besides. */
  extra: unknown;
  /** How many bytes each has. */
  lists: { name: string; size: number }[];
}

export interface ModelFile {
  /** By name; a file of a single model calls it "all". */
  models: Readonly<Record<string, Parameters>>;
  extra: unknown;
  /** Long lists by name. Each value is read when it is asked for and kept by nobody: read as one they would be most of what loading takes, in memory and in time. */
  lists?: Readonly<Record<string, Iterable<unknown>>>;
}

/** The same parameters give the same bytes. */
export function writeModel({ models, extra, lists = {} }: ModelFile): Buffer {
  const lines = Object.entries(lists).map(([name, values]) => {
    const bytes = Buffer.from([...values].map((value) => `${JSON.stringify(value)}\n`).join(''));
    return { name, bytes };
  });
  const head: Head = {
    format: 2,
    models: Object.entries(models).map(([name, { shape, outputs, steps, biases }]) => ({
      name,
      shape,
      outputs: [...outputs],
      steps: [...steps],
      biases: [...biases],
    })),
    extra,
    lists: lines.map(({ name, bytes }) => ({ name, size: bytes.length })),
  };
  const json = Buffer.from(JSON.stringify(head));
  const first = packed([lengthOf(json), json, ...lines.map(({ bytes }) => bytes)]);
  const tables = Object.values(models).map(({ table }) =>
    Buffer.from(table.buffer, table.byteOffset, table.byteLength),
  );
  return Buffer.concat([lengthOf(first), first, packed(tables)]);
}

const packed = (parts: readonly Buffer[]): Buffer => gzipSync(Buffer.concat(parts), { level: 9 });

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return length;
}

const newline = 10;

/** The values of a list, each line by itself. */
function* valuesOf(bytes: Buffer): Generator<unknown> {
  let from = 0;
  while (from < bytes.length) {
    const to = bytes.indexOf(newline, from);
    yield JSON.parse(bytes.toString('utf8', from, to));
    from = to + 1;
  }
}

/** A list that can be gone through more than once. */
const listOf = (bytes: Buffer): Iterable<unknown> => ({ [Symbol.iterator]: () => valuesOf(bytes) });

/** Unpacks in one piece what says how large it is (RFC 1952, ISIZE), within reason, instead of thousands that are put together. */
function unpacked(part: Buffer): Buffer {
  const said = part.length < 4 ? 0 : part.readUInt32LE(part.length - 4);
  return gunzipSync(part, { chunkSize: Math.min(Math.max(said, 65_536), 256 * 1_048_576) });
}

/** Takes one piece after the other. Throws where there is too little left. */
function taker(bytes: Buffer): (count: number) => Buffer {
  let at = 0;
  return (count) => {
    if (at + count > bytes.length) throw new Error('The file of models ends too early.');
    at += count;
    return bytes.subarray(at - count, at);
  };
}

/** Throws when the file is not of this format or was cut. */
export function readModel(file: Buffer): ModelFile {
  const takePart = taker(file);
  const size = takePart(4).readUInt32LE();
  const take = taker(unpacked(takePart(size)));
  const head = JSON.parse(take(take(4).readUInt32LE()).toString('utf8')) as Head;
  if (head.format !== 2)
    throw new Error(`Models of format ${String(head.format)}, of which nothing is known here.`);
  const lists = head.lists.map(({ name, size }) => [name, listOf(take(size))] as const);
  const takeTable = taker(unpacked(takePart(file.length - 4 - size)));
  const models = head.models.map(({ name, ...model }) => {
    const words = 2 ** model.shape.bits * sizeOfRow(model.outputs.length);
    const { buffer, byteOffset } = takeTable(4 * words);
    return [name, { ...model, table: new Int32Array(buffer, byteOffset, words) }] as const;
  });
  return { models: Object.fromEntries(models), extra: head.extra, lists: Object.fromEntries(lists) };
}

/** A list of a file, as whoever wrote it knows its values. Throws when the file has none of this name. */
export function listIn<Value>({ lists = {} }: ModelFile, name: string): Iterable<Value> {
  const list = lists[name];
  if (list === undefined) throw new Error(`The file has no list "${name}".`);
  return list as Iterable<Value>;
}

/** The model of a file that is called so. Throws when there is none. */
export function modelIn({ models }: ModelFile, name: string): Parameters {
  const model = models[name];
  if (model === undefined) throw new Error(`The file has no model "${name}".`);
  return model;
}

/** The only model of a file that holds one. */
export function onlyModel({ models }: ModelFile): Parameters {
  const [first] = Object.values(models);
  if (first === undefined) throw new Error('The file holds no model.');
  return first;
}
