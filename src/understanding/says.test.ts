import { beforeAll, expect, test } from 'vitest';
import { saysModel } from './models.ts';
import { type SaysModel, sentencesOf } from './says.ts';

test('a reply is cut into its sentences; signs, links and empty lines are none', () => {
  expect(
    sentencesOf('Sorry about that! We will call you at 5 p.m. today.\n\n👍 https://a.example/b\n^Naledi'),
  ).toEqual(['Sorry about that!', 'We will call you at 5 p.m. today.', '^Naledi']);
});

let model: SaysModel;
beforeAll(() => {
  model = saysModel();
});
const saidBy = (reply: string) => model.find(reply).map(({ name }) => name);

test('a promise is told with the sentence that makes it', () => {
  const found = model.find(
    'We are sorry for the trouble, Amina. A technician will come to your house tomorrow before noon. ^Naledi',
  );
  expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(['apology', 'promise']));
  expect(found.find(({ name }) => name === 'promise')?.sentence).toBe(
    'A technician will come to your house tomorrow before noon.',
  );
});

test('what hangs on a step of the author is no promise, and asks to move', () => {
  const said = saidBy('Please send us your account number by direct message and we will take a look.');
  expect(said).toContain('move');
  expect(said).not.toContain('promise');
});

test('of nothing nothing is said', () => {
  expect(saidBy('')).toEqual([]);
  expect(saidBy('👍 https://a.example')).toEqual([]);
});
