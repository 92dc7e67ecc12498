import { expect, test } from 'vitest';
import { serviceOutputs } from '../src/understanding/serviceOutputs.ts';
import { ofMembers } from './service.ts';
import { meantBy, ofOperator } from './sets.ts';

const row = {
  text: 'No power, no insulin',
  by: 'author',
  language: 'eng',
  languageBy: 'model',
  kinds: 'complaint,question',
  sentiment: '?',
  target: '?',
  severity: 'none',
  vulnerable: '?',
  threat: '-',
  nuisances: '?',
  says: '?',
};

test('a corrected post teaches what members spoke of, and nothing else', () => {
  const { targets } = ofMembers(ofOperator(row), 0);
  const told = (value: number) => serviceOutputs.filter((_, o) => targets[o] === value);
  expect(told(1)).toEqual(['complaint', 'question']);
  expect(told(0)).toEqual([
    'praise',
    'suggestion',
    'danger',
    'safety',
    'essential',
    'money',
    'nuisance',
    'self',
    'violence',
  ]);
  expect(told(-1)).toEqual([
    'infant',
    'illness',
    'disability',
    'old_age',
    'pregnancy',
    'remoteness',
    'abuse',
    'spam',
    'institution',
    'other',
  ]);
});

test('a row says whose words it holds and who named the language', () => {
  expect(ofOperator(row)).toMatchObject({ by: 'author', language: 'eng', languageSaid: false });
  expect(ofOperator({ ...row, by: 'house', languageBy: 'member', says: 'promise' })).toMatchObject({
    by: 'house',
    languageSaid: true,
    labels: { says: 'promise' },
  });
});

test.each([
  ['complaint', 'negative', { sentiment: 'negative', target: 'institution' }],
  ['praise,question', 'positive', { sentiment: 'positive', target: 'institution' }],
  ['other', 'negative', { sentiment: 'negative', target: 'other' }],
  ['question', 'negative', { sentiment: 'negative' }],
  ['other', 'neutral', { sentiment: '0', target: 'other' }],
  ['complaint', undefined, {}],
])('a real post of kind %s that feels %s means %j', (kinds, felt, meant) => {
  expect(meantBy({ kinds }, felt)).toEqual(meant);
});

test.each([
  [{ target: 'institution' }, [1, 0]],
  [{ target: '-' }, [0, 0]],
  [{ target: 'other', sentiment: 'neutral' }, [-1, -1]],
  [{}, [-1, -1]],
])('whom a member says that a post means is learned where it feels something: %j', (said, expected) => {
  const { targets } = ofMembers(ofOperator({ ...row, ...said }), 0);
  expect(
    serviceOutputs.flatMap((name, o) => (name === 'institution' || name === 'other' ? [targets[o]] : [])),
  ).toEqual(expected);
});
