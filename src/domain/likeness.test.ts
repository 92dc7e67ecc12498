import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areAlike, comparedWords, mayBeFolded, printsOf } from './likeness.ts';

const of = (text: string, author = 'a') => ({ author, words: comparedWords(text) });
const alike = (one: string, other: string, by = ['a', 'b']) => areAlike(of(one, by[0]), of(other, by[1]));
const meet = (one: string, other: string, by = ['a', 'b']) => {
  const there = new Set(printsOf(comparedWords(other), by[1] ?? ''));
  return printsOf(comparedWords(one), by[0] ?? '').some((print) => there.has(print));
};

const contest =
  'I want to win the Karoo Water holiday hamper, pick me because my family never had a summer like this!';

describe('posts of different authors are alike', () => {
  it.each([
    ['copied', contest, contest],
    [
      'with a handle, a link and other letters',
      contest,
      `@karoo ${contest.toUpperCase()} https://x.example/1 😀`,
    ],
    ['with a few words of one’s own', contest, `Hello good people! ${contest} Thank you and God bless.`],
    [
      'with a copied paragraph between words of one’s own',
      'My shop is in Beaufort. We demand that the board publishes the names of all contractors who were paid since January. I have lost customers.',
      'As a nurse I am tired of this every single week. We demand that the board publishes the names of all contractors who were paid since January. Shame on you all, really.',
    ],
    [
      'in Amharic',
      'በአካባቢያችን ከሦስት ቀን ጀምሮ ውሃ የለም እባካችሁ በአስቸኳይ መፍትሔ ስጡን ልጆቻችን እየተጠሙ ነው',
      'ሰላም በአካባቢያችን ከሦስት ቀን ጀምሮ ውሃ የለም እባካችሁ በአስቸኳይ መፍትሔ ስጡን ልጆቻችን እየተጠሙ ነው',
    ],
  ])('%s', (_, one, other) => {
    expect(alike(one, other)).toBe(true);
    expect(alike(other, one)).toBe(true);
    expect(meet(one, other)).toBe(true);
  });
});

describe('posts of different authors are not alike', () => {
  it.each([
    ['No water since morning in Kibera', 'No water since morning in Kibera'],
    [
      'There is no power in our street since last night, my baby cannot sleep in this heat',
      'No power again in Westlands since last night and the fridge is full of insulin, please help us',
    ],
    [
      'Hakuna umeme tangu jana usiku hapa Kawangware, biashara zetu zinaharibika kabisa',
      'Umeme umekatika tangu jana hapa Kilimani, tafadhali tusaidieni haraka sana',
    ],
    ['', ''],
    ['😀 😀 😀', '😀 😀 😀'],
  ])('%j and %j', (one, other) => {
    expect(alike(one, other)).toBe(false);
  });
});

it('finds an author repeating themselves in a few words, and not in two', () => {
  expect(alike('Where is my refund?', 'where is my REFUND', ['a', 'a'])).toBe(true);
  expect(meet('Where is my refund?', 'where is my REFUND', ['a', 'a'])).toBe(true);
  expect(alike('No water', 'No water', ['a', 'a'])).toBe(false);
  expect(meet('Where is my refund?', 'where is my refund')).toBe(false);
});

it('folds nothing that says more, is worked on, or in which somebody may be in danger', () => {
  const plain = {
    severity: 2,
    vulnerable: false,
    threat: null,
    ownerId: null,
    teamId: null,
    inboundPosts: 1,
    alike: 1,
  };
  expect(mayBeFolded(plain)).toBe(true);
  for (const more of [
    { severity: 3 },
    { vulnerable: true },
    { threat: 'self' },
    { ownerId: 'm' },
    { teamId: 't' },
    { inboundPosts: 2 },
  ])
    expect(mayBeFolded({ ...plain, ...more })).toBe(false);
});

const someWords = fc.array(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 9, maxLength: 60 });

it('property: a copied text is found again and is alike, wherever it stands among a few other words', () => {
  fc.assert(
    fc.property(someWords, fc.nat({ max: 4 }), fc.nat({ max: 4 }), (words, before, after) => {
      const text = words.join(' ');
      const around = `${'qqqqqq '.repeat(before)}${text}${' zzzzzz'.repeat(after)}`;
      expect(alike(text, around)).toBe(true);
      expect(meet(text, around)).toBe(true);
    }),
  );
});

it('property: texts that share no three words in a row are never alike, and any text has prints', () => {
  fc.assert(
    fc.property(someWords, someWords, (some, others) => {
      const upper = others.map((one) => `x${one}yy`);
      expect(areAlike({ author: 'a', words: some }, { author: 'b', words: upper })).toBe(false);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const prints = printsOf(comparedWords(text), 'a');
      expect(prints).toEqual([...new Set(prints)].sort((a, b) => a - b));
      for (const print of prints) expect(print | 0).toBe(print);
    }),
  );
});
