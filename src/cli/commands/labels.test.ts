import { expect, test } from 'vitest';
import { table } from './labels.ts';

test('a post is labelled as it is after what members said, on one line, and not by what only a model found', () => {
  const found = {
    language: { name: 'eng', sure: 99, because: [] },
    kinds: [{ name: 'complaint' as const, sure: 80, because: [] }],
    sentiment: null,
    degree: null,
    target: null,
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
    { aspect: 'threat' as const, name: 'self', so: false },
  ];
  expect(table([{ text: 'No power,\nno\tinsulin', direction: 'inbound', found, said }])).toBe(
    'text\tby\tlanguage\tlanguageBy\tkinds\tsentiment\ttarget\tseverity\tvulnerable\tthreat\tnuisances\tsays\n' +
      'No power, no insulin\tauthor\teng\tmodel\tcomplaint,question\t?\t?\tessential\tillness\t-\t?\t?\n',
  );
  const ours = [
    { aspect: 'says' as const, name: 'promise', so: true },
    { aspect: 'says' as const, name: 'apology', so: true },
  ];
  expect(table([{ text: 'Sorry. We will call.', direction: 'house', found, said: ours }])).toContain(
    'Sorry. We will call.\thouse\teng\tmodel\t?\t?\t?\t?\t?\t?\t?\tpromise,apology\n',
  );
});
