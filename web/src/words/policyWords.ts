import type { PolicyView } from '../../../src/api/contract.ts';
import type { Role } from '../../../src/domain/rights.ts';
import { i18n } from './i18n.ts';
import { listed, listedOr, rules } from './intl.ts';

/** "an agent": a role in a sentence. */
export function someRoleWords(role: Role): string {
  switch (role) {
    case 'admin':
      return i18n.t('an admin');
    case 'supervisor':
      return i18n.t('a supervisor');
    case 'agent':
      return i18n.t('an agent');
    case 'executive':
      return i18n.t('an executive');
    case 'auditor':
      return i18n.t('an auditor');
    case 'guest_agent':
      return i18n.t('a guest agent');
  }
}

type When = Pick<PolicyView, 'topics' | 'roles' | 'amount'>;

function amountWords(amount: NonNullable<When['amount']>): string {
  if (amount.currency === null) return i18n.t('the words name money');
  const number = new Intl.NumberFormat(rules(), { maximumFractionDigits: 2 }).format(amount.hundredths / 100);
  return i18n.t('the words name {money} or more', { money: `${amount.currency} ${number}` });
}

/** When a policy asks, as a half sentence: "the case is about refund and the words name KES 5,000 or more"; null: always. */
export function policyWhenWords({ topics, roles, amount }: When): string | null {
  const parts = [
    topics.length === 0 ? null : i18n.t('the case is about {topics}', { topics: listedOr(topics) }),
    roles.length === 0
      ? null
      : i18n.t('it is written by {roles}', { roles: listedOr(roles.map(someRoleWords)) }),
    amount === null ? null : amountWords(amount),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : listed(parts);
}

/** A policy in one sentence. `nameOf` tells a member's name; null where it is not known here. */
export function policyWords(
  policy: When & Pick<PolicyView, 'by'>,
  nameOf: (memberId: string) => string | null,
): string {
  const { by } = policy;
  const who =
    by.kind === 'superior'
      ? i18n.t('the superior')
      : by.kind === 'role'
        ? someRoleWords(by.role)
        : (nameOf(by.memberId) ?? i18n.t('a certain member'));
  const when = policyWhenWords(policy);
  return when === null
    ? i18n.t('Always: approval by {who}', { who })
    : i18n.t('When {when}: approval by {who}', { when, who });
}
