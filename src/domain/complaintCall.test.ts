import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  announcementWords,
  answersCall,
  callSlug,
  callState,
  gathersUntil,
  hasHashtag,
  isHashtag,
  isLate,
  isOvertaken,
  nextCallReminder,
  proposedHashtag,
  remindersByNow,
} from './complaintCall.ts';

const at = (day: number) => new Date(Date.UTC(2031, 0, day));
const call = { openedAt: at(1), closesAt: at(8), endedAt: null, hashtag: 'OurClinics' };

describe('a hashtag', () => {
  it.each([
    ['Tell me about our clinics, until Friday', 'OurClinics'],
    ['What is wrong with the water in Kimironko?', 'WrongWaterKimironko'],
    ['Dites-nous comment vont vos écoles', 'Écoles'],
    ['Tuambie kuhusu barabara za Kisumu', 'BarabaraKisumu'],
    ['What is it?', ''],
    ['ስለ ጤና ጣቢያ', 'ስለጤናጣቢያ'],
  ])('is proposed of %j: %j', (question, expected) => {
    expect(proposedHashtag(question)).toBe(expected);
    if (expected !== '') expect(isHashtag(expected)).toBe(true);
  });

  it.each([
    ['Waited six hours #ourclinics', true],
    ['#OURCLINICS!', true],
    ['＃OurClinics', false],
    ['(#OurClinics)', true],
    ['#OurClinicsToday', false],
    ['OurClinics', false],
    ['see https://x.example/y#OurClinics', false],
    ['see https://x.example/#OurClinics', false],
  ])('stands in %j: %j', (text, expected) => {
    expect(hasHashtag(text, 'OurClinics')).toBe(expected);
  });

  it.each(['', 'ab', '123', 'two words', 'a'.repeat(41), '#tag', 'semi;colon'])('is not %j', (words) => {
    expect(isHashtag(words)).toBe(false);
  });

  it('makes the address of its page', () => {
    const id = '0190a000-0000-7000-8000-00001234abcd';
    expect(callSlug('OurÉcoles', id, false)).toBe('ourecoles');
    expect(callSlug('OurClinics', id, true)).toBe('ourclinics-1234abcd');
    expect(callSlug('ጤና', id, false)).toBe('call-1234abcd');
  });
});

describe('a post', () => {
  const post = { text: 'Six hours', at: at(2), isUnder: false, isOfForm: false };
  it('answers under the announcement, by the form, or by the hashtag', () => {
    expect(answersCall({ ...post, isUnder: true }, call)).toBe('thread');
    expect(answersCall({ ...post, isOfForm: true }, call)).toBe('form');
    expect(answersCall({ ...post, text: 'Six hours #ourclinics' }, call)).toBe('hashtag');
    expect(answersCall(post, call)).toBeNull();
  });

  it('under the announcement or by the form was written behind the opening, whatever its clock says', () => {
    expect(answersCall({ ...post, at: at(0), isUnder: true }, call)).toBe('thread');
    expect(answersCall({ ...post, at: at(0), isOfForm: true }, call)).toBe('form');
  });

  it('answers by a hashtag the call that was opened last before it, of those that have it', () => {
    const later = { ...call, hashtag: 'ourCLINICS', openedAt: at(9), closesAt: at(12) };
    const other = { ...later, hashtag: 'OurSchools' };
    const over = (day: number) => isOvertaken(call, [call, later, other], at(day));
    expect([8, 9, 10].map(over)).toEqual([false, true, true]);
    expect(isOvertaken(later, [call, later, other], at(10))).toBe(false);
    const tagged = { ...post, text: '#ourclinics', at: at(10) };
    expect(answersCall(tagged, call, true)).toBeNull();
    expect(answersCall({ ...tagged, isUnder: true }, call, true)).toBe('thread');
  });

  it('answers nothing before the opening, is late behind the end, and nothing a week behind it', () => {
    const tagged = { ...post, text: '#ourclinics' };
    expect(answersCall({ ...tagged, at: at(0) }, call)).toBeNull();
    expect([at(8), at(9)].map((time) => isLate(call, time))).toEqual([false, true]);
    expect(answersCall({ ...tagged, at: at(15) }, call)).toBe('hashtag');
    expect(answersCall({ ...tagged, at: at(16) }, call)).toBeNull();
    const early = { ...call, endedAt: at(3) };
    expect(isLate(early, at(4))).toBe(true);
    expect(gathersUntil(early)).toEqual(at(10));
  });
});

describe('a call', () => {
  it('is open until its time is over or it is ended, and then until its report is there', () => {
    const stands = (more: object, day: number) => callState({ ...call, reported: false, ...more }, at(day));
    expect(stands({}, 7)).toBe('open');
    expect(stands({}, 8)).toBe('ended');
    expect(stands({ endedAt: at(3) }, 4)).toBe('ended');
    expect(stands({ reported: true }, 20)).toBe('reported');
  });

  it('reminds of its report at the end, after three days, after a week, and each week from then on', () => {
    const days = [7, 8, 10, 11, 15, 21, 22, 29, 365];
    expect(days.map((day) => remindersByNow(call, at(day)))).toEqual([0, 1, 1, 2, 3, 3, 4, 5, 53]);
  });

  test('no reminder is skipped or sent twice: the next is due exactly when one more is to have been sent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.boolean(), (sent, early) => {
        const one = early ? { ...call, endedAt: at(3) } : { ...call, endedAt: call.closesAt };
        const next = nextCallReminder(one, sent);
        expect(remindersByNow(one, next)).toBe(sent + 1);
        expect(remindersByNow(one, new Date(next.getTime() - 1))).toBe(sent);
      }),
    );
  });
});

test('an announcement keeps its hashtag and link whole, and cuts the question at a letter', () => {
  const tail = 'Until Friday: #OurClinics https://gov.example/calls/health/ourclinics';
  const most = { graphemes: 300, bytes: 3_000 };
  expect(announcementWords('Tell me.', tail, most)).toBe(`Tell me.\n\n${tail}`);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), (question) => {
      const words = announcementWords(question, tail, most);
      expect([...new Intl.Segmenter().segment(words)].length).toBeLessThanOrEqual(300);
      expect(words.endsWith(tail)).toBe(true);
    }),
  );
});
