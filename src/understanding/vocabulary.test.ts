import { expect, test } from 'vitest';
import { Vocabulary } from './vocabulary.ts';

const unitsOf = (word: string) => Uint16Array.from(word, (_, at) => word.charCodeAt(at));

test('a word has one number, however it is asked', () => {
  const words = new Vocabulary();
  const number = words.numberOf('maji');
  expect(words.numberOf('maji')).toBe(number);
  expect(words.numberOfUnits(unitsOf('maji'), 0, 4)).toBe(number);
  expect(words.numberOfUnits(unitsOf('majibu'), 0, 6)).not.toBe(number);
  expect(words.words[number]).toBe('maji');
});

test('numbers go round: words met again stay, those kept stay for good, those of the text that is read are never taken', () => {
  const words = new Vocabulary();
  const kept = words.keep('kept');
  const often = words.numberOf('often');
  const once = words.numberOf('once');
  for (let n = 0; n < 3 * words.size; n++) {
    words.begin();
    const one = words.numberOf('of this text');
    words.numberOf('often');
    words.numberOf(`word ${n}`);
    expect(words.words[one]).toBe('of this text');
  }
  expect(words.words.length).toBe(words.size);
  expect([words.words[kept], words.words[often]]).toEqual(['kept', 'often']);
  expect(words.words[once]).not.toBe('once');
  // What was kept of the word under this number no longer holds.
  expect(words.births[once]).toBeGreaterThan(1);
  expect(words.words[words.numberOf('once')]).toBe('once');
});
