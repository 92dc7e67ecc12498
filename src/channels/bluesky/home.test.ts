import { expect, test } from 'vitest';
import { statedHome } from './home.ts';

test.each([
  ['Mother of two. Based in Nakuru, Kenya. Opinions mine.', 'Nakuru, Kenya'],
  ['📍 Kimironko | teacher', 'Kimironko'],
  ['🏠Mombasa\ntea, maps, cats', 'Mombasa'],
  ['Plumber living in Soweto and proud of it', 'Soweto'],
  ['Journaliste basée à Huye – la radio du matin', 'Huye'],
  ['Naishi Kisumu · mwalimu', 'Kisumu'],
  ['Ntuye i Musanze, nkunda umupira', 'Musanze, nkunda umupira'],
  ['Engenheira. Moro em Maputo!', 'Maputo'],
])('%j says where its author lives', (description, home) => {
  expect(statedHome(description)).toBe(home);
});

test.each([
  '',
  'From Kisumu with love',
  'I live for football',
  'Alive in Christ',
  '📍',
  '📍 🌍',
  'based inside my head',
  `based in ${'very '.repeat(40)}far`,
])('%j says no home', (description) => {
  expect(statedHome(description)).toBeNull();
});
