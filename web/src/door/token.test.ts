import { expect, it } from 'vitest';
import { tokenIn } from './token.ts';

const token = 'b3f0c2a1e5d4978860aabbccddeeff00';
it('finds the token in every form that a link is printed in', () => {
  expect(tokenIn({ hash: `#token=${token}`, search: '' })).toBe(token);
  expect(tokenIn({ hash: `#${token}`, search: '' })).toBe(token);
  expect(tokenIn({ hash: '', search: `?token=${token}` })).toBe(token);
});
it('finds none where there is none', () => {
  expect(tokenIn({ hash: '', search: '' })).toBeNull();
  expect(tokenIn({ hash: '#side=1', search: '?q=x' })).toBeNull();
});
it('takes a link that was cut off for none, so that its reader is told to copy the whole of it', () => {
  expect(tokenIn({ hash: '#token=b3f0c2', search: '' })).toBeNull();
  expect(tokenIn({ hash: '#b3f0c2a1e5d4', search: '' })).toBeNull();
});
