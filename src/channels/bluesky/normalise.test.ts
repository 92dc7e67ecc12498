import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixtures, hearingAccount } from './fixtures/fixtures.ts';
import { normalise } from './normalise.ts';

test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
  '%s is heard as expected',
  (_, { payload, heard }) => {
    expect(normalise(payload, hearingAccount)).toEqual(heard);
  },
);

test('whatever arrives is heard, ignored or unreadable, never thrown', () => {
  const payload = fc.oneof(
    fc.jsonValue(),
    fc.record({
      form: fc.constantFrom('commit', 'view', 'message', 'unreadable'),
      record: fc.jsonValue(),
      message: fc.jsonValue(),
    }),
  );
  fc.assert(
    fc.property(payload, (item) => {
      expect(['post', 'deleted', 'ignored', 'unreadable']).toContain(normalise(item, hearingAccount).kind);
    }),
  );
});

test('an edit is always a later version than the first one, however either was heard', () => {
  const revisions = fixtures.flatMap(({ heard }) =>
    heard.kind === 'post' && heard.post.visibility === 'public' ? [heard.post.revision] : [],
  );
  expect([...new Set(revisions)].sort()).toEqual(['0', '13lq7zzzzzzk2a']);
});
