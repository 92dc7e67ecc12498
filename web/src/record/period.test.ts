import { expect, test } from 'vitest';
import { periodOf } from './period.ts';
import { recordFilterOf } from './recordFilter.ts';
import { pathOf, topOf } from './scale.ts';

test('a period is of whole days, today included', () => {
  expect(periodOf('7', '2026-03-02')).toEqual({ from: '2026-02-24', to: '2026-03-02' });
  expect(periodOf('30', '2026-03-30')).toEqual({ from: '2026-03-01', to: '2026-03-30' });
  expect(periodOf('month', '2026-03-02')).toEqual({ from: '2026-03-01', to: '2026-03-02' });
  expect(periodOf('last', '2026-03-31')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(periodOf('last', '2026-01-05')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
});

test('an address that says nothing, or nonsense, asks for the last thirty days', () => {
  const usual = recordFilterOf({}, '2026-03-30');
  expect(usual).toEqual({
    period: '30',
    from: '2026-03-01',
    to: '2026-03-30',
    kind: 'first',
    hours: 'clock',
    by: 'network',
    narrowed: null,
    list: null,
    stretch: null,
  });
  const nonsense = {
    period: 'dates',
    from: '2026-05-01',
    to: '2026-04-01',
    kind: 'last',
    day: 'x_y',
    by: 'shoe',
  };
  expect(recordFilterOf(nonsense, '2026-03-30')).toEqual(usual);
});

test('an address says what is shown', () => {
  const asked = {
    period: 'dates',
    from: '2026-01-01',
    to: '2026-02-01',
    hours: 'office',
    dimension: 'team',
    list: 'waiting',
    day: '2026-01-03_2026-01-03',
  };
  expect(recordFilterOf(asked, '2026-03-30')).toMatchObject({
    from: '2026-01-01',
    to: '2026-02-01',
    hours: 'office',
    narrowed: { dimension: 'team', value: '' },
    list: 'waiting',
    stretch: { from: '2026-01-03', to: '2026-01-03' },
  });
});

test('a scale ends on a round time that holds everything', () => {
  expect([[], [61], [3_601], [90_000], [3_000_000]].map(topOf)).toEqual([60, 300, 7_200, 172_800, 3_628_800]);
});

test('a line is broken where nothing is known, and a point that stands alone is seen', () => {
  expect(pathOf([[0, 1], [1, 2], null, [3, 4], null])).toBe(
    'M0.0 1.0L1.0 2.0M3.0 4.0m-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0',
  );
});
