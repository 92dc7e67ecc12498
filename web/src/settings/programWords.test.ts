import { expect, it } from 'vitest';
import { programWords } from './programWords.ts';

it('tells a browser and its system by what it says of itself', () => {
  expect(programWords('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe(
    'Firefox on Linux',
  );
  expect(
    programWords('Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36'),
  ).toBe('Chrome on Android');
});
it('shows what a program calls itself when it is no browser', () => {
  expect(programWords('desk-script/1.0')).toBe('desk-script/1.0');
  expect(programWords(null)).toBe('Unknown program');
});
