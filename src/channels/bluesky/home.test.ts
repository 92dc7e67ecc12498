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
  ['🏠 📍Nakuru', 'Nakuru'],
  ['📍 nakuru town', 'nakuru town'],
  ['Teacher, based in St. Louis. Coffee.', 'St. Louis'],
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
  '📍\nMother of two',
  'Living in Christ',
  'Living in recovery, one day at a time',
  'live in hope',
  'Resident in psychiatry',
  'Formerly based in Lagos',
  `based in ${'very '.repeat(40)}far`,
])('%j says no home', (description) => {
  expect(statedHome(description)).toBeNull();
});
