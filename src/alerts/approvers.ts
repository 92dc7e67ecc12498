import { type Approvers, approversOf } from '../domain/policy.ts';
import type { KeptPolicy } from '../storage/policies.ts';
import type { RotaMember } from '../storage/rota.ts';

/** Who could say yes to what a member wrote: the owner of the account that it would leave from, and nobody for them; else as the policy says, of which a null one is the writer's own wish. */
export const approversAsked = (
  { writerId, policyId, ownerId }: { writerId: string; policyId: string | null; ownerId: string | null },
  policies: ReadonlyMap<string, KeptPolicy>,
  house: ReadonlyMap<string, RotaMember>,
  now: Date,
): string[] =>
  ownerId !== null
    ? [ownerId]
    : approversOf(policies.get(policyId ?? '')?.by ?? { kind: 'superior' }, writerId, approving(house), now);

const approving = (house: ReadonlyMap<string, RotaMember>): Approvers => ({
  rota: house,
  superiors: new Map([...house].map(([id, { superiorId }]) => [id, superiorId])),
  roles: new Map([...house].map(([id, { role }]) => [id, role])),
});
