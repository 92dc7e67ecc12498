import { describe, expect, it } from 'vitest';
import { ruleWords } from './ruleWords.ts';

const nameOf = (id: string) => (id === 'pumps' ? 'Pumps' : null);

describe('a rule as a sentence', () => {
  it('says when, if and then', () => {
    const words = ruleWords(
      {
        when: 'opened',
        hours: null,
        match: 'all',
        conditions: [
          { is: 'words', any: ['burst*', 'no water'], not: false },
          { is: 'office_open', not: true },
        ],
        acts: [
          { do: 'severity', atLeast: 2 },
          { do: 'team', teamId: 'pumps' },
        ],
      },
      nameOf,
    );
    expect(words).toBe(
      'When a case opens, if the words contain “burst*” or “no water” and the office is closed: raise the severity to at least “Essential service lost” and hand it to the team Pumps.',
    );
  });

  it('says how long it waits, in days where they are whole, and of us in office hours', () => {
    const words = (when: 'waiting_author' | 'waiting_us', hours: number) =>
      ruleWords({ when, hours, match: 'all', conditions: [], acts: [{ do: 'resolve' }] }, nameOf);
    expect(words('waiting_author', 168)).toBe(
      'When a case has waited for its author for 7 days, always: resolve it.',
    );
    expect(words('waiting_author', 1)).toMatch(/^When a case has waited for its author for 1 hour, /);
    expect(words('waiting_us', 24)).toMatch(/^When an author has waited for us for 24 office hours, /);
  });

  it('says that any condition is enough, that none is needed, and what is not shown to the reader', () => {
    const acts = [{ do: 'member', memberId: 'gone' } as const];
    const conditions = [
      { is: 'severity', from: 3, not: true } as const,
      { is: 'network', any: ['email'], not: true } as const,
    ];
    expect(ruleWords({ when: 'written', hours: null, match: 'any', conditions, acts }, nameOf)).toBe(
      'When an author writes, if it is less grave than “Safety” or the network is not Email: hand it to the member one that is not shown here.',
    );
    expect(
      ruleWords(
        { when: 'reopened', hours: null, match: 'all', conditions: [], acts: [{ do: 'vulnerable' }] },
        nameOf,
      ),
    ).toBe('When a case is opened again, always: mark the author as vulnerable.');
  });
});
