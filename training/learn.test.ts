import { expect, test } from 'vitest';
import { LinearModel, sizeOfRow } from '../src/understanding/linearModel.ts';
import { type Course, type Example, learn } from './learn.ts';
import { round } from './round.ts';

const course: Course = {
  shape: { bits: 12, characters: { from: 2, to: 3 }, pairs: true },
  outputs: ['bad', 'good'],
  oneOf: true,
  rounds: 8,
  rate: 0.3,
  leastTexts: 1,
  seed: 1,
  bayes: 0.5,
};
const lesson = (text: string, good: boolean): Example => ({
  words: text.split(' '),
  targets: good ? [0, 1] : [1, 0],
  weight: 1,
});
const lessons = [
  lesson('asante sana kwa msaada', true),
  lesson('huduma nzuri sana', true),
  lesson('nashukuru sana ndugu', true),
  lesson('huduma mbovu kabisa', false),
  lesson('hakuna maji tena', false),
  lesson('mmetuibia pesa zetu', false),
];

const scoreOf = (examples: readonly Example[], words: string, of: Course): number[] => {
  const scores = new Float64Array(of.outputs.length);
  new LinearModel(round(learn(examples, of), of.shape, of.outputs)).score(words.split(' '), scores);
  return [...scores];
};

test('what was taught is known, and what is alike is guessed by its parts', () => {
  const [bad = 0, good = 0] = scoreOf(lessons, 'nashukuru kwa huduma nzuri', course);
  expect(good).toBeGreaterThan(bad);
  const [worse = 0, better = 0] = scoreOf(lessons, 'mmeibia watu, mbovu', course);
  expect(worse).toBeGreaterThan(better);
});

test('taught twice, it knows the same to the last bit', () => {
  const [one, other] = [learn(lessons, course), learn(lessons, course)];
  expect(Buffer.from(one.weights.buffer).equals(Buffer.from(other.weights.buffer))).toBe(true);
  const reseeded = learn(lessons, { ...course, seed: 2 });
  expect(Buffer.from(one.weights.buffer).equals(Buffer.from(reseeded.weights.buffer))).toBe(false);
});

test('things that stand alone are learned alone, and where nothing is said nothing is learned', () => {
  const alone: Course = { ...course, oneOf: false, bayes: 0, positives: [2, 1] };
  const half = lessons.map((one, at) => ({
    ...one,
    targets: [one.targets[0]!, at < 3 ? -1 : one.targets[1]!],
  }));
  const [bad = 0] = scoreOf(half, 'mmetuibia pesa', alone);
  expect(bad).toBeGreaterThan(0);
  // Of the second output only texts in which it does not hold were told: it never holds.
  const [, good = 0] = scoreOf(half, 'asante sana', alone);
  expect(good).toBeLessThan(0);
});

test('rounding to bytes moves a score by little', () => {
  const learned = learn(lessons, { ...course, bayes: 0 });
  const rounded = round(learned, course.shape, course.outputs);
  const bytes = new Int8Array(rounded.table.buffer);
  const perRow = 4 * sizeOfRow(2);
  learned.weights.forEach((weight, at) => {
    // How telling the row is stands before its two weights.
    const kept = bytes[Math.floor(at / 2) * perRow + 1 + (at % 2)]!;
    // The few largest are cut to the others.
    if (Math.abs(kept) === 127) return;
    const back = kept * rounded.steps[at % 2]!;
    expect(Math.abs(back - weight)).toBeLessThanOrEqual(rounded.steps[at % 2]! / 2 + 1e-6);
  });
});
