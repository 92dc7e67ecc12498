import { expect, test } from 'vitest';
import { suggestionIn } from './followUpWords.ts';

const act = (kind: 'reported' | 'sent_back', suggestion: string | null = null) => ({
  kind,
  at: '2031-03-29T20:00:00Z',
  by: { id: 'thabo', name: 'Thabo' },
  dueAt: null,
  to: null,
  words: null,
  suggestion,
  files: [],
});

test('a report that stands suggests an answer; one that was sent back, or is not needed, suggests none', () => {
  const acts = [act('reported', 'We are sorry.'), act('sent_back')];
  const found = (['asked', 'accepted', 'sent_back', 'reported', 'done', 'withdrawn'] as const).map(
    (state) => [state, suggestionIn({ state, acts })],
  );
  expect(Object.fromEntries(found)).toEqual({
    asked: null,
    accepted: null,
    sent_back: null,
    reported: 'We are sorry.',
    done: 'We are sorry.',
    withdrawn: null,
  });
  expect(suggestionIn({ state: 'reported', acts: [...acts, act('reported')] })).toBeNull();
});
