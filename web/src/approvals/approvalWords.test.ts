import { describe, expect, it } from 'vitest';
import type { ApprovalsView, AskView, PolicyView } from '../../../src/api/contract.ts';
import {
  approversOf,
  askedAbout,
  askWords,
  decidedWords,
  moveWords,
  sentBackOf,
  waitsWords,
} from './approvalWords.ts';

const grace = { id: 'g', name: 'Grace' };
const uwera = { id: 'u', name: 'Uwera' };
const ask = (more: Partial<AskView>): AskView => ({
  policy: 'Money',
  ownAccount: false,
  when: 'from KES 5000',
  state: 'waiting',
  approvers: [grace],
  by: null,
  at: '2026-03-01T12:00:00Z',
  reason: null,
  written: null,
  ...more,
});

describe('an answer that waits', () => {
  it('says of whom, each once, and only of those whose yes is missing', () => {
    const asks = [
      ask({}),
      ask({ policy: 'Promises', approvers: [uwera, grace] }),
      ask({ state: 'approved', approvers: [], by: { id: 'n', name: 'Naledi' } }),
    ];
    expect(approversOf(asks)).toEqual(['Grace', 'Uwera']);
    expect(waitsWords(asks)).toBe('Waits for the approval of Grace or Uwera');
    expect(waitsWords([])).toBe('Waits for approval');
  });
  it('says which policy asks and why, also of one that is out of use, or that its writer wished it', () => {
    const policy: PolicyView = {
      id: 'p',
      name: 'Money',
      topics: [],
      roles: [],
      amount: { hundredths: 500_000, currency: 'KES' },
      by: { kind: 'superior' },
      enabled: true,
      approvers: [],
    };
    expect(askWords(ask({}), [policy])).toBe('Money: when the words name KES 5,000 or more');
    expect(askWords(ask({}), [])).toBe('Money: when from KES 5000');
    expect(askWords(ask({}), [{ ...policy, amount: null }])).toBe('Money: always');
    expect(askWords(ask({ policy: null, when: null }), [policy])).toBe('Its writer asks for it');
    expect(askWords(ask({ policy: null, when: null, ownAccount: true }), [policy])).toBe(
      'It would leave from their own account',
    );
  });
  it('says who decided, and why it came back', () => {
    expect(decidedWords(ask({}))).toBeNull();
    expect(decidedWords(ask({ state: 'approved', by: grace }))).toBe('Grace approved it');
    const back = ask({ state: 'sent_back', by: grace, reason: 'Say when.' });
    expect(decidedWords(back)).toBe('Grace sent it back: Say when.');
    // The reason is gone once its author was erased.
    expect(decidedWords({ ...back, reason: null })).toBe('Grace sent it back');
  });
  it('was sent back only as long as it was not sent again', () => {
    const back = ask({ state: 'sent_back', by: grace, reason: 'Say when.' });
    const before = ask({ state: 'approved', at: '2026-03-01T11:00:00Z' });
    expect(sentBackOf({ asks: [before, back] })).toBe(back);
    expect(sentBackOf({ asks: [back, before] })).toBe(back);
    const after = ask({ state: 'taken_back', at: '2026-03-01T13:00:00Z' });
    expect(sentBackOf({ asks: [after, back] })).toBeNull();
    expect(sentBackOf({ asks: [back, ask({})] })).toBeNull();
    expect(sentBackOf({ asks: [] })).toBeNull();
  });
  it('is found among what waits for me and what is mine', () => {
    const row = { reply: { id: 'r' }, asks: [ask({})] };
    const view = (more: object) => ({ toApprove: [], own: [], ...more }) as unknown as ApprovalsView;
    expect(askedAbout(view({ own: [row] }), 'r')).toHaveLength(1);
    expect(askedAbout(view({ toApprove: [row] }), 'r')).toHaveLength(1);
    expect(askedAbout(view({}), 'r')).toEqual([]);
    expect(askedAbout(undefined, 'r')).toEqual([]);
  });
  it('tells how the case moved, with and without somebody who moved it', () => {
    const move = { sequence: 1, at: '2026-03-01T12:00:00Z' };
    expect(moveWords({ ...move, action: 'case_assigned', by: 'Uwera' })).toBe('Uwera changed the owner');
    expect(moveWords({ ...move, action: 'post_heard', by: null })).toBe('The author wrote');
  });
});
