import { describe, expect, it } from 'vitest';
import type { ReplyView } from '../../../../src/api/contract.ts';
import { comeBack } from './unsavedWords.ts';
import type { Writing } from './writing.ts';

const member = { id: 'm', signature: '^Naledi' };
const written = (text: string): Writing => ({ text, mode: 'public', accountId: 'a', attachments: [] });
const nothing = written('');
const draft = (text: string, stateAt: string) => ({ text, stateAt }) as ReplyView;

describe('words that the server does not have', () => {
  it('come back where nothing was changed elsewhere', () => {
    const kept = { writing: written('We are on our way'), basis: null };
    expect(comeBack({ draft: null, replies: [] }, nothing, kept, member)).toEqual({
      writing: kept.writing,
      restored: true,
      beside: null,
    });
    const later = { writing: written('We are on our way, Amina'), basis: '10:00' };
    const shown = { draft: draft('We are', '10:00'), replies: [] };
    expect(comeBack(shown, written('We are'), later, member).writing).toEqual(later.writing);
  });
  it('stand beside words that were written elsewhere since', () => {
    const kept = { writing: written('From the desk'), basis: '10:00' };
    const shown = { draft: draft('From the phone', '10:05'), replies: [] };
    expect(comeBack(shown, written('From the phone'), kept, member)).toEqual({
      writing: written('From the phone'),
      restored: false,
      beside: kept.writing,
    });
  });
  it('are no news when the server has them', () => {
    const kept = { writing: written('We are on our way'), basis: null };
    const shown = { draft: draft('We are on our way', '10:00'), replies: [] };
    expect(comeBack(shown, written('We are on our way'), kept, member)).toMatchObject({
      restored: false,
      beside: null,
    });
  });
  it('are not offered again when they went out', () => {
    const kept = { writing: written('We are on our way'), basis: '10:00' };
    const sent = { member: { id: 'm', name: 'Naledi' }, text: 'We are on our way ^Naledi' } as ReplyView;
    expect(comeBack({ draft: null, replies: [sent] }, nothing, kept, member)).toEqual({
      writing: nothing,
      restored: false,
      beside: null,
    });
  });
  it('stay deleted when they were deleted on a bad line', () => {
    const kept = { writing: nothing, basis: '10:00' };
    const shown = { draft: draft('A slip', '10:00'), replies: [] };
    expect(comeBack(shown, written('A slip'), kept, member)).toEqual({
      writing: nothing,
      restored: true,
      beside: null,
    });
  });
});
