import fc from 'fast-check';
import { expect, it } from 'vitest';
import { namesThem, soughtName, wordsOf } from './namesMember.ts';

const names = (text: string, name: string) => {
  const sought = soughtName(name);
  return sought !== null && namesThem(wordsOf(text), sought);
};

it.each([
  ['Madam Clare Uwera, we have no water', true],
  ['CLARE UWERA!!', true],
  ['uwera clare ndagusabye', true],
  ['@clareuwera answer us', true],
  ['#ClareUwera', true],
  ['Cláre Uwéra', true],
  ['Clare, ask Mr Uwera', false],
  ['Clare has no water', false],
  ['Eclare Uweras', false],
  ['', false],
])('"%s" names Clare Uwera: %s', (text, so) => {
  expect(names(text, 'Clare Uwera')).toBe(so);
});

it('a first name alone is looked for in nothing', () => {
  expect(soughtName('Naledi')).toBeNull();
  expect(soughtName(' ')).toBeNull();
});

it('a name is found in whatever stands around it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      expect(names(`${before} Naledi Dlamini ${after}`, 'Naledi Dlamini')).toBe(true);
    }),
  );
});
