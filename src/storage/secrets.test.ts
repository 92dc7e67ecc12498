import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { masterKey } from './secrets.ts';

const someKey = () => masterKey(randomBytes(32).toString('base64'));
const place = { organisationId: 1, accountId: '0198c0de-0000-7000-8000-000000000001' };

describe('secrets at rest', () => {
  it('come back as they were, for any content', () => {
    const key = someKey();
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (secret) => {
        const given = { ...secret };
        expect(key.open(place, key.seal(place, given))).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });

  it('never look the same twice and never show what they hold', () => {
    const key = someKey();
    const [a, b] = [key.seal(place, { word: 'open sesame' }), key.seal(place, { word: 'open sesame' })];
    expect(a.equals(b)).toBe(false);
    expect(a.includes('sesame')).toBe(false);
  });

  it('cannot be moved to another account or organisation', () => {
    const key = someKey();
    const sealed = key.seal(place, { word: 'x' });
    for (const elsewhere of [
      { ...place, organisationId: 2 },
      { ...place, accountId: '0198c0de-0000-7000-8000-000000000002' },
    ])
      expect(() => key.open(elsewhere, sealed)).toThrow(expect.objectContaining({ code: 'key_unusable' }));
  });

  it('cannot be opened with another key, nor when a single bit was changed', () => {
    const key = someKey();
    const sealed = key.seal(place, { word: 'x' });
    expect(() => someKey().open(place, sealed)).toThrow(expect.objectContaining({ code: 'key_unusable' }));
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(() => key.open(place, changed)).toThrow(expect.objectContaining({ code: 'key_unusable' }));
      }),
    );
  });

  it.each(['', 'short', randomBytes(31).toString('base64'), `${randomBytes(32).toString('base64')}!`])(
    'refuse the key "%s"',
    (text) => {
      expect(() => masterKey(text)).toThrow(expect.objectContaining({ code: 'key_unusable' }));
    },
  );
});
