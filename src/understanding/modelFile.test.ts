import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Parameters, tableOf } from './linearModel.ts';
import { listIn, modelIn, onlyModel, readModel, writeModel } from './modelFile.ts';

const parameters = (fill: number): Parameters => ({
  shape: { bits: 4, characters: { from: 2, to: 3 }, pairs: false },
  outputs: ['a', 'b'],
  table: tableOf(
    Int8Array.from({ length: 32 }, (_, at) => at - fill),
    Uint8Array.from({ length: 16 }, (_, at) => at),
    2,
  ),
  steps: [0.5, 0.25],
  biases: [1, -1],
});
const file = { models: { eng: parameters(3), swa: parameters(17) }, extra: { from: { a: 0.5 } } };
const listed = { ...file, lists: { none: [], words: ['a\n', ['ሰላም', 1]] } };

test('what was written is read again, and twice the same is the same bytes', () => {
  const { lists = {}, ...rest } = readModel(writeModel(listed));
  expect(rest).toEqual(file);
  // Twice: what was gone through once is there still.
  for (const _ of [1, 2]) expect([...lists.words!]).toEqual(listed.lists.words);
  expect([...lists.none!]).toEqual([]);
  expect(writeModel(listed).equals(writeModel(structuredClone(listed)))).toBe(true);
});

test('a file that was cut, or is of another format, is refused', () => {
  const whole = writeModel(file);
  const first = 4 + whole.readUInt32LE();
  const [head, tables] = [gunzipSync(whole.subarray(4, first)), gunzipSync(whole.subarray(first))];
  const put = (one: Buffer, other: Buffer) => {
    const [packed, rest] = [gzipSync(one), gzipSync(other)];
    const length = Buffer.alloc(4);
    length.writeUInt32LE(packed.length);
    return Buffer.concat([length, packed, rest]);
  };
  expect(readModel(put(head, tables)).models).toEqual(file.models);
  expect(() => readModel(put(head, tables.subarray(4)))).toThrow('ends too early');
  expect(() => readModel(put(head.subarray(0, 9), tables))).toThrow('ends too early');
  expect(() => readModel(whole.subarray(0, first - 1))).toThrow('ends too early');
  const other = Buffer.from(head.toString('latin1').replace('"format":2', '"format":1'), 'latin1');
  expect(() => readModel(put(other, tables))).toThrow('format 1');
});

test('a list or a model that is not there is missed by its name', () => {
  expect(() => modelIn(file, 'all')).toThrow('no model "all"');
  expect(modelIn(file, 'swa')).toBe(file.models.swa);
  expect(() => listIn(file, 'words')).toThrow('no list "words"');
  expect([...listIn<unknown>(listed, 'none')]).toEqual([]);
});

test('a file without a model has no only one', () => {
  expect(() => onlyModel({ models: {}, extra: null })).toThrow('no model');
});
