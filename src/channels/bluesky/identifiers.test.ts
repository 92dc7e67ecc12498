import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownerOf, postAddress, readAddress, recordKey, timeOfKey } from './identifiers.ts';

const instants = fc.date({ min: new Date('2023-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

test('a reply has one key for ever, in the form of the network, and it tells when it was made', () => {
  fc.assert(
    fc.property(fc.uuid(), instants, (id, at) => {
      const key = recordKey(id, at);
      expect(recordKey(id, at)).toBe(key);
      expect(key).toMatch(/^[2-7a-j][2-7a-z]{12}$/);
      expect(timeOfKey(key)).toEqual(at);
    }),
  );
});

test('keys sort as the instants do', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), instants, instants, (one, other, a, b) => {
      fc.pre(a.getTime() !== b.getTime());
      expect(recordKey(one, a) < recordKey(other, b)).toBe(a < b);
    }),
  );
});

test('ten thousand replies of one millisecond have nearly all a key of their own', () => {
  const at = new Date('2026-03-14T06:39:00Z');
  const keys = new Set(Array.from({ length: 10_000 }, (_, n) => recordKey(`reply ${n}`, at)));
  expect(keys.size).toBeGreaterThan(9_900);
});

test('a key of another form has no time', () => {
  for (const key of ['self', '', 'zzzzzzzzzzzzz', '3lq7c2fq3xk2a1', 'water-is-back'])
    expect(timeOfKey(key)).toBeNull();
});

test('an address names its owner, and what is no address names nobody', () => {
  expect(readAddress(postAddress('did:plc:abc', 'key'))).toEqual({
    did: 'did:plc:abc',
    collection: 'app.bsky.feed.post',
    rkey: 'key',
  });
  expect(ownerOf('at://did:web:water.example/app.bsky.feed.post/x')).toBe('did:web:water.example');
  for (const wrong of [
    '',
    'at://',
    'https://x/y/z',
    'at://amina.example/app.bsky.feed.post/x',
    'at://did:plc:abc/a/b/c',
  ]) {
    expect(readAddress(wrong)).toBeNull();
  }
});
