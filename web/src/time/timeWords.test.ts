import { describe, expect, it } from 'vitest';
import { agoWords, lengthWords, momentWords, waitingWords } from './timeWords.ts';

const now = new Date('2026-03-12T12:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();

describe('time left against what was promised', () => {
  it('says how many minutes are left, and that they are few', () => {
    expect(waitingWords(inMinutes(14), now)).toEqual({ urgency: 'soon', words: '14 min left' });
    expect(waitingWords(inMinutes(42), now)).toEqual({ urgency: 'fine', words: '42 min left' });
  });
  it('says how long the promise is over', () => {
    expect(waitingWords(inMinutes(-125), now)).toEqual({ urgency: 'over', words: '2 h over' });
    expect(waitingWords(inMinutes(-60 * 24 * 3), now)).toEqual({ urgency: 'over', words: '3 d over' });
  });
  it('counts a very long time in years', () => {
    expect(waitingWords(inMinutes(-60 * 24 * 3119), now).words).toBe('8 y over');
    expect(waitingWords(inMinutes(-60 * 24 * 700), now).words).toBe('700 d over');
  });
  it('never says nought minutes', () => {
    expect(waitingWords(inMinutes(0.2), now).words).toBe('1 min left');
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
