import { expect, test } from 'vitest';
import { table } from './labels.ts';

test('a post is labelled as it is after what members said, on one line', () => {
  const found = {
    language: { name: 'eng', sure: 99, because: [] },
    kinds: [{ name: 'complaint' as const, sure: 80, because: [] }],
    sentiment: null,
    severity: { name: 'nuisance' as const, sure: 60, because: [] },
    vulnerable: [],
    threats: [],
    places: [],
    nuisances: [],
    privates: [],
    says: [],
    promised: null,
    owner: null,
    topics: [],
  };
  const said = [
    { aspect: 'severity' as const, name: 'essential', so: true },
    { aspect: 'kind' as const, name: 'question', so: true },
    { aspect: 'vulnerable' as const, name: 'illness', so: true },
  ];
  expect(table([{ text: 'No power,\nno\tinsulin', found, said }])).toBe(
    'text\tlanguage\tkinds\tsentiment\tseverity\tvulnerable\tthreat\n' +
      'No power, no insulin\teng\tcomplaint,question\t-\tessential\tillness\t-\n',
  );
});
