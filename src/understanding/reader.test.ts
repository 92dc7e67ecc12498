import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { PostReader } from './reader.ts';

const reader = new PostReader(200);
afterAll(() => reader.close());

test('posts are read in a thread, in their order, and the thread ends when none comes', async () => {
  const [one, two] = await reader.read([{ text: 'Hakuna maji hapa tangu jana' }, { text: '' }]);
  expect(one?.language.name).toBe('swa');
  expect(two?.language.name).toBe('und');
  expect(reader.isLoaded).toBe(true);
  while (reader.isLoaded) await setTimeout(20);
  // And is there again for the next.
  const [three] = await reader.read([{ text: 'Il n’y a plus d’eau depuis lundi' }]);
  expect(three?.language.name).toBe('fra');
});

test('what is being read when the thread ends is refused, and can be asked again', async () => {
  const asked = reader.read([{ text: 'No water since Monday' }]);
  const refused = expect(asked).rejects.toThrow('ended');
  await reader.close();
  await refused;
  expect((await reader.read([{ text: 'No water since Monday' }]))[0]?.language.name).toBe('eng');
});
