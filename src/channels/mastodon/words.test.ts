import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comeBackAt, nextOf } from './api.ts';
import { essence } from './find.ts';
import { counted } from './length.ts';
import { tagOf } from './watching.ts';
import { textOfHtml, withoutEmoji } from './words.ts';

test.each([
  ['<p>one</p><p>two<br />three<br>four</p>', 'one\n\ntwo\nthree\nfour'],
  ['<ul><li>a</li><li>b</li></ul><p>c</p>', '- a\n- b\n\nc'],
  ['a &lt;b&gt; &amp;amp; &#233;&#xE9; &nbsp;x&unknown;', 'a <b> &amp; éé \u00a0x&unknown;'],
  ['<script>alert(1)</script><style>p{}</style>safe<!-- gone -->', 'safe'],
  [
    '<a href="https://x.example/a_long_one"><span class="invisible">https://</span><span class="ellipsis">x.example/a_lo</span><span class="invisible">ng_one</span></a>',
    'https://x.example/a_long_one',
  ],
  ['<a href="https://x.example/a">read this</a> now', 'read this https://x.example/a now'],
  ['<a href="javascript:alert(1)">click</a>', 'click'],
  [
    '<a href="https://x.example/tags/water" class="mention hashtag" rel="tag">#<span>water</span></a>',
    '#water',
  ],
  ['1 < 2 and <3', '1 < 2 and <3'],
  ['<blockquote>said</blockquote>so', 'said\n\nso'],
])('%s is read as a text', (html, words) => expect(textOfHtml(html)).toBe(words));

test('a mention is the whole name where the server says whose address it is', () => {
  const html =
    '<p><a href="https://far.example/@thabo" class="u-url mention">@<span>thabo</span></a> look</p>';
  expect(textOfHtml(html, (address) => (address.includes('far') ? 'thabo@far.example' : null))).toBe(
    '@thabo@far.example look',
  );
  expect(textOfHtml(html)).toBe('@thabo look');
});

test('whatever is given becomes a text without a tag that could be shown, and soon', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (html) => {
      expect(typeof textOfHtml(html)).toBe('string');
    }),
  );
  for (const evil of ['<', '<!--', '<a ', '&#', '<p>', '<a href="'])
    expect(textOfHtml(evil.repeat(100_000)).length).toBeLessThan(600_000);
});

test('what a server would say of a name with its own pictures is not believed', () => {
  expect(withoutEmoji('Amina :verified: :blobcat_2:')).toBe('Amina');
  expect(withoutEmoji('10:30 am')).toBe('10:30 am');
});

test('characters are counted as servers count them', () => {
  expect(counted('é👨‍👩‍👧', 23)).toBe(2);
  expect(counted('@amina@people.example yes', 23)).toBe('@amina yes'.length);
  expect(counted(`see https://x.example/${'y'.repeat(200)} now`, 23)).toBe('see  now'.length + 23);
});

test('the same words are known again whatever a server made of them', () => {
  expect(essence('@amina@people.example We *come*, now. ^Naledi')).toBe(
    essence('@amina we come now ^Naledi'),
  );
  expect(essence('We come')).not.toBe(essence('We came'));
});

test('a list goes on where its server says, in whatever order it says so', () => {
  const next = 'https://x.example/api?max_id=5';
  expect(nextOf(`<https://x.example/api?min_id=9>; rel="prev", <${next}>; rel="next"`)).toBe(next);
  expect(nextOf(`<${next}>; rel=next`)).toBe(next);
  for (const none of [null, '', '<nowhere>; rel="next"', `<${next}>; rel="prev"`])
    expect(nextOf(none)).toBeNull();
});

test('the network is obeyed to the time that it names, in each of its ways of naming one', () => {
  const now = new Date('2026-03-14T06:39:00Z');
  const at = (headers: Record<string, string>) => comeBackAt(new Headers(headers), now).toISOString();
  expect(at({ 'x-ratelimit-reset': '2026-03-14T06:40:30.000Z' })).toBe('2026-03-14T06:40:30.000Z');
  expect(at({ 'x-ratelimit-reset': String(now.getTime() / 1000 + 90) })).toBe('2026-03-14T06:40:30.000Z');
  expect(at({ 'retry-after': '30' })).toBe('2026-03-14T06:39:30.000Z');
  expect(at({})).toBe('2026-03-14T06:40:00.000Z');
  expect(at({ 'x-ratelimit-reset': '2036-01-01T00:00:00Z' })).toBe('2026-03-15T06:39:00.000Z');
});

test('a word is a hashtag where servers take it for one', () => {
  expect(['#NoWater', 'coupure', 'ውሃ', 'amazi water', '2026', '#', 'a-b'].map(tagOf)).toEqual([
    'NoWater',
    'coupure',
    'ውሃ',
    null,
    null,
    null,
    null,
  ]);
});
