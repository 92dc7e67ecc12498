import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { en } from '../words/en.ts';
import { emptyForm, errorsIn, mostText, plain, typedIn } from './typed.ts';

const offered = { topics: ['No water', 'A bill'], units: ['kicukiro'] };
const judge = (more: Partial<ReturnType<typeof emptyForm>>) =>
  Object.keys(errorsIn({ ...emptyForm(), text: 'No water.', ...more }, offered, en));

describe('what is typed into a form', () => {
  test('needs words and nothing else', () => {
    expect(judge({})).toEqual([]);
    expect(judge({ text: '' })).toEqual(['text']);
    expect(judge({ text: 'a'.repeat(mostText) })).toEqual([]);
    expect(judge({ text: 'a'.repeat(mostText + 1) })).toEqual(['text']);
  });

  test('says every fault at once', () => {
    const wrong = {
      text: '',
      topic: 'Another',
      unit: 'x',
      place: 'p'.repeat(151),
      name: 'n'.repeat(101),
      reach: 'r'.repeat(301),
      pin: '12',
    };
    expect(judge(wrong).sort()).toEqual(['name', 'pin', 'place', 'reach', 'text', 'topic', 'unit']);
  });

  test.each(['1234', '12345678', ''])('takes the PIN "%s"', (pin) => expect(judge({ pin })).toEqual([]));
  test.each(['123', '123456789', '12a4', '١٢٣٤', '-1234'])('does not take the PIN "%s"', (pin) =>
    expect(judge({ pin })).toEqual(['pin']),
  );

  test('is read as text that can be kept, whatever came', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const kept = plain(text);
        expect(kept.isWellFormed()).toBe(true);
        expect(kept.includes('\u0000') || kept.includes('\r')).toBe(false);
        expect(plain(kept)).toBe(kept);
      }),
    );
  });

  test('keeps the lines of the text, and makes one line of a name', () => {
    const typed = typedIn(
      new Map([
        ['text', ' one\r\ntwo\rthree '],
        ['name', 'Aline\n  Uwera'],
      ]),
    );
    expect(typed).toMatchObject({ text: 'one\ntwo\nthree', name: 'Aline Uwera', place: '' });
  });
});
