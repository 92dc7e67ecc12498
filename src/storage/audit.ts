import { sql } from 'kysely';
import type { Tenant } from './database.ts';
import { newId } from './ids.ts';

/** Every administrative act that is kept. Particulars hold ids and facts, never secrets or an author's words. */
export const auditActions = [
  'organisation.made',
  'organisation.changed',
  'office_hours.changed',
  'member.invited',
  'member.joined',
  'member.changed',
  'member.left',
  'member.password_link_made',
  'member.password_changed',
  'member.password_reset',
  'front.set',
  'spreading.set',
  'account.connected',
  'account.changed',
  'account.owner_set',
  'account.cut_off',
  'account.used_again',
  'account.removed',
  'account.reconcile_asked',
  'account.address_renewed',
  'account.ceiling_set',
  'cases.exported',
  'list.exported',
  'text.kept',
  'text.retired',
  'topic.kept',
  'topic.retired',
  'topic.pack_taken',
  'policy.kept',
  'policy.retired',
  'rule.kept',
  'rule.retired',
  'rules.ordered',
  'team.kept',
  'team.retired',
  'rota.changed',
  'absence.added',
  'absence.removed',
  'author.contact_refused',
  'author.contact_allowed',
  'author.protected',
  'author.unprotected',
  'author.identity_read',
  'author.blocked',
  'author.unblocked',
  'abuse_limit.changed',
  'watch_out.decided',
  'watch_out.reported',
  'watch_outs.set',
  'post.hidden',
  'post.shown_again',
  'author.erased',
  'author.exported',
  'retention.changed',
  'retention.removed',
  'member.second_factor_on',
  'member.second_factor_off',
  'member.second_factor_reset',
  'member.passkey_added',
  'member.passkey_removed',
  'sign_in.issuer_set',
  'sign_in.issuer_removed',
  'key.made',
  'key.revoked',
  'webhook.made',
  'webhook.changed',
  'webhook.removed',
  'webhook.replayed',
  'intake.replayed',
  'archive.imported',
  'unit.added',
  'unit.changed',
  'case.logged_by_hand',
] as const;
export type AuditAction = (typeof auditActions)[number];

export interface AuditRecord {
  id: string;
  at: Date;
  member: string | null;
  /** The name of the key by which the member's program did it. */
  key: string | null;
  action: string;
  particulars: Record<string, unknown>;
}

/** Writes one administrative act; call it in the transaction of the act itself. */
export async function addAudit(
  tx: Tenant,
  organisationId: number,
  entry: {
    memberId: string | null;
    /** The key by which the member's program did it. */
    keyId?: string | null;
    action: AuditAction;
    particulars?: Record<string, unknown>;
    at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('audit_entry')
    .values({
      organisation_id: organisationId,
      id: newId(entry.at.getTime()),
      at: entry.at,
      member_id: entry.memberId,
      action: entry.action,
      particulars: JSON.stringify({ ...entry.particulars, ...(entry.keyId ? { key: entry.keyId } : {}) }),
    })
    .execute();
}

/** The latest acts, newest first, with the name of the member who did each. */
export async function listAudit(tx: Tenant, organisationId: number, most = 500): Promise<AuditRecord[]> {
  const rows = await tx
    .selectFrom('audit_entry as a')
    .leftJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'a.organisation_id').onRef('m.id', '=', 'a.member_id'),
    )
    .leftJoin('api_key as k', (join) =>
      join
        .onRef('k.organisation_id', '=', 'a.organisation_id')
        .on(sql`k.id::text`, '=', sql`a.particulars ->> 'key'`),
    )
    .select(['a.id', 'a.at', 'm.name as member', 'k.name as key', 'a.action', 'a.particulars'])
    .where('a.organisation_id', '=', organisationId)
    .orderBy('a.at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(most)
    .execute();
  return rows;
}
