import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseFilter, type FilteredCase, facets, facetsIn, facetValue, passes } from './caseFilter.ts';

const theCase: FilteredCase = {
  state: 'waiting_us',
  owner: { id: 'naledi' },
  network: 'email',
  unit: { id: 'kicukiro' },
  tags: ['leak', 'no water'],
  severity: 2,
  answered: true,
  alike: null,
  language: 'en-ZA',
  lastDay: '2026-11-29',
};

describe('a case passes a filter', () => {
  it.each<[CaseFilter, boolean | null]>([
    [{}, true],
    [{ state: 'waiting_us', owner: 'me', network: 'email', unit: 'kicukiro', tag: 'no water' }, true],
    [{ state: 'new' }, false],
    [{ owner: 'naledi' }, true],
    [{ owner: 'none' }, false],
    [{ severity: 2 }, true],
    [{ severity: 3 }, false],
    [{ from: '2026-11-29', until: '2026-11-29' }, true],
    [{ from: '2026-11-30' }, false],
    [{ until: '2026-11-28' }, false],
    [{ answered: 'no' }, false],
    [{ language: 'en' }, true],
    [{ language: 'e' }, false],
    [{ account: 'anything' }, null],
    [{ account: 'anything', state: 'new' }, false],
  ])('%j: %s', (filter, expected) => {
    expect(passes(theCase, filter, 'naledi')).toBe(expected);
  });
});

describe('facets that are typed', () => {
  it('are taken out of the words, quoted or bare, the last of two', () => {
    expect(facetsIn('tap state:new  burst tag:"no water" STATE:open')).toEqual({
      words: 'tap burst',
      facets: { state: 'open', tag: 'no water' },
    });
  });
  it.each([
    'https://water.example/bills',
    'severity:9',
    'from:2026-02-30',
    'state:',
    'time 12:30',
    'tag:""',
    'tag:"no wat',
  ])('are none in %s', (typed) => {
    expect(facetsIn(typed)).toEqual({ words: typed, facets: {} });
  });
  it('leave other words as they are, and are found again when they are written', () => {
    const word = fc.stringMatching(/^[a-zé0-9]{1,8}$/u);
    const tag = fc.stringMatching(/^[a-zé0-9 ]{1,20}$/u).filter((one) => one.trim() === one);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), tag, fc.nat(5), (words, wanted, at) => {
        const typed = [...words.slice(0, at), `tag:"${wanted}"`, ...words.slice(at)].join(' ');
        expect(facetsIn(typed)).toEqual({ words: words.join(' '), facets: { tag: wanted } });
      }),
    );
  });
  it('are values of ours or nothing, whatever is typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...facets), fc.string(), (facet, typed) => {
        const value = facetValue(facet, typed);
        expect(value === undefined || String(value).length <= 60).toBe(true);
      }),
    );
  });
});
