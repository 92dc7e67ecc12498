import { expect, it } from 'vitest';
import english from '../locales/en.json';
import { i18n } from './i18n.ts';
import { plainPlaces } from './plainPlaces.ts';

it('cuts a sentence where something is filled in', () => {
  expect(plainPlaces('{time} left')).toEqual([['time'], ' left']);
  expect(plainPlaces('{a} of {b}')).toEqual([['a'], ' of ', ['b']]);
  expect(plainPlaces('No case')).toEqual(['No case']);
});

it('fills in what stands in no catalogue', () => {
  expect(i18n.t('Nobody wrote {this} yet', { this: 'sentence' })).toBe('Nobody wrote sentence yet');
});

it('cuts every sentence of the console as lingui does, but plurals', () => {
  const compiled = Object.entries<unknown>(english.messages).filter(([id]) => !id.includes(', plural,'));
  expect(compiled.length).toBeGreaterThan(500);
  for (const [id, parts] of compiled) expect(plainPlaces(id), id).toEqual(parts);
});
