import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFault } from '../domain/fault.ts';
import { storableValue } from './storableInput.ts';

describe('what comes in', () => {
  it('holds no NUL and no half of a character, at any depth, in values and names', () => {
    const given = { 'na\u0000me': ['a\ud800b', { deep: 'x\u0000' }], n: 1, none: null };
    expect(storableValue(given)).toEqual({
      'na\uFFFDme': ['a\uFFFDb', { deep: 'x\uFFFD' }],
      n: 1,
      none: null,
    });
  });
  it('is otherwise what it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\\u0000|\\ud[89a-f]/i.test(text) && !text.includes('__proto__'));
        expect(JSON.stringify(storableValue(value))).toBe(text);
      }),
    );
  });
  it('stays a stream where it is one', () => {
    const stream = Readable.from(['x']);
    expect(storableValue(stream)).toBe(stream);
  });
  it('is refused where it is nested without end', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    const refused = (() => {
      try {
        return storableValue(deep);
      } catch (error) {
        return error;
      }
    })();
    expect(isFault(refused) && refused.code).toBe('input_invalid');
  });
});
