/** The small rules of the channel: lengths, words, questions, waiting. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOff } from './backOff.ts';
import { Billed } from './billed.ts';
import { timeOfId } from './ids.ts';
import { fitsPost, holdsAddress, weightOf } from './length.ts';
import { allowanceOf, comeBackAt } from './limits.ts';
import { questionsFor } from './polling.ts';
import { rulesFor } from './rules.ts';
import { readable, sameWords } from './words.ts';

test('a text weighs what X says: letters one, families and Chinese two, an address 23', () => {
  expect(weightOf('👨‍👩‍👧‍👦'.repeat(140))).toBe(280);
  expect(fitsPost('👨‍👩‍👧‍👦'.repeat(140))).toBe(true);
  expect(fitsPost('水'.repeat(141))).toBe(false);
  expect(weightOf(`https://example.org/${'a'.repeat(200)}`)).toBe(23);
  expect(weightOf('Ẹ jọ̀wọ́, omi kò sí ní ilé wa.')).toBeLessThan(60);
});

test('an address is seen where X would see one', () => {
  expect(['See https://example.org/a.', 'See example.org'].every(holdsAddress)).toBe(true);
  expect(['No water. At all', 'See you at 8.30', ''].some(holdsAddress)).toBe(false);
});

test('words are read as they were written', () => {
  const urls = [
    { url: 'https://t.co/a', expanded_url: 'https://example.org/$&' },
    { url: 'https://t.co/b', expanded_url: 'https://x.com/a/status/1/photo/1' },
  ];
  expect(readable('a &lt;b&gt; &amp;amp; https://t.co/a https://t.co/b', urls)).toBe(
    'a <b> &amp; https://example.org/$& ',
  );
});

test('our own words are known again behind the names that X puts before them, and however spaces were kept', () => {
  expect(sameWords('@amina_k @other We come  today.', 'We come today.')).toBe(true);
  expect(sameWords('@amina_k We come today.', '@amina_k We come today.')).toBe(true);
  expect(sameWords('We come tomorrow.', 'We come today.')).toBe(false);
  fc.assert(fc.property(fc.string(), (words) => sameWords(words, ` ${words}  `)));
});

test('watched words are joined to few questions, none longer than X takes', () => {
  expect(questionsFor(['water care', '#nowater', '@Acme', ' " '], 'us')).toEqual([
    '("water care" OR #nowater OR @Acme) -from:us',
  ]);
  const many = Array.from({ length: 90 }, (_, at) => `a rather long watched word ${at}`);
  const questions = questionsFor(many, 'us');
  expect(questions.length).toBeGreaterThan(1);
  expect(questions.every((question) => question.length <= 512)).toBe(true);
  for (const word of many) expect(questions.some((question) => question.includes(`"${word}"`))).toBe(true);
});

test('rules are for each word once, and for our name', () => {
  expect(rulesFor(['water', 'water'], 'us')).toEqual(['@us -is:retweet', '"water" -is:retweet']);
  expect(rulesFor([], '')).toEqual([]);
});

test('a lost stream waits as X asks: 250 ms more each time up to 16 s, 5 s doubled up to 320 s, 60 s doubled', () => {
  const waits = (loss: Parameters<typeof backOff>[0], times: number): number[] => {
    const all: number[] = [];
    let state: ReturnType<typeof backOff> | null = null;
    for (let n = 0; n < times; n += 1) {
      state = backOff(loss, state);
      all.push(state.wait);
    }
    return all;
  };
  expect(waits('network', 3)).toEqual([250, 500, 750]);
  expect(waits('network', 100).at(-1)).toBe(16_000);
  expect(waits('http', 8)).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 320_000]);
  expect(waits('limited', 2)).toEqual([60_000, 120_000]);
  expect(backOff('http', { loss: 'network', wait: 9_000 }).wait).toBe(5_000);
});

test('of several limits the one that is used up holds', () => {
  const headers = new Headers({
    'x-rate-limit-remaining': '40',
    'x-rate-limit-reset': '1900000000',
    'x-user-limit-24hour-remaining': '0',
    'x-user-limit-24hour-reset': '1900050000',
  });
  expect(allowanceOf(headers)).toEqual({ left: 0, resetAt: new Date(1_900_050_000_000) });
  expect(comeBackAt(headers, new Date(1_900_000_000_000))).toEqual(new Date(1_900_050_000_000));
  const now = new Date();
  expect(comeBackAt(new Headers({ 'retry-after': '5' }), now)).toEqual(new Date(now.getTime() + 5_000));
  expect(comeBackAt(new Headers(), now)).toEqual(new Date(now.getTime() + 60_000));
});

test('the same post is charged once a UTC day, for each account', () => {
  const billed = new Billed();
  const [evening, night] = [new Date('2026-09-01T23:59:00Z'), new Date('2026-09-02T00:00:00Z')];
  expect(billed.fresh('a', 'post', ['1', '2', '2'], evening)).toBe(2);
  expect(billed.fresh('a', 'post', ['2', '3'], evening)).toBe(1);
  expect(billed.fresh('b', 'post', ['2'], evening)).toBe(1);
  expect(billed.fresh('a', 'post', ['2'], night)).toBe(1);
});

test('an id holds its time', () => {
  expect(timeOfId('2080761390344937796').toISOString().slice(0, 19)).toBe('2026-07-24T21:05:48');
});
