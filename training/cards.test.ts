import { expect, test } from 'vitest';
import { renewed } from './cards.ts';

test('a card gets its hash and its figures, and keeps what was written by hand', () => {
  const card =
    '# A\n\nParameters: `a.model`, SHA-256 `00ff`.\n\n## Figures\n\nold\n\n## Compared\n\nby hand\n\n## Command\n';
  const figure = {
    task: 'Threats',
    of: 'against oneself',
    measure: 'recall',
    value: 63,
    target: 90,
    atMost: false,
  };
  const after = renewed(card, 'abcd', [figure, { ...figure, value: 2.2, target: 3, atMost: true }]);
  expect(after).toContain('SHA-256 `abcd`');
  expect(after).toContain('| Threats: against oneself | recall | 63.0 | 90, missed |');
  expect(after).toContain('| 2.2 | at most 3 |');
  expect(after).toContain('## Compared\n\nby hand\n\n## Command');
  expect(after).not.toContain('old');
  expect(renewed(after, 'abcd', [figure])).toContain('## Compared');
});
