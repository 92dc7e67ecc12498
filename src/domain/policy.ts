/** Policies: written rules "when topic, role or amount: approval by". Pure. */
import { amountsIn, type Currency, type Money, writeMoney } from './money.ts';
import { may, type Role } from './rights.ts';
import { onDuty, type Rota, standInFor } from './rota.ts';
import { type Superiors, superiorsOf } from './superiors.ts';

/** Who approves: anybody of a role, one member, or the superior of whoever writes. */
export type ApprovalBy =
  | { kind: 'role'; role: Role }
  | { kind: 'member'; memberId: string }
  | { kind: 'superior' };

export interface Policy {
  /** Tags of the case, any of which must be there; none: whatever the case is about. */
  topics: readonly string[];
  /** Roles of the writer, any of which; none: whoever writes. */
  roles: readonly Role[];
  /** The least amount of money in the words, in hundredths; null: with and without money. Without a currency any money counts. */
  amount: { hundredths: number; currency: Currency | null } | null;
  by: ApprovalBy;
  enabled: boolean;
}

/** What a policy looks at of a reply. */
export interface ReplyFacts {
  writerRole: Role;
  topics: readonly string[];
  text: string;
}

/** Those of the policies that ask for approval of this reply: what each says must hold as a whole. */
export function approvalNeeded<P extends Policy>(policies: readonly P[], facts: ReplyFacts): P[] {
  const asking = policies.filter((one) => one.enabled && fits(one, facts));
  if (asking.every(({ amount }) => amount === null)) return asking;
  const money = amountsIn(facts.text);
  return asking.filter(({ amount }) => amount === null || money.some((one) => reaches(one, amount)));
}

function fits({ topics, roles }: Policy, { writerRole, topics: those }: ReplyFacts): boolean {
  const about = new Set(those.map((topic) => topic.toLowerCase()));
  const isAbout = topics.length === 0 || topics.some((topic) => about.has(topic.toLowerCase()));
  return isAbout && (roles.length === 0 || roles.includes(writerRole));
}

/** What is named in another currency reaches every amount: no rate of exchange is known here. */
function reaches(money: Money, { hundredths, currency }: NonNullable<Policy['amount']>): boolean {
  return currency === null || money.currency !== currency || money.hundredths >= hundredths;
}

/** The members as approving sees them. */
export interface Approvers {
  rota: Rota;
  superiors: Superiors;
  roles: ReadonlyMap<string, Role>;
}

/**
 * Who may approve what a member wrote: whom the policy names, and whoever stands in for those who are not on duty; where that is nobody (the superior left, nobody has
 * the role), the superiors above, then the admins. Never the writer. Empty where nobody else could.
 */
export function approversOf(by: ApprovalBy, writerId: string, members: Approvers, now: Date): string[] {
  const able = (ids: readonly string[]) =>
    [...new Set(ids)].filter((id) => id !== writerId && mayApprove(id, members));
  const named = able(namedBy(by, writerId, members));
  if (named.length > 0) return able([...named, ...standIns(named, members, now)]);
  const above = able(superiorsOf(members.superiors, writerId)).slice(0, 1);
  return above.length > 0
    ? above
    : able([...members.roles.keys()].filter((id) => members.roles.get(id) === 'admin'));
}

function mayApprove(id: string, { rota, roles }: Approvers): boolean {
  const role = roles.get(id);
  return role !== undefined && rota.get(id)?.here === true && may(role, 'replies.approve');
}

function namedBy(by: ApprovalBy, writerId: string, { roles, superiors }: Approvers): string[] {
  if (by.kind === 'member') return [by.memberId];
  if (by.kind === 'superior') return superiorsOf(superiors, writerId).slice(0, 1);
  return [...roles].flatMap(([id, role]) => (role === by.role ? [id] : []));
}

function standIns(ids: readonly string[], { rota }: Approvers, now: Date): string[] {
  return ids.flatMap((id) => {
    const one = rota.get(id);
    if (one === undefined || onDuty(one, now)) return [];
    return standInFor(rota, id, now) ?? [];
  });
}

const list = (words: readonly string[]) => words.join(' or ');

/** When a policy asks, in a line: "about refund or meter, written by agent, from KES 5000". */
export function whenWords({ topics, roles, amount }: Policy): string {
  const parts = [
    topics.length === 0 ? '' : `about ${list(topics)}`,
    roles.length === 0 ? '' : `written by ${list(roles.map((role) => role.replace('_', ' ')))}`,
    amount === null ? '' : amountWords(amount),
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'always' : parts.join(', ');
}

function amountWords({ hundredths, currency }: NonNullable<Policy['amount']>): string {
  return currency === null ? 'with money in it' : `from ${writeMoney({ hundredths, currency })}`;
}
