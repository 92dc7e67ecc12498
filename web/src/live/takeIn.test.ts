import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { Events } from '../../../src/api/contract.ts';
import { takeIn } from './takeIn.ts';

const fact = (action: string, caseId: string | null = null) => ({ action, caseId });
/** What has been read, and is read anew after these facts. */
function readAnewAfter(...facts: object[]): string[] {
  const client = new QueryClient();
  const keys = [
    ['announcements'],
    ['follow-ups', 'to_me', 'open'],
    ['case', 'one'],
    ['case', 'one', 'follow-ups'],
  ];
  for (const key of keys) client.setQueryData(key, {});
  takeIn(client, [{ facts, rows: [] } as unknown as Events]);
  const anew = keys.filter((key) => client.getQueryState(key)?.isInvalidated === true);
  client.clear();
  return anew.map((key) => key.join(' '));
}

it('reads follow-ups anew beside every case where it hears of one that is about none, and no announcements', () => {
  const anew = ['follow-ups to_me open', 'case one follow-ups'];
  expect(readAnewAfter(fact('follow_up_asked'))).toEqual(anew);
  expect(readAnewAfter(fact('announcement_queued'))).toEqual(['announcements']);
  expect(readAnewAfter(fact('follow_up_reported', 'one'))).toEqual([
    'follow-ups to_me open',
    'case one',
    'case one follow-ups',
  ]);
});
