import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ApprovedText, filled, placesIn, textsFor, unfilled, whatIsWrongWith } from './approvedText.ts';

const text = (title: string, more: Partial<ApprovedText> = {}): ApprovedText => ({
  id: title,
  title,
  topic: 'water',
  language: null,
  text: 'We are sorry.',
  ...more,
});

describe('places to fill in', () => {
  test('are filled with what is known, and stay where nothing is', () => {
    const words = 'Dear {author}, your case {case} at { unit } is with {member}.';
    expect(placesIn(words)).toEqual(['author', 'case', 'member', 'unit']);
    const done = filled(words, { author: 'Aline', case: '4127', member: 'Naledi', unit: null });
    expect(done).toBe('Dear Aline, your case 4127 at { unit } is with Naledi.');
    expect(unfilled(done)).toBe('{ unit }');
    expect(unfilled('We say {nothing} of that.')).toBeNull();
  });

  test('that nobody knows are refused when the text is written', () => {
    expect(whatIsWrongWith('Dear {name}')).toMatch(/\{name\} cannot be filled in.*\{author\}/);
    expect(whatIsWrongWith('Dear {author}, {} and { stand for themselves')).toBeNull();
  });

  test('never let an author’s name be taken for a place again', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(filled('{author}!', { author: name })).toBe(`${name}!`);
      }),
    );
  });
});

describe('texts for what is typed', () => {
  const texts = [
    text('Water is back'),
    text('No water: tanker times', { language: 'en' }),
    text('Pas d’eau', { language: 'fr', text: 'Le camion-citerne passe à six heures.' }),
    text('Bill twice', { topic: 'billing', text: 'We look at the bill for water.' }),
  ];
  const found = (typed: string, language: string | null = 'en') =>
    textsFor(texts, typed, { language, most: 3 }).map(({ title }) => title);

  test('are found by beginnings of words, without case and accents, the title first', () => {
    expect(found('WAT')).toEqual(['No water: tanker times', 'Water is back', 'Bill twice']);
    expect(found('a six', 'fr')).toEqual(['Pas d’eau']);
    expect(found('water tank')).toEqual(['No water: tanker times']);
  });

  test('are none for what is nowhere, or for no words at all', () => {
    expect(found('electricity')).toEqual([]);
    expect(found(' ?! ')).toEqual([]);
  });

  test('hold every word typed, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(found(typed).length).toBeLessThanOrEqual(3);
      }),
    );
  });
});
