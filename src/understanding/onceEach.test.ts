import { expect, test } from 'vitest';
import { OnceEach } from './onceEach.ts';

test('lists that are alike become one, and others stay themselves', () => {
  const once = new OnceEach<readonly (number | string)[]>();
  const first = [1, 'a'];
  expect(once.of(first)).toBe(first);
  expect(once.of([1, 'a'])).toBe(first);
  // Joined with a sign they would be alike.
  expect(once.of(['1', 'a'])).not.toBe(first);
  expect(once.of(['1,a'])).toEqual(['1,a']);
});
