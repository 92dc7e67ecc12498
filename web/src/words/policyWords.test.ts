import { describe, expect, it } from 'vitest';
import { policyWhenWords, policyWords } from './policyWords.ts';

const policy = { topics: [], roles: [], amount: null, by: { kind: 'superior' } } as const;
const nobody = () => null;

describe('a policy in a sentence', () => {
  it('says from which amount, and who approves', () => {
    const money = { ...policy, amount: { hundredths: 500_000, currency: 'KES' as const } };
    expect(policyWords(money, nobody)).toBe(
      'When the words name KES 5,000 or more: approval by the superior',
    );
    const cents = { ...policy, amount: { hundredths: 1_050, currency: 'USD' as const } };
    expect(policyWhenWords(cents)).toBe('the words name USD 10.5 or more');
    expect(policyWhenWords({ ...policy, amount: { hundredths: 7, currency: null } })).toBe(
      'the words name money',
    );
  });
  it('names everything that must hold, and what of each is enough', () => {
    const all = {
      topics: ['refund', 'meter'],
      roles: ['agent', 'guest_agent'] as const,
      amount: { hundredths: 100, currency: 'RWF' as const },
    };
    // Some rules of English put a comma before the "and".
    expect(policyWhenWords(all)).toMatch(
      /^the case is about refund or meter, it is written by an agent or a guest agent,? and the words name RWF 1 or more$/,
    );
  });
  it('that asks whatever is written says so', () => {
    expect(policyWhenWords(policy)).toBeNull();
    const by = { kind: 'role', role: 'supervisor' } as const;
    expect(policyWords({ ...policy, by }, nobody)).toBe('Always: approval by a supervisor');
  });
  it('calls a member by name, where the name is known', () => {
    const by = { kind: 'member', memberId: 'm' } as const;
    expect(policyWords({ ...policy, by }, () => 'Grace Wanjiru')).toContain('approval by Grace Wanjiru');
    expect(policyWords({ ...policy, by }, nobody)).toContain('approval by a certain member');
  });
});
