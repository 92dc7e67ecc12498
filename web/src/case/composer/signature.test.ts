import fc from 'fast-check';
import { expect, it } from 'vitest';
import { signed } from '../../../../src/domain/reply.ts';
import { signatureToCome, unsigned } from './signature.ts';

it('gives back what was typed, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const body = text.trimEnd();
      fc.pre(!body.endsWith('^Naledi'));
      expect(unsigned(signed(body, '^Naledi'), '^Naledi')).toBe(body);
    }),
  );
});
it('leaves a text alone for who has no signature', () => {
  expect(unsigned('Hello ^X', null)).toBe('Hello ^X');
});
it('shows what is still to come, and nothing when it was typed by hand', () => {
  expect(signatureToCome('We are on it.', '^Naledi')).toBe('^Naledi');
  expect(signatureToCome('We are on it. ^Naledi', '^Naledi')).toBe('');
  expect(signatureToCome('We are on it.', null)).toBe('');
});
