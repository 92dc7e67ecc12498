import { expect, it } from 'vitest';
import type { Me } from '../../../src/api/contract.ts';
import { caseRow } from '../inbox/invented.ts';
import { filterOf, filterQuery, passesHere } from './address.ts';

const me = { member: { id: 'me' }, organisation: { timeZone: 'Africa/Kigali' } } as Me;

it('is read from an address and written to a request, without what is nothing of ours', () => {
  const filter = filterOf({
    state: 'new',
    tag: 'no water',
    severity: '2',
    network: 'telegraph',
    side: true,
    from: 'then',
  });
  expect(filter).toEqual({ state: 'new', tag: 'no water', severity: 2 });
  expect(filterQuery(filter)).toBe('&state=new&tag=no%20water&severity=2');
  expect(filterQuery({})).toBe('');
});

it('has days in the zone of the organisation', () => {
  const late = caseRow({ lastInboundAt: '2026-11-28T22:30:00.000Z' });
  expect(passesHere({ from: '2026-11-29' }, me)(late, false)).toBe(true);
  expect(passesHere({ until: '2026-11-28' }, me)(late, true)).toBe(false);
});

it('leaves a case where it was while nobody can tell which account heard it', () => {
  const row = caseRow();
  const passes = passesHere({ account: 'one', state: 'new' }, me);
  expect([passes(row, true), passes(row, false)]).toEqual([true, false]);
  expect(passes({ ...row, state: 'resolved' }, true)).toBe(false);
});
