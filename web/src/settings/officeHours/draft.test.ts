import { describe, expect, it } from 'vitest';
import { daysFrom, draftOf, settingsOf, withDay, withoutDay } from './draft.ts';

const fresh = draftOf(null, 'Africa/Kigali');

describe('office hours being written', () => {
  it('begin with a usual week and are read back as they were written', () => {
    expect(fresh.week[1]).toBe('08:00-17:00');
    const kept = settingsOf(fresh);
    expect(kept?.week[0]).toEqual([]);
    expect(kept === null ? null : draftOf(kept, 'UTC')).toEqual(fresh);
  });

  it('mean nothing while a day cannot be read', () => {
    expect(settingsOf({ ...fresh, week: fresh.week.with(2, '17-8') })).toBeNull();
  });

  it('turn a holiday of the country into a working day that next year’s renewal leaves alone', () => {
    const closed = withDay(fresh, '2026-12-25', { name: 'Christmas', ranges: [], by: 'country' });
    const working = withoutDay(closed, '2026-12-25');
    expect(working.days['2026-12-25']).toEqual({ name: 'Christmas', ranges: null, by: 'hand' });
    expect(withoutDay(working, '2026-12-25').days).toEqual({});
  });

  it('list the days to come, earliest first', () => {
    const day = { name: 'x', ranges: [], by: 'hand' as const };
    const three = ['2027-01-01', '2026-01-01', '2026-12-25'].reduce(
      (draft, date) => withDay(draft, date, day),
      fresh,
    );
    expect(daysFrom(three, '2026-06-01').map(([date]) => date)).toEqual(['2026-12-25', '2027-01-01']);
  });
});
