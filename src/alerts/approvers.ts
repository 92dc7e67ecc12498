import { type Approvers, approversOf } from '../domain/policy.ts';
import type { KeptPolicy } from '../storage/policies.ts';
import type { RotaMember } from '../storage/rota.ts';

/** Who could say yes to what a member wrote; a null policy is the writer's own wish. */
export const approversAsked = (
  { writerId, policyId }: { writerId: string; policyId: string | null },
  policies: ReadonlyMap<string, KeptPolicy>,
  house: ReadonlyMap<string, RotaMember>,
  now: Date,
): string[] =>
  approversOf(policies.get(policyId ?? '')?.by ?? { kind: 'superior' }, writerId, approving(house), now);

const approving = (house: ReadonlyMap<string, RotaMember>): Approvers => ({
  rota: house,
  superiors: new Map([...house].map(([id, { superiorId }]) => [id, superiorId])),
  roles: new Map([...house].map(([id, { role }]) => [id, role])),
});
