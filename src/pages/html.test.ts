import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escaped, html, lines } from './html.ts';

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

test('no text whatever opens a tag or ends an attribute, and every text is read as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { text: page } = html`<p title="${text}">${text}</p>`;
      expect(page.match(/[<>"]/g)?.join('')).toBe('<"">'.concat('<>'));
      expect(unescaped(escaped(text))).toBe(text);
    }),
  );
});

test('HTML of ours is put in as it is, lists are joined, nothing leaves nothing', () => {
  const items = ['a', '<b>'].map((one) => html`<li>${one}</li>`);
  expect(html`<ul>${items}</ul>${null}${false}${7}`.text).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>7');
});

test('line breaks of an author stay, tags do not', () => {
  expect(lines('one\n<two>').text).toBe('one<br>&lt;two&gt;');
});
