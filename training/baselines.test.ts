import { expect, test } from 'vitest';
import { complaintByWords, majority, naiveBayes, sentimentByWords } from './baselines.ts';

const taught = [
  { text: 'hakuna maji tena', label: 'negative' },
  { text: 'huduma mbovu kabisa', label: 'negative' },
  { text: 'asante sana ndugu', label: 'positive' },
];

test('the majority never changes its mind', () => {
  expect(majority(taught)('asante sana')).toBe('negative');
});

test('naive Bayes knows words that it met and words that are alike', () => {
  const say = naiveBayes(taught);
  expect(say('asante ndugu yangu')).toBe('positive');
  expect(say('hakunaga maji')).toBe('negative');
});

test('keywords go by words alone', () => {
  expect(complaintByWords('Still waiting for my parcel')).toBe('complaint');
  expect(complaintByWords('Lovely parcel')).toBe('other');
  const say = sentimentByWords(new Map([['mbovu', -2]]));
  expect([say('huduma mbovu'), say('huduma')]).toEqual(['negative', 'neutral']);
});
