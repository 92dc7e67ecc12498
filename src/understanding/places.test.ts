import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeKey } from './placeKey.ts';
import { type Meaning, type NameOfPlace, PlaceModel, type PlacesExtra, whereabouts } from './places.ts';
import { placeWords, skeletonOf, stepsBetween } from './placeWords.ts';

const regions = [
  { country: 'KE', name: 'Nairobi' },
  { country: 'KE', name: "Murang'a" },
  { country: 'RW', name: 'Gasabo', within: 3 },
  { country: 'RW', name: 'Kigali' },
  { country: 'NG', name: 'Lagos' },
];
const name = (written: string, ...meanings: Meaning[]): NameOfPlace => [placeKey(written), written, meanings];
const extra: PlacesExtra = {
  regions,
  ordinary: ['joy'],
  lookalikes: ['kasirani'],
};
const names = [
  name('Nairobi', [0, 4, 3]),
  name('Westlands', [0, 2, 3]),
  name("Murang'a", [1, 4, 3]),
  name('Kigali', [3, 4, 3]),
  name('Remera', [2, 2, 3], [1, 1, 1]),
  name('Ikeja', [4, 3, 3]),
  name('Joy', [0, 1, 1]),
  name('Kasarani', [0, 2, 2]),
  name('South B', [0, 2, 1]),
];
const model = new PlaceModel({ models: {}, extra, lists: { names } });
const regionsOf = (text: string, country: string | null = null) =>
  model.find(text, country).map(({ region }) => region);

test('a place is told by its name, however it is written, with its region', () => {
  expect(model.find('No water in WESTLANDS since Monday')[0]).toMatchObject({
    place: 'Westlands',
    region: 'Nairobi',
    country: 'KE',
    because: 'WESTLANDS',
  });
  expect(regionsOf('stima imepotea huku muranga')).toEqual(["Murang'a"]);
  expect(regionsOf('Umeme hauko Murang’a')).toEqual(["Murang'a"]);
  expect(regionsOf('#IkejaDarkness again')).toEqual(['Lagos']);
  expect(regionsOf('sewage in South B again')).toEqual(['Nairobi']);
});

test('a name of two regions is told by what stands beside it, or by the country', () => {
  expect(regionsOf('Remera mu mujyi wa Kigali nta mazi')).toEqual(['Gasabo']);
  expect(model.find('Remera', 'RW')[0]).toMatchObject({ region: 'Gasabo' });
});

test('ordinary words, persons and companies are no places', () => {
  expect(regionsOf('Joy is all I feel')).toEqual([]);
  expect(regionsOf('Mr. Nairobi called me')).toEqual([]);
  expect(regionsOf('My card of Bank of Kigali')).toEqual([]);
  expect(regionsOf('I waited in the morning')).toEqual([]);
});

test('a misspelt name is told where something says that it is a place, and a word that only looks like one is none', () => {
  expect(regionsOf('hakuna maji huku Kasarany')).toEqual(['Nairobi']);
  expect(regionsOf('ana kasirani huku')).toEqual([]);
});

test('what the text does not tell the home tells, then the network, less surely', () => {
  const told = whereabouts(model, { text: 'no power', home: 'Westlands, Nairobi', field: 'Kigali' });
  expect(told[0]).toMatchObject({ region: 'Nairobi', from: 'home' });
  expect(whereabouts(model, { text: 'no power', home: 'the moon', field: 'Kigali' })[0]).toMatchObject({
    region: 'Kigali',
    from: 'network',
  });
  expect(whereabouts(model, { text: 'no power in Ikeja', home: 'Nairobi' })[0]).toMatchObject({
    from: 'text',
  });
  expect(whereabouts(model, { text: 'no power' })).toEqual([]);
});

test('names are levelled, and sounds that are taken for one another are one', () => {
  expect(placeKey('Tharaka-Nithi')).toBe('tharaka nithi');
  expect(placeKey('Ọ̀yọ́')).toBe('oyo');
  expect(skeletonOf('kasarani')).toBe(skeletonOf('qasalane'));
  expect(stepsBetween('nakuru', 'nakruu', 2)).toBe(1);
  expect(stepsBetween('nakuru', 'nairobi', 2)).toBe(3);
});

const piece = fc.constantFrom(
  'Nairobi',
  'in',
  'westlands',
  '#',
  '@x',
  '🙂',
  "'",
  ',',
  'ዝ',
  'South',
  'B',
  '0',
  '\ud83d',
  '-',
);

test('property: what is found stands in the text, and whatever is written nothing breaks', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.constantFrom('', ' '), (pieces, between) => {
      const text = pieces.join(between);
      for (const { because, confidence } of model.find(text)) {
        expect(text).toContain(because);
        expect(confidence).toBeGreaterThanOrEqual(0.5);
        expect(confidence).toBeLessThanOrEqual(1);
      }
      for (const { from, to, key } of placeWords(text)) expect(placeKey(text.slice(from, to))).toBe(key);
    }),
  );
});

test('property: steps are the same both ways, and no more than the letters of the longer', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'n', 'k'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const steps = stepsBetween(a, b, 10);
      expect(steps).toBe(stepsBetween(b, a, 10));
      expect(steps).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(steps === 0).toBe(a === b);
    }),
  );
});
