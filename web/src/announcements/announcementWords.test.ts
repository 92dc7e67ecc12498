import { describe, expect, it } from 'vitest';
import type { AnnouncementView } from '../../../src/api/contract.ts';
import { replyStates } from '../../../src/domain/reply.ts';
import { actsOf, again, blank, isBlank } from './announcementWords.ts';

describe('an announcement', () => {
  it('can be called back for as long as it has not left', () => {
    for (const state of replyStates)
      expect(actsOf({ state }).includes('withdraw'), state).toBe(
        !['sending', 'sent', 'unknown', 'withdrawn'].includes(state),
      );
  });
  it('that may be out is never offered to be sent again unseen', () => {
    expect(actsOf({ state: 'unknown' })).toEqual(['wentOut', 'didNotGoOut']);
    expect(actsOf({ state: 'sending' })).toEqual([]);
  });
  it('is another one when its words are used again', () => {
    const refused = { id: 'one', text: 'Water is back.', attachments: [], accountId: 'a' } as unknown;
    const written = again(refused as AnnouncementView);
    expect(written).toMatchObject({ text: 'Water is back.', accountId: 'a' });
    expect(written.replyId).not.toBe('one');
    expect(isBlank(written)).toBe(false);
    expect(isBlank(blank())).toBe(true);
  });
});
