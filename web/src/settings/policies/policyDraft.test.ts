import { describe, expect, it } from 'vitest';
import { byChoiceOf, moneyChoiceOf, policyOf, withTopic } from './policyDraft.ts';

function formOf(fields: Record<string, string>, roles: readonly string[] = []): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ name: 'Money', by: 'superior', money: 'none', ...fields }))
    form.set(name, value);
  for (const role of roles) form.append('role', role);
  return form;
}

describe('a policy of the form', () => {
  it('has its amount in hundredths, without a rounding of the machine', () => {
    expect(policyOf(formOf({ money: 'from', from: '5000', currency: 'KES' }), []).amount).toEqual({
      hundredths: 500_000,
      currency: 'KES',
    });
    expect(policyOf(formOf({ money: 'from', from: '1.15', currency: 'USD' }), []).amount?.hundredths).toBe(
      115,
    );
    expect(policyOf(formOf({ money: 'any' }), []).amount).toEqual({ hundredths: 0, currency: null });
    expect(policyOf(formOf({}), []).amount).toBeNull();
  });
  it('is approved by whom was chosen, and is shown so again', () => {
    for (const by of ['superior', 'role:supervisor', 'member:0199-a']) {
      const policy = policyOf(formOf({ by }), []);
      expect(byChoiceOf(policy)).toBe(by);
    }
  });
  it('keeps tags, roles and whether it is on', () => {
    expect(policyOf(formOf({ enabled: 'on' }, ['agent', 'guest_agent']), ['refund'])).toMatchObject({
      topics: ['refund'],
      roles: ['agent', 'guest_agent'],
      enabled: true,
    });
    expect(policyOf(formOf({}), []).enabled).toBe(false);
  });
  it('shows again whether money counts', () => {
    for (const money of ['none', 'any', 'from'] as const)
      expect(moneyChoiceOf(policyOf(formOf({ money, from: '1', currency: 'KES' }), []))).toBe(money);
  });
  it('counts a tag once, however it is written', () => {
    expect(withTopic(['refund'], ' Refund ')).toEqual(['refund']);
    expect(withTopic(['refund'], ' meter')).toEqual(['refund', 'meter']);
    expect(withTopic([], '  ')).toEqual([]);
  });
});
