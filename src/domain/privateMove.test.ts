import { expect, it } from 'vitest';
import { publicLanguages } from './languages.ts';
import { moveSentences, moveWays, neverInPublic } from './privateMove.ts';

it('what is said in public holds no number in any language, and leaves room for a link and a name in the shortest post', () => {
  const all = publicLanguages.flatMap((language) => moveWays.map((way) => moveSentences[language][way]));
  expect(all.map(neverInPublic)).toEqual(all.map(() => null));
  expect(new Set(all).size).toBe(all.length);
  expect(Math.max(...all.map((text) => text.length))).toBeLessThan(140);
});

it('names what must not stand there', () => {
  expect(neverInPublic('We look at account 4413229177')).toBe('4413229177');
  expect(neverInPublic('Write to aline@water.example')).toBe('aline@water.example');
  expect(neverInPublic('It is mended. Thank you for your patience.')).toBeNull();
});
