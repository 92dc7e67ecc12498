import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Parameters } from './linearModel.ts';
import { onlyModel, readModel, writeModel } from './modelFile.ts';

const parameters = (fill: number): Parameters => ({
  shape: { bits: 4, characters: { from: 2, to: 3 }, pairs: false },
  outputs: ['a', 'b'],
  weights: Int8Array.from({ length: 32 }, (_, at) => at - fill),
  steps: [0.5, 0.25],
  biases: [1, -1],
  telling: Uint8Array.from({ length: 16 }, (_, at) => at),
});
const file = { models: { eng: parameters(3), swa: parameters(17) }, extra: { from: { a: 0.5 } } };

test('what was written is read again, and twice the same is the same bytes', () => {
  expect(readModel(writeModel(file))).toEqual(file);
  expect(writeModel(file).equals(writeModel(structuredClone(file)))).toBe(true);
});

test('a file that was cut, or is of another format, is refused', () => {
  const whole = gunzipSync(writeModel(file));
  expect(() => readModel(gzipSync(whole.subarray(0, whole.length - 1)))).toThrow('ends too early');
  const other = Buffer.from(whole.toString('latin1').replace('"format":1', '"format":2'), 'latin1');
  expect(() => readModel(gzipSync(other))).toThrow('format 2');
});

test('a file without a model has no only one', () => {
  expect(() => onlyModel({ models: {}, extra: null })).toThrow('no model');
});
