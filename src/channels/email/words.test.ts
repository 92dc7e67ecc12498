import fc from 'fast-check';
import { expect, test } from 'vitest';
import { notTooDeep, textOfHtml } from './words.ts';

/** How deep the tags of it ever stand, counted by hand. */
function depthOf(html: string): number {
  let [depth, most] = [0, 0];
  for (const [, closing] of html.matchAll(/<(\/?)[a-z]+>/g)) {
    depth = closing === '' ? depth + 1 : Math.max(0, depth - 1);
    most = Math.max(most, depth);
  }
  return most;
}

test('whatever is opened and closed, nothing stands deeper than is read, and a mail of ordinary depth stays as it is', () => {
  const tag = fc.constantFrom('<div>', '<table>', '<td>', '</td>', '</div>', 'words');
  const piece = fc.record({ tag, times: fc.integer({ min: 1, max: 1_500 }) });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const html = pieces.map(({ tag: one, times }) => one.repeat(times)).join('');
      const after = notTooDeep(html);
      expect(depthOf(after)).toBeLessThanOrEqual(2_000);
      if (depthOf(html) <= 2_000) expect(after).toBe(html);
    }),
  );
});

test('the words under a tower of tags are read, and those behind it', () => {
  const tower = `${'<table><tr><td>'.repeat(20_000)}Dry.${'</td></tr></table>'.repeat(20_000)}<p>Since Monday.</p>`;
  expect(textOfHtml(tower).split(/\s+/)).toEqual(['Dry.', 'Since', 'Monday.']);
});

test('what closes nothing and what is left open breaks nothing', () => {
  expect(textOfHtml(`${'</div>'.repeat(5_000)}<p>Dry<br>taps.</p>`)).toBe('Dry\ntaps.');
  expect(textOfHtml('<a'.repeat(200_000))).toBe('');
});
