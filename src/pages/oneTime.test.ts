import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneTime } from './oneTime.ts';

const start = new Date('2031-01-04T06:00:00Z');
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const ours = oneTime('a secret');

describe('the one-time id of a form', () => {
  test('is good from two seconds to seven days after it was handed out', () => {
    const id = ours.formId('water', start);
    expect(ours.age(id, 'water', later(1))).toBe('too_fast');
    expect(ours.age(id, 'water', later(2))).toBe('good');
    expect(ours.age(id, 'water', later(7 * 24 * 3600))).toBe('good');
    expect(ours.age(id, 'water', later(7 * 24 * 3600 + 1))).toBe('too_old');
  });

  test('is good for its own place and key only', () => {
    const id = ours.formId('water', start);
    expect(ours.age(id, 'power', later(60))).toBe('not_ours');
    expect(oneTime('another').age(id, 'water', later(60))).toBe('not_ours');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (made) => {
        expect(ours.age(made, 'water', later(60))).toBe('not_ours');
      }),
    );
    fc.assert(
      fc.property(fc.nat(id.length - 1), fc.constantFrom('A', '7', '.', 'z'), (place, letter) => {
        const changed = id.slice(0, place) + letter + id.slice(place + 1);
        if (changed !== id) expect(ours.age(changed, 'water', later(60))).toBe('not_ours');
      }),
    );
  });
});

describe('the names of a submission', () => {
  test('are the same for the same form and content, and others for everything else', () => {
    const [one, two] = [ours.formId('water', start), ours.formId('water', start)];
    expect(ours.names(one, 'No water.')).toEqual(ours.names(one, 'No water.'));
    const all = [ours.names(one, 'No water.'), ours.names(one, 'No light.'), ours.names(two, 'No water.')];
    const names = all.flatMap(({ thread, token }) => [thread, token]);
    expect(new Set(names).size).toBe(6);
    for (const name of names) expect(Buffer.from(name, 'base64url')).toHaveLength(16);
  });
});

describe('the proof of a PIN', () => {
  test('opens this link for half an hour, and not after the PIN became another', () => {
    const proof = ours.proof('token', 'hash', start);
    expect(ours.isProof(proof, 'token', 'hash', later(29 * 60))).toBe(true);
    expect(ours.isProof(proof, 'token', 'hash', later(30 * 60))).toBe(false);
    expect(ours.isProof(proof, 'other', 'hash', start)).toBe(false);
    expect(ours.isProof(proof, 'token', 'another', start)).toBe(false);
    expect(ours.isProof('', 'token', 'hash', start)).toBe(false);
  });
});
