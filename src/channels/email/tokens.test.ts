import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusAddress, readMessageId, readPlusAddress, replyMessageId, threadOf } from './tokens.ts';

const key = 'an invented key';
const local = fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/);
const address = local.map((name) => `${name}@water.example`);
const reply = fc.record({
  replyId: fc.uuid(),
  at: fc.date({ noInvalidDate: true }),
  root: fc.string({ minLength: 1 }),
});
const idFrom = (from: string, one: { replyId: string; at: Date; root: string }) =>
  replyMessageId({ ...one, from, thread: threadOf(one.root) });

describe('a signed address', () => {
  test('says thread and reply, whatever servers did to its capitals', () => {
    fc.assert(
      fc.property(address, reply, (ours, one) => {
        const id = idFrom(ours, one);
        const plus = plusAddress(ours, key, id);
        if (plus === null) return;
        const read = readPlusAddress(plus.toUpperCase(), { address: ours, key });
        expect(read?.thread).toBe(threadOf(one.root));
        expect([id, null]).toContain(read?.messageId);
        expect(plus.slice(0, plus.lastIndexOf('@')).length).toBeLessThanOrEqual(64);
      }),
    );
  });

  test('of which one letter is another is ignored', () => {
    fc.assert(
      fc.property(
        reply,
        fc.nat(),
        fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'),
        (one, place, letter) => {
          const plus = plusAddress('care@water.example', key, idFrom('care@water.example', one)) ?? '';
          const at = 5 + (place % (plus.indexOf('@') - 5));
          if (plus[at] === letter || plus[at] === '.') return;
          const forged = plus.slice(0, at) + letter + plus.slice(at + 1);
          expect(readPlusAddress(forged, { address: 'care@water.example', key })).toBeNull();
        },
      ),
    );
  });

  test('of another account, or another key, is ignored', () => {
    fc.assert(
      fc.property(reply, (one) => {
        const plus = plusAddress('care@water.example', key, idFrom('care@water.example', one)) ?? '';
        expect(plus).not.toBe('');
        expect(readPlusAddress(plus, { address: 'care@water.example', key: 'another' })).toBeNull();
        expect(readPlusAddress(plus, { address: 'chief@water.example', key })).toBeNull();
        expect(
          readPlusAddress(plus.replace('water', 'waters'), { address: 'care@water.example', key }),
        ).toBeNull();
      }),
    );
  });

  test('is not made where the local part would be too long or has a "+" of its own', () => {
    const one = { replyId: 'r', at: new Date(0), thread: threadOf('x') };
    const from = (name: string) =>
      plusAddress(`${name}@w.example`, key, replyMessageId({ ...one, from: `${name}@w.example` }));
    expect(from('care')).toMatch(/^care\+[a-z2-7]{29}\.[a-z2-7]{10}@/);
    expect(from('c'.repeat(30))).toMatch(/^c{30}\+[a-z2-7]{16}\.[a-z2-7]{10}@/);
    expect(from('c'.repeat(50))).toBeNull();
    expect(from('care+water')).toBeNull();
  });
});

test('a Message-ID of ours says its thread, and only at our own domain', () => {
  const id = replyMessageId({
    replyId: 'r',
    at: new Date(0),
    from: 'care@water.example',
    thread: threadOf('x'),
  });
  expect(readMessageId(id, ['water.example'])?.thread).toBe(threadOf('x'));
  expect(readMessageId(id, ['other.example'])).toBeNull();
  expect(readMessageId('<x@water.example>', ['water.example'])).toBeNull();
});

test('two replies, and one reply sent again after it came back, have ids of their own', () => {
  const one = { replyId: 'r', at: new Date(0), from: 'care@water.example', thread: threadOf('x') };
  const ids = [one, { ...one, replyId: 's' }, { ...one, at: new Date(1) }].map(replyMessageId);
  expect(new Set(ids).size).toBe(3);
});
