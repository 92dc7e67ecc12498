import { describe, expect, test } from 'vitest';
import { type PromiseDue, promiseDue } from './promiseDate.ts';

const wednesday = new Date('2026-11-25T07:30:00Z');
const kigali = 'Africa/Kigali';
const found = (text: string, language: string | null = 'eng', at = wednesday, timeZone = kigali) =>
  promiseDue(text, { at, timeZone, language });
/** "2026-11-27 15:00 minute" on the zone's wall clock, or "none". */
const dueOf = (text: string, language: string | null = 'eng', at = wednesday, timeZone = kigali) => {
  const one = found(text, language, at, timeZone);
  if (one === null) return 'none';
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return `${clock.format(one.due)} ${one.exact}`;
};
const local = (time: string, timeZone: string) =>
  new Date(Temporal.PlainDateTime.from(time).toZonedDateTime(timeZone).epochMilliseconds);

describe('the words that say so', () => {
  test.each([
    ['A crew will be there by Friday 3pm.', 'Friday 3pm'],
    ['We will call within 48 hours, promise.', '48 hours'],
    ['Nous passons demain entre 9h et 11h.', 'demain entre 9h et 11h'],
    ['Fundi atafika kesho saa nne asubuhi.', 'kesho saa nne asubuhi'],
    ['Ẹ̀rọ yóò dé ní ọjọ́ Ẹtì ní aago mẹ́ta ọ̀sán.', 'Ẹtì ní aago mẹ́ta ọ̀sán'],
    ['👍🏾 See you tomorrow!', 'tomorrow'],
    ['@wanjiru_k we will be there @5pm.', '5pm'],
  ])('%s', (text, words) => {
    expect(text.slice(...(found(text, null) as PromiseDue).because)).toBe(words);
  });
});

describe('a weekday', () => {
  test('of today is today while its hour is to come, and in a week after that', () => {
    expect(dueOf('On Wednesday at 3pm.')).toBe('2026-11-25 15:00 minute');
    expect(dueOf('On Wednesday at 8am.')).toBe('2026-12-02 08:00 minute');
    expect(dueOf('On Wednesday.')).toBe('2026-11-25 23:59 day');
    expect(dueOf('Next Wednesday.')).toBe('2026-12-02 23:59 day');
  });

  test('belongs to the week that is named with it', () => {
    expect(dueOf('On Monday next week.')).toBe('2026-11-30 23:59 day');
    expect(dueOf('Next week Friday at 10am.')).toBe('2026-12-04 10:00 minute');
    expect(dueOf('Monday of this week.')).toBe('none');
  });

  test('explains another day, and is none of its own', () => {
    expect(dueOf('Tomorrow, Thursday, by 4pm.')).toBe('2026-11-26 16:00 minute');
    expect(dueOf('On Friday, 4 December.')).toBe('2026-12-04 23:59 day');
  });

  test('with its range ends on the later day, also where the range has begun', () => {
    expect(dueOf('Monday to Wednesday.')).toBe('2026-12-02 23:59 day');
    expect(dueOf('Thursday - Saturday')).toBe('2026-11-28 23:59 day');
  });
});

describe('the end of a day', () => {
  test('is at five, and at midnight for who says so after five', () => {
    expect(dueOf('By end of day.')).toBe('2026-11-25 17:00 part');
    expect(dueOf('By close of business tomorrow.')).toBe('2026-11-26 17:00 part');
    expect(dueOf('By end of day.', 'eng', local('2026-11-25T18:00', kigali))).toBe('2026-11-25 23:59 part');
  });
});

describe('the night', () => {
  test('goes on after midnight', () => {
    expect(dueOf('Umeme utarudi leo saa nane usiku.', 'swa')).toBe('2026-11-26 02:00 minute');
    expect(dueOf('It will be back at midnight tonight.')).toBe('2026-11-26 00:00 minute');
  });
});

describe('an hour that may be of either half of the day', () => {
  test('is one of working hours, or the one to come of today', () => {
    expect(dueOf('Tomorrow at 3.')).toBe('2026-11-26 15:00 minute');
    expect(dueOf('Tomorrow at 9.')).toBe('2026-11-26 09:00 minute');
    expect(dueOf('Today at 9.')).toBe('2026-11-25 21:00 minute');
    expect(dueOf('Tomorrow at half past two.')).toBe('2026-11-26 14:30 minute');
    expect(dueOf('Leo saa mbili.', 'swa')).toBe('2026-11-25 20:00 minute');
  });
});

describe('a date', () => {
  test('in figures is read in the usual order, or the only one that is possible', () => {
    const said = { at: wednesday, timeZone: kigali, language: 'eng' };
    expect(promiseDue('By 04/12/2026.', said)?.due).toEqual(local('2026-12-04T23:59', kigali));
    expect(promiseDue('By 12/04/2026.', { ...said, order: 'mdy' })?.due).toEqual(
      local('2026-12-04T23:59', kigali),
    );
    expect(promiseDue('By 15/03.', { ...said, order: 'mdy' })?.due).toEqual(
      local('2027-03-15T23:59', kigali),
    );
  });

  test('without a year is the next one, but one that has just passed is that', () => {
    expect(dueOf('We will pay on 3 January.')).toBe('2027-01-03 23:59 day');
    expect(dueOf('The outage of 12 November.')).toBe('none');
    expect(dueOf('We will pay on 12 November 2026.')).toBe('none');
    expect(dueOf('On 31 November it will be done.')).toBe('none');
    expect(dueOf('On 29 February it will be done.')).toBe('2028-02-29 23:59 day');
  });

  test('of a month alone is of this month or the next one', () => {
    expect(dueOf('It will be paid on the 30th.')).toBe('2026-11-30 23:59 day');
    expect(dueOf('It will be paid by the 15th.')).toBe('2026-12-15 23:59 day');
    expect(dueOf('It will be paid by the 31st.')).toBe('2026-12-31 23:59 day');
    expect(dueOf('It will be paid in March 2027.')).toBe('none');
    expect(dueOf('It will be paid in January.')).toBe('2027-01-31 23:59 month');
  });

  test('of a range ends it', () => {
    expect(dueOf('We will come 12-15 December.')).toBe('2026-12-15 23:59 day');
    expect(dueOf('Between 2 December and 5 December we will come.')).toBe('2026-12-05 23:59 day');
  });

  test('of the Ethiopic calendar is the same day as the runtime’s calendar has', () => {
    const ethiopic = new Intl.DateTimeFormat('en-u-ca-ethiopic-nu-latn', {
      timeZone: 'UTC',
      month: 'numeric',
      day: 'numeric',
    });
    const names = 'መስከረም ጥቅምት ኅዳር ታኅሣሥ ጥር የካቲት መጋቢት ሚያዝያ ግንቦት ሰኔ ሐምሌ ነሐሴ ጳጉሜን'.split(' ');
    for (let ahead = 1; ahead < 200; ahead += 3) {
      const date = new Date(Date.UTC(2026, 10, 25 + ahead));
      const [month, dayOfMonth] = ethiopic.format(date).match(/\d+/g)!.map(Number);
      const due = found(`${names[month! - 1]} ${dayOfMonth} ይደርሳል።`, 'amh', wednesday, 'UTC')?.due;
      expect(due?.toISOString()).toBe(`${date.toISOString().slice(0, 10)}T23:59:00.000Z`);
    }
  });
});

describe('of several moments', () => {
  test.each([
    ['We received your report on 3 March and will call you on Friday.', '2026-11-27 23:59 day'],
    ['The outage began yesterday at 6pm. It will end by 8pm tonight.', '2026-11-25 20:00 minute'],
    ['We got your letter and on Friday we will answer.', '2026-11-27 23:59 day'],
    ['Tomorrow between 2 and 4pm.', '2026-11-26 16:00 minute'],
    ['The fault reported on Monday will be fixed by Thursday.', '2026-11-26 23:59 day'],
    ['Power went off at 6:15am; it will be back in 3 hours.', '2026-11-25 12:30 minute'],
  ])('the first to come counts: %s', (text, due) => {
    expect(dueOf(text)).toBe(due);
  });
});

describe('a text that mixes languages', () => {
  test.each([
    ['Sorry sana, tutakupigia kesho before noon.', '2026-11-26 12:00 minute'],
    ['Mutihangane, we will call you ejo mu gitondo.', '2026-11-26 12:00 part'],
    ['Abeg no vex, za mu kira ka gobe.', '2026-11-26 23:59 day'],
    ['E ma binu, we will be there lọ́la.', '2026-11-26 23:59 day'],
    ['Pardon, tuzabahamagara vendredi à 15h.', '2026-11-27 15:00 minute'],
    ['Ndo, we will call you echi.', '2026-11-26 23:59 day'],
  ])('%s', (text, due) => {
    for (const language of [null, 'mixed', 'und']) expect(dueOf(text, language)).toBe(due);
  });

  test('has English words where its language is known', () => {
    expect(dueOf('Fundi atafika tomorrow by 3pm.', 'swa')).toBe('2026-11-26 15:00 minute');
  });
});

describe('where clocks are changed', () => {
  const before = local('2026-03-28T12:00', 'Europe/London');

  test('hours pass as they pass, and days end as the wall clock says', () => {
    expect(dueOf('Within 24 hours.', 'eng', before, 'Europe/London')).toBe('2026-03-29 13:00 minute');
    expect(dueOf('Tomorrow at 9am.', 'eng', before, 'Europe/London')).toBe('2026-03-29 09:00 minute');
  });

  test('a time that is shown twice is the later, and one that is left out is passed an hour on', () => {
    const inNewYork = (text: string, at: string) =>
      found(text, 'eng', new Date(at), 'America/New_York')?.due.toISOString();
    expect(inNewYork('Tomorrow at 1:30am.', '2026-10-31T16:00:00Z')).toBe('2026-11-01T06:30:00.000Z');
    expect(inNewYork('Tomorrow at 2:30am.', '2026-03-07T16:00:00Z')).toBe('2026-03-08T07:30:00.000Z');
  });
});

describe('an end of a week and of a month', () => {
  test.each([
    ['By the end of the week.', '2026-11-29 23:59 week'],
    ['By the end of the working week.', '2026-11-27 17:00 week'],
    ['By the end of next week.', '2026-12-06 23:59 week'],
    ['This weekend.', '2026-11-29 23:59 week'],
    ['By the end of the month.', '2026-11-30 23:59 month'],
    ['By the end of February.', '2027-02-28 23:59 month'],
    ['In three months.', '2027-02-25 23:59 month'],
    ['Within 10 working days.', '2026-12-09 23:59 day'],
  ])('%s', (text, due) => {
    expect(dueOf(text)).toBe(due);
  });
});

describe('what a text says is found by who knows where it is read from', () => {
  test('a zone that nobody knows is a fault of the caller', () => {
    expect(() => found('Tomorrow.', 'eng', wednesday, 'Nowhere/At_all')).toThrow(RangeError);
  });

  test('a text is read to its five thousandth sign', () => {
    expect(dueOf(`${'so '.repeat(1_700)} tomorrow`)).toBe('none');
    expect(dueOf(`${'so '.repeat(1_600)} tomorrow`)).toBe('2026-11-26 23:59 day');
    for (const sign of ['@', 'a@a.', '2/']) expect(() => found(sign.repeat(50_000), null)).not.toThrow();
  });
});
