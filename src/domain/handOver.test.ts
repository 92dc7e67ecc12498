import { expect, test } from 'vitest';
import { handedFrom } from './handOver.ts';

const author = { direction: 'inbound' } as const;
const answer = { direction: 'house' } as const;
const program = { direction: 'house', automatic: true } as const;

test.each([
  ['nothing', [], -1],
  ['what nobody answered', [author, author], 0],
  ['what came since the last answer', [author, answer, author, author], 2],
  ['what the last answer answered', [author, answer, author, author, answer, answer], 2],
  ['an answer of a program answers nothing', [author, program, author], 0],
  ['a word of hers that answers nothing', [answer], 0],
])('%s', (_, posts, first) => {
  expect(handedFrom(posts)).toBe(first);
});
