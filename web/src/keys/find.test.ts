import { expect, it } from 'vitest';
import { findCommands } from './find.ts';

const command = (title: string, group = 'Go') => ({ id: title, title, group, run: () => undefined });
const all = [command('Inbox'), command('Search'), command('Assign to me', 'Case'), command('Réglages')];
const titles = (typed: string) => findCommands(all, typed).map((one) => one.title);

it('finds a command by the beginnings of its words in any order', () => {
  expect(titles('me ass')).toEqual(['Assign to me']);
  expect(titles('go inb')).toEqual(['Inbox']);
});
it('finds a word without its accents', () => {
  expect(titles('reg')).toEqual(['Réglages']);
});
it('offers everything while nothing is typed, and nothing when nothing fits', () => {
  expect(titles(' ')).toHaveLength(4);
  expect(titles('zebra')).toEqual([]);
});
