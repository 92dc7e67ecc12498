import { expect, test } from 'vitest';
import { toProbability } from '../src/understanding/linearModel.ts';
import { type Lessons, learnPerceptron, scoresOf, together } from './perceptron.ts';
import { randomFrom } from './random.ts';

const schooling = { hidden: 12, rounds: 120, rate: 0.01, left: 0, seed: 5 };

/** Points of a square, of which one output is so where both signs are the same, which no linear model can tell, and the other where the first is above 0. */
function square(): Lessons {
  const random = randomFrom(3);
  const points = Array.from({ length: 200 }, () => [random() * 2 - 1, random() * 2 - 1] as const);
  return {
    vectors: Float32Array.from(points.flatMap(([x, y]) => [10 * x + 4, y])),
    width: 2,
    targets: Float32Array.from(points.flatMap(([x, y]) => [x * y > 0 ? 1 : 0, x > 0 ? 1 : 0])),
    outputs: 2,
    rows: [...points.keys()],
  };
}

test('what no line parts is told, for inputs as they are', () => {
  const lessons = square();
  const learned = learnPerceptron(lessons, schooling);
  const right = lessons.rows.filter((row) =>
    scoresOf(learned, lessons.vectors, 2, row).every(
      (score, o) => Math.round(toProbability(score)) === lessons.targets[row * 2 + o],
    ),
  );
  expect(right.length).toBeGreaterThan(185);
});

test('the same lessons and seed give the same weights, and only the rows that are told are learned from', () => {
  const lessons = { ...square(), rows: [0, 1, 2, 3, 4, 5, 6, 7] };
  const short = { ...schooling, rounds: 3, left: 0.3 };
  const learned = learnPerceptron(lessons, short);
  expect(learnPerceptron(lessons, short)).toEqual(learned);
  const others = {
    ...lessons,
    targets: lessons.targets.map((target, at) => (at < 16 ? target : 1 - target)),
  };
  expect(learnPerceptron(others, short)).toEqual(learned);
  expect(learnPerceptron(lessons, { ...short, seed: 6 })).not.toEqual(learned);
});

test('several together score as their mean', () => {
  const lessons = square();
  const each = [1, 2].map((seed) =>
    learnPerceptron(lessons, { ...schooling, hidden: 3 + seed, rounds: 2, seed }),
  );
  const one = together(each);
  for (const row of [0, 7, 150])
    scoresOf(one, lessons.vectors, 2, row).forEach((score, o) => {
      const mean = each.reduce((sum, own) => sum + scoresOf(own, lessons.vectors, 2, row)[o]! / 2, 0);
      expect(score).toBeCloseTo(mean, 4);
    });
});
