import { describe, expect, it } from 'vitest';
import { answeringWords, dutyWords, weekLine } from './duty.ts';

const day = [{ from: 480, to: 1_020 }];
const named = (name: string) => ({ id: name, name });

describe('a week in a line', () => {
  it('names days of the same hours together', () => {
    expect(weekLine([[], day, day, day, day, day, [{ from: 540, to: 720 }]])).toBe(
      'Mon-Fri 08:00-17:00; Sat 09:00-12:00',
    );
    expect(weekLine([day, [], day, [], day, [], day])).toBe(
      'Tue 08:00-17:00; Thu 08:00-17:00; Sat-Sun 08:00-17:00',
    );
  });
  it('says when there is nothing to name', () => {
    expect(weekLine(null)).toBe('around the clock');
    expect(weekLine([[], [], [], [], [], [], []])).toBe('no hours');
  });
});

describe('who is on duty', () => {
  it('is told with who stands in', () => {
    const off = { onDuty: false, awayUntil: null, backAt: null, standIn: null };
    expect(dutyWords({ ...off, onDuty: true })).toBe('on duty');
    expect(dutyWords(off)).toBe('never on duty, nobody stands in');
    expect(dutyWords({ ...off, awayUntil: '2026-12-03', standIn: named('Aline') })).toMatch(
      /^away up to and including .*2026, Aline stands in$/,
    );
  });
  it('is told of a team with those for whom somebody answers', () => {
    expect(answeringWords([])).toBe('Nobody of this team is on duty now.');
    expect(
      answeringWords([
        { ...named('Aline'), insteadOf: [] },
        { ...named('Grace'), insteadOf: [named('Thabo'), named('Juma')] },
      ]),
    ).toBe('On duty now: Aline, Grace for Thabo, Juma');
  });
});
