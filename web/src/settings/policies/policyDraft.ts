import type { PolicyInput, PolicyView } from '../../../../src/api/contract.ts';
import type { Currency } from '../../../../src/domain/money.ts';
import type { Role } from '../../../../src/domain/rights.ts';

/** What the form holds of whether and how much money counts. */
export type MoneyChoice = 'none' | 'any' | 'from';

export const moneyChoiceOf = ({ amount }: Pick<PolicyView, 'amount'>): MoneyChoice =>
  amount === null ? 'none' : amount.currency === null ? 'any' : 'from';

/** Who approves, as one choice of a list. */
export const byChoiceOf = ({ by }: Pick<PolicyView, 'by'>): string =>
  by.kind === 'superior' ? 'superior' : by.kind === 'role' ? `role:${by.role}` : `member:${by.memberId}`;

function byOf(choice: string): PolicyInput['by'] {
  const [kind, of = ''] = choice.split(':');
  if (kind === 'role') return { kind, role: of as Role };
  return kind === 'member' ? { kind, memberId: of } : { kind: 'superior' };
}

function amountOf(form: FormData): PolicyInput['amount'] {
  const money = form.get('money');
  if (money === 'any') return { hundredths: 0, currency: null };
  if (money !== 'from') return null;
  const hundredths = Math.round(Number(form.get('from')) * 100);
  return { hundredths, currency: form.get('currency') as Currency };
}

/** A policy as the form has it. */
export const policyOf = (form: FormData, topics: readonly string[]): PolicyInput => ({
  name: String(form.get('name')),
  topics,
  roles: form.getAll('role') as Role[],
  amount: amountOf(form),
  by: byOf(String(form.get('by'))),
  enabled: form.get('enabled') !== null,
});

/** The tags with one more, as it is typed; the same one in other letters counts once. */
export function withTopic(topics: readonly string[], typed: string): readonly string[] {
  const topic = typed.trim();
  const isThere = topics.some((one) => one.toLowerCase() === topic.toLowerCase());
  return topic === '' || isThere ? topics : [...topics, topic];
}
