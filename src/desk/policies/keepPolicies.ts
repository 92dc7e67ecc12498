/** Policies: written, changed, switched on and off and taken out of use by a supervisor, each act audited. */
import { Fault } from '../../domain/fault.ts';
import type { Policy } from '../../domain/policy.ts';
import { may } from '../../domain/rights.ts';
import { addAudit } from '../../storage/audit.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { newId } from '../../storage/ids.ts';
import { findMember } from '../../storage/members.ts';
import { keepPolicy, listPolicies, retirePolicy } from '../../storage/policies.ts';
import { type Acting, particularsOf } from '../acting.ts';

/** Keeps a policy: a new one without an id, else the changed one; answers its id. Throws Fault `input_invalid`, `not_found`. */
export async function keepOnePolicy(
  acting: Acting,
  id: string | null,
  wanted: Policy & { name: string },
): Promise<string> {
  const { storage, organisationId, memberId, now } = acting;
  const policy = { ...wanted, id: id ?? newId(now.getTime()) };
  await storage
    .inOrganisation(organisationId, async (tx) => {
      if (id !== null && !(await listPolicies(tx, organisationId)).some((one) => one.id === id)) throw gone();
      await mustApprove(tx, organisationId, wanted);
      if (!(await keepPolicy(tx, organisationId, policy, { memberId, at: now }))) throw gone();
      await tell(tx, acting, 'policy.kept', {
        policy: policy.id,
        name: policy.name,
        enabled: policy.enabled,
      });
    })
    .catch((cause: unknown) => {
      if ((cause as { code?: string }).code !== '23505') throw cause;
      throw new Fault('input_invalid', 'There is a policy of this name. Give it another name.', { cause });
    });
  return policy.id;
}

/** Takes a policy out of use; what waits for approval because of it waits on. Throws Fault `not_found`. */
export async function retireOnePolicy(acting: Acting, id: string): Promise<void> {
  const { storage, organisationId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    if (!(await retirePolicy(tx, organisationId, id, now))) throw gone();
    await tell(tx, acting, 'policy.retired', { policy: id });
  });
}

async function mustApprove(tx: Tenant, organisationId: number, { by }: Policy): Promise<void> {
  if (by.kind === 'superior') return;
  const member = by.kind === 'member' ? await findMember(tx, organisationId, { id: by.memberId }) : null;
  if (by.kind === 'member' && (member === null || member.leftAt !== null))
    throw new Fault('input_invalid', 'Who is to approve is not a member here. Choose another.');
  const role = by.kind === 'role' ? by.role : member?.role;
  if (role === undefined || !may(role, 'replies.approve'))
    throw new Fault(
      'input_invalid',
      'Who only reads or drafts approves nothing. Choose another role or member.',
    );
}

async function tell(
  tx: Tenant,
  acting: Acting,
  action: 'policy.kept' | 'policy.retired',
  particulars: Record<string, string | boolean>,
): Promise<void> {
  const { organisationId, memberId, keyId = null, now } = acting;
  await addAudit(tx, organisationId, { memberId, keyId, action, particulars, at: now });
  const fact = { actorId: memberId, action: 'policies_set', caseId: null, subjectId: null } as const;
  await recordFacts(tx, organisationId, [{ ...fact, ...particularsOf(undefined, keyId) }], now);
}

const gone = () => new Fault('not_found', 'This policy is not in use any more. Look at the list again.');
