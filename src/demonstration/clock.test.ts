import { expect, test } from 'vitest';
import { storyTime } from '../domain/storyClock.ts';
import { instantOfPast, PlayedClock } from './clock.ts';
import { day, hour } from './story/telling.ts';

const real = new Date('2030-03-01T10:00:00Z');

test('the past lies at its true distance before the moment of the beginning', () => {
  expect(instantOfPast({ liveFrom: 14 * day }, real, 13 * day)).toEqual(new Date('2030-02-28T10:00:00Z'));
});

test('a played minute at sixty times the speed is an hour of the story, and the way back', () => {
  const clock = new PlayedClock(14 * day, real, 60);
  const later = new Date(real.getTime() + 60_000);
  expect(clock.storyAt(later)).toBe(14 * day + hour);
  expect(clock.instantOf(14 * day + hour)).toEqual(later);
});

test('while the machine sleeps the story stands still', () => {
  const clock = new PlayedClock(14 * day, real, 60);
  clock.stoodStill(3_600_000);
  expect(clock.storyAt(new Date(real.getTime() + 3_600_000))).toBe(14 * day);
});

test('the band tells the day from one and the time of day', () => {
  const clock = { story: 14 * day + 10 * hour + 42 * 60_000, asOf: real, speed: 30 };
  expect(storyTime(clock, real)).toEqual({ day: 15, time: '10:42' });
  expect(storyTime(clock, new Date(real.getTime() + 2_000))).toEqual({ day: 15, time: '10:43' });
});
