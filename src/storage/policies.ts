/** Policies: written rules by which a reply needs approval. */
import { sql } from 'kysely';
import type { Currency } from '../domain/money.ts';
import type { ApprovalBy, Policy } from '../domain/policy.ts';
import type { Role } from '../domain/rights.ts';
import { texts } from './arrays.ts';
import type { Tenant } from './database.ts';
import { retire } from './retiring.ts';

export interface KeptPolicy extends Policy {
  id: string;
  name: string;
}

interface Row {
  id: string;
  name: string;
  topics: string[];
  roles: Role[];
  amount: number | null;
  currency: Currency | null;
  by_kind: ApprovalBy['kind'];
  by_role: Role | null;
  by_member: string | null;
  enabled: boolean;
}

const columns = sql`id, name, topics, roles, amount, currency, by_kind, by_role, by_member, enabled`;

function kept(row: Row): KeptPolicy {
  const { id, name, topics, roles, amount, currency, enabled } = row;
  return {
    id,
    name,
    topics,
    roles,
    amount: amount === null ? null : { hundredths: Number(amount), currency },
    by: byOf(row),
    enabled,
  };
}

function byOf({ by_kind: kind, by_role: role, by_member: memberId }: Row): ApprovalBy {
  if (kind === 'role' && role !== null) return { kind, role };
  if (kind === 'member' && memberId !== null) return { kind, memberId };
  return { kind: 'superior' };
}

/** Every policy that was not retired, by name. */
export async function listPolicies(tx: Tenant, organisationId: number): Promise<KeptPolicy[]> {
  const found = await sql<Row>`
    select ${columns} from policy where organisation_id = ${organisationId} and retired_at is null order by lower(name)`.execute(
    tx,
  );
  return found.rows.map(kept);
}

/** Policies by id, retired ones too: what waits for one that was retired still waits. */
export async function policiesById(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, KeptPolicy>> {
  if (ids.length === 0) return new Map();
  const found = await sql<Row>`
    select ${columns} from policy where organisation_id = ${organisationId} and id = any(${[...ids]}::uuid[])`.execute(
    tx,
  );
  return new Map(found.rows.map((row) => [row.id, kept(row)]));
}

/** Keeps a policy, new or changed; false when it was retired. Fails with SQLSTATE 23505 where another one has the name. */
export async function keepPolicy(
  tx: Tenant,
  organisationId: number,
  policy: KeptPolicy,
  by: { memberId: string; at: Date },
): Promise<boolean> {
  const role = policy.by.kind === 'role' ? policy.by.role : null;
  const member = policy.by.kind === 'member' ? policy.by.memberId : null;
  const done = await sql`
    insert into policy (organisation_id, id, name, topics, roles, amount, currency, by_kind, by_role, by_member, enabled, changed_at, changed_by)
    values (${organisationId}, ${policy.id}, ${policy.name}, ${texts([...policy.topics])}, ${texts([...policy.roles])}, ${policy.amount?.hundredths ?? null},
      ${policy.amount?.currency ?? null}, ${policy.by.kind}, ${role}, ${member}, ${policy.enabled}, ${by.at}, ${by.memberId})
    on conflict (organisation_id, id) do update set name = excluded.name, topics = excluded.topics, roles = excluded.roles, amount = excluded.amount,
      currency = excluded.currency, by_kind = excluded.by_kind, by_role = excluded.by_role, by_member = excluded.by_member, enabled = excluded.enabled,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by
    where policy.retired_at is null`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** Takes a policy out of use; false when there is none. */
export const retirePolicy = (tx: Tenant, organisationId: number, id: string, at: Date): Promise<boolean> =>
  retire(tx, 'policy', organisationId, id, at);
