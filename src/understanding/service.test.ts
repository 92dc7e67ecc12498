import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mark } from './grams.ts';
import { serviceWords } from './service.ts';
import { type Met, phraseBook, phraseCounts, phraseKey, phrasesIn } from './serviceCues.ts';
import type { ServiceOutput } from './serviceOutputs.ts';
import { Understanding } from './understanding.ts';

const says = new Map<string, ServiceOutput[]>([
  ['no water', ['essential']],
  ['no water since monday', ['essential', 'nuisance']],
  ['baby', ['infant']],
]);
const book = phraseBook(says);
const words = (text: string) => text.split(' ');

test('the longest phrase at a place is met, and none inside it', () => {
  expect(phrasesIn(words('still no water since monday for my baby'), book)).toEqual([
    { at: 1, size: 4, says: ['essential', 'nuisance'] },
    { at: 7, size: 1, says: ['infant'] },
  ]);
  expect(phrasesIn(words('no water no water since sunday'), book).map(({ at }) => at)).toEqual([0, 2]);
});

test('what speaks for a thing is counted', () => {
  const counts = phraseCounts(phrasesIn(words('no water no water since monday baby'), book));
  expect(Object.fromEntries(counts)).toEqual({ essential: 2, nuisance: 1, infant: 1 });
});

/** The same, slowly and obviously: at each place the longest phrase that stands there, then on behind it. */
function everywhere(text: readonly string[]): Met[] {
  const met: Met[] = [];
  for (let at = 0; at < text.length; at++) {
    const here = [...says].filter(([phrase]) => `${text.slice(at).join(' ')} `.startsWith(`${phrase} `));
    const [longest] = here.sort(([a], [b]) => b.length - a.length);
    if (longest === undefined) continue;
    const size = longest[0].split(' ').length;
    met.push({ at, size, says: longest[1] });
    at += size - 1;
  }
  return met;
}

test('looking up word by word finds what looking everywhere finds', () => {
  const some = fc.array(fc.constantFrom('no', 'water', 'since', 'monday', 'baby', 'my'), { maxLength: 20 });
  fc.assert(
    fc.property(some, (text) => {
      expect(phrasesIn(text, book)).toEqual(everywhere(text));
    }),
  );
});

test('a phrase is looked up as a post is read', () => {
  expect(phraseKey('Can’t BREATHE')).toBe("can't breathe");
});

test('the form of a text is told beside its words', () => {
  const shown = serviceWords('@MajiMoto no water? https://a.example 14 days!');
  for (const name of ['handles1', 'begins with a handle', 'links', 'asks', 'exclaims', 'numbers'])
    expect(shown).toContain(mark(name));
  expect(serviceWords('water is back')).not.toContain(mark('asks'));
});

const understanding = new Understanding();
const threatsIn = (text: string) => understanding.read({ text }).threats;

test('few words are no threat unless a phrase or a pattern threatens', () => {
  const everyday = [
    'Asanteni, nitasubiri.',
    'Sawa, nashukuru kwa kunijibu haraka.',
    'Nitasubiri jibu lenu.',
    'Bado hakuna kitu hapa.',
    'Maji yamerudi, asanteni.',
    'Ndategereje.',
    'Thank you, I will wait.',
  ];
  expect(everyday.filter((text) => threatsIn(text).length > 0)).toEqual([]);
  for (const text of ['I will kill myself', 'Nitajiua leo', 'I will kill you all'])
    expect(threatsIn(text), text).not.toEqual([]);
});
