import { expect, it } from 'vitest';
import { thanksIn } from './thanks.ts';

it('is in the language of the author, whatever their country', () => {
  expect(thanksIn('fr-CD')).toMatchObject({ language: 'fr', authors: true });
  expect(thanksIn('SW').sentence).toMatch(/^Asante/);
});

it('is in English, and says so, where the language is not known or not ours', () => {
  for (const language of [null, '', 'zu', 'constructor', '__proto__']) {
    expect(thanksIn(language)).toEqual({ ...thanksIn('en'), authors: false });
  }
  expect(thanksIn('en-ZA').authors).toBe(true);
});

it('leaves nothing to be filled in, and fits the shortest network', () => {
  for (const language of ['ar', 'en', 'es', 'fr', 'pt', 'rw', 'sw']) {
    const { sentence, authors } = thanksIn(language);
    expect(authors).toBe(true);
    expect(sentence).not.toMatch(/[[\]{}]/);
    expect(sentence.length).toBeGreaterThan(20);
    expect(sentence.length).toBeLessThan(160);
  }
});
