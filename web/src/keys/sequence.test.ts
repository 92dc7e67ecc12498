import { describe, expect, it } from 'vitest';
import { isTyping, nothingPressed, press } from './sequence.ts';

const known = new Set(['j', 'g i', 'g s', '?', 'Enter']);

describe('keys', () => {
  it('takes a single letter at once', () => {
    expect(press(nothingPressed, 'j', 0, known).complete).toBe('j');
  });
  it('waits for the letter after g', () => {
    const first = press(nothingPressed, 'g', 0, known);
    expect(first.complete).toBeNull();
    expect(press(first.pressed, 'i', 500, known).complete).toBe('g i');
  });
  it('forgets a g that was pressed long ago', () => {
    const first = press(nothingPressed, 'g', 0, known);
    expect(press(first.pressed, 'i', 5000, known).complete).toBeNull();
  });
  it('takes a letter that does not follow g for itself', () => {
    const first = press(nothingPressed, 'g', 0, known);
    expect(press(first.pressed, 'j', 100, known).complete).toBe('j');
  });
  it('never takes a letter away from someone who is typing', () => {
    expect(isTyping({ tagName: 'TEXTAREA' })).toBe(true);
    expect(isTyping({ tagName: 'INPUT', type: 'search' })).toBe(true);
    expect(isTyping({ tagName: 'SELECT' })).toBe(true);
    expect(isTyping({ tagName: 'DIV', isContentEditable: true })).toBe(true);
    expect(isTyping({ tagName: 'INPUT', type: 'checkbox' })).toBe(false);
    expect(isTyping({ tagName: 'BUTTON' })).toBe(false);
    expect(isTyping(null)).toBe(false);
  });
});
