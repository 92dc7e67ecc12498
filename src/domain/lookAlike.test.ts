import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alikeFrom, coreOf, distance, fold, likeness, looksLike, namesOf } from './lookAlike.ts';

const ours = ['karoowater', 'Karoo Water', 'Water Care Kigali'];
const looks = (handle: string, name: string | null = null) => looksLike({ handle, name }, ours)?.name ?? null;

describe('a name that imitates one of ours', () => {
  it.each([
    ['letters of other writings', 'kаrооwаter'],
    ['Greek letters', 'karοοwατer'],
    ['full-width letters', 'ｋａｒｏｏｗａｔｅｒ'],
    ['a doubled letter', 'karoowaterr'],
    ['a letter left out', 'karowater'],
    ['two letters swapped', 'karoowaetr'],
    ['digits for letters', 'kar00wat3r'],
    ['a number behind it', 'karoowater2026'],
    ['an underscore', 'karoo_water'],
    ['"_support"', 'karoowater_support'],
    ['"care"', 'KarooWaterCare'],
    ['"Official" before it', 'Official_KarooWater'],
    ['"help" without a gap', 'karoowaterhelp'],
    ['zero-width signs', 'karoo\u200bwa\u200dter\ufeff'],
    ['marks above letters', 'kàróowäter'],
    ['rn for m, vv for w', 'karoovvater'],
    ['another server', 'karoowater.bsky.example'],
    ['a server behind an at', '@karoowater@elsewhere.example'],
    ['words of other languages', 'karoowater_huduma'],
  ])('by %s', (_, handle) => {
    expect(looks(handle)).not.toBeNull();
  });

  it('by its name alone, whatever its handle', () => {
    expect(looks('user83921', 'KAROO WATER ✅ Support')).toBe('karoowater');
  });

  it('is told with the name that it imitates most', () => {
    expect(looks('watercarekigali_help')).toBe('Water Care Kigali');
  });
});

describe('a name that does not', () => {
  it.each([
    'amina_w',
    'water_lover',
    'karoo_farmers',
    'kigalitoday',
    'support',
    'customer_care',
    'official',
    'thewaterproject',
    'karooweather_fan',
    'darkwater',
  ])('%s is not suspected', (handle) => {
    expect(looks(handle)).toBeNull();
  });

  it('names short as "REG" are alike only where they are the same', () => {
    const short = (handle: string) => looksLike({ handle, name: null }, ['REG'])?.name ?? null;
    expect(short('reg_support')).toBe('REG');
    expect(short('rag')).toBeNull();
    expect(short('greg')).toBeNull();
  });
});

describe('likeness', () => {
  const name = fc.string({ unit: 'grapheme', maxLength: 40 });
  it('is 1 for the same name, from 0 to 1, and the same whichever comes first', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(likeness(a, a)).toBe(1);
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0);
        expect(likeness(a, b)).toBeLessThanOrEqual(1);
        expect(likeness(a, b)).toBeCloseTo(likeness(b, a), 10);
      }),
    );
  });

  it('is high for a name written with letters that the eye confuses, at any place', () => {
    const seen: Record<string, string> = {
      a: 'а',
      e: 'е',
      o: '0',
      c: 'с',
      p: 'р',
      x: 'х',
      i: '1',
      s: '5',
      y: 'у',
    };
    const word = fc.stringMatching(/^[a-z]{6,14}$/);
    fc.assert(
      fc.property(word, fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }), (own, which) => {
        const other = [...own].map((letter, at) => (which[at] ? (seen[letter] ?? letter) : letter)).join('');
        expect(likeness(own, other)).toBeGreaterThanOrEqual(alikeFrom);
      }),
    );
  });

  it('is 0 for unrelated words: names of random letters are never taken for ours', () => {
    const word = fc.stringMatching(/^[bdfghjlmnpqsuvxyz]{5,20}$/);
    fc.assert(fc.property(word, (own) => void expect(looks(own)).toBeNull()));
  });

  it('does not grow dear with a name that nobody writes', () => {
    expect(likeness('a'.repeat(200_000), `${'a'.repeat(199_999)}b`)).toBe(1);
  });
});

it('a distance counts swaps as one, up to a limit', () => {
  expect(distance('water', 'wtaer', 3)).toBe(1);
  expect(distance('water', 'waiter', 3)).toBe(1);
  expect(distance('water', 'fire', 2)).toBe(3);
  const word = fc.stringMatching(/^[abc]{0,8}$/);
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(distance(a, b, 20)).toBe(distance(b, a, 20));
      expect(distance(a, b, 20) === 0).toBe(a === b);
      expect(distance(a, b, 1)).toBe(Math.min(distance(a, b, 20), 2));
    }),
  );
});

it('folding twice changes nothing more, and a core is never empty where letters are', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (name) => void expect(fold(fold(name))).toBe(fold(name))),
  );
  expect(coreOf('support')).toBe(fold('support'));
});

it('an account is known by its handle, the label before its domain, and its name', () => {
  expect(namesOf({ handle: '@karoowater@people.example', name: 'Karoo' })).toEqual([
    'karoowater@people.example',
    'karoowater',
    'Karoo',
  ]);
  expect(namesOf({ handle: 'kpc.bsky.example', name: null })).toEqual(['kpc.bsky.example']);
});
