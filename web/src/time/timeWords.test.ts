import { describe, expect, it } from 'vitest';
import type { OfficeHours } from '../../../src/domain/officeHours.ts';
import { agoWords, lengthWords, momentWords, waitingWords } from './timeWords.ts';

const now = new Date('2026-03-12T12:00:00Z');
const waiting = (minutes: number, tier = 2, hours: OfficeHours | null = null) =>
  waitingWords({ tier, dueAt: inMinutes(minutes) }, now, hours);
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();

describe('time left against what was promised', () => {
  it('says how many minutes are left, and that they are few', () => {
    expect(waiting(14)).toEqual({ urgency: 'soon', words: '14 min left' });
    expect(waiting(42)).toEqual({ urgency: 'fine', words: '42 min left' });
  });
  it('says how long the promise is over', () => {
    expect(waiting(-125)).toEqual({ urgency: 'over', words: '2 h over' });
    expect(waiting(-60 * 24 * 3)).toEqual({ urgency: 'over', words: '3 d over' });
  });
  it('counts a very long time in years', () => {
    expect(waiting(-60 * 24 * 3119).words).toBe('8 y over');
    expect(waiting(-60 * 24 * 700).words).toBe('700 d over');
  });
  it('counts the hours in which the office is open, and all of them where there is danger', () => {
    const workday = [{ from: 8 * 60, to: 16 * 60 }];
    const hours: OfficeHours = { timeZone: 'UTC', week: Array.from({ length: 7 }, () => workday), days: {} };
    expect(waiting(60 * 22, 2, hours).words).toBe('6 h left');
    expect(waiting(60 * 22, 0, hours).words).toBe('22 h left');
  });
  it('never says nought minutes', () => {
    expect(waiting(0.2).words).toBe('1 min left');
    expect(lengthWords(0)).toBe('1 min');
  });
});

describe('how long ago', () => {
  it('counts seconds for what has just happened', () => {
    expect(agoWords(inMinutes(-0.05), now)).toBe('3 s ago');
    expect(agoWords(inMinutes(0), now)).toBe('now');
    expect(agoWords(inMinutes(-5), now)).toBe('5 min ago');
  });
});

describe('a moment', () => {
  it('shows the year only when it is another year', () => {
    expect(momentWords('2018-05-02T16:14:43Z', now)).toMatch(/2018/);
    expect(momentWords('2026-03-02T16:14:43Z', now)).not.toMatch(/2026/);
  });
});
