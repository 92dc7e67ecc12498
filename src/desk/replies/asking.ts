/** Asking for approval: which policies ask, who could say yes, and the asking itself. */
import { Fault } from '../../domain/fault.ts';
import { type Approvers, approvalNeeded, approversOf } from '../../domain/policy.ts';
import { askApprovals } from '../../storage/approvals.ts';
import { tagsOfCase } from '../../storage/caseActs.ts';
import type { Tenant } from '../../storage/database.ts';
import { newId } from '../../storage/ids.ts';
import { findMember } from '../../storage/members.ts';
import { type KeptPolicy, listPolicies } from '../../storage/policies.ts';
import { readRota } from '../../storage/rota.ts';
import type { Acting } from '../acting.ts';

/** The members as approving sees them. */
export async function readApprovers(tx: Tenant, organisationId: number, now: Date): Promise<Approvers> {
  const rota = await readRota(tx, organisationId, now);
  const members = [...rota.values()];
  return {
    rota,
    superiors: new Map(members.map(({ id, superiorId }) => [id, superiorId])),
    roles: new Map(members.map(({ id, role }) => [id, role])),
  };
}

/** Who may give what was asked: those of the policy, or where its writer asked, those above the writer. */
export const approversOfAsk = (
  policy: KeptPolicy | undefined,
  writerId: string,
  members: Approvers,
  now: Date,
): string[] => approversOf(policy?.by ?? { kind: 'superior' }, writerId, members, now);

/**
 * The policies that ask for approval of what a member wrote; empty where it may go out. Throws Fault `approval_impossible` where one asks and nobody else could give it.
 */
export async function policiesThatAsk(
  tx: Tenant,
  { organisationId, now }: Pick<Acting, 'organisationId' | 'now'>,
  written: { caseId: string; memberId: string; text: string },
): Promise<KeptPolicy[]> {
  const policies = await listPolicies(tx, organisationId);
  if (policies.length === 0) return [];
  const writer = await findMember(tx, organisationId, { id: written.memberId });
  if (writer === null) return [];
  const topics = await tagsOfCase(tx, organisationId, written.caseId);
  const asking = approvalNeeded(policies, { writerRole: writer.role, topics, text: written.text });
  if (asking.length === 0) return [];
  const members = await readApprovers(tx, organisationId, now);
  const without = asking.find((policy) => approversOfAsk(policy, writer.id, members, now).length === 0);
  if (without !== undefined)
    throw new Fault(
      'approval_impossible',
      `The policy "${without.name}" asks for approval, and nobody else here can give it. Invite somebody who can, or change the policy.`,
    );
  return asking;
}

/** Who could give what was asked: the owner of the account that it would leave from, and nobody for them; else as the policy says. */
export const approversOfApproval = (
  asked: { ownerId: string | null },
  policy: KeptPolicy | undefined,
  writerId: string,
  members: Approvers,
  now: Date,
): string[] => (asked.ownerId !== null ? [asked.ownerId] : approversOfAsk(policy, writerId, members, now));

/** Asks for approval of a reply that was just put to wait; a null policy is the writer's own wish. `ownerId`: it would leave from this member's own account. */
export async function ask(
  tx: Tenant,
  { organisationId, memberId, now }: Acting,
  reply: { id: string; on: number },
  policyIds: readonly (string | null)[],
  ownerId: string | null = null,
): Promise<void> {
  const asks = [
    ...policyIds.map((policyId) => ({ policyId, ownerId: null })),
    ...(ownerId === null ? [] : [{ policyId: null, ownerId }]),
  ].map((one) => ({ ...one, id: newId(now.getTime()) }));
  await askApprovals(tx, organisationId, { asks, replyId: reply.id, on: reply.on }, { memberId, at: now });
}
