/** Where a public link of a private page leads, and what begins there. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { System, Tenant } from './database.ts';
import { Overtaken } from './failures.ts';
import { keepIdentities } from './identities.ts';
import { newId } from './ids.ts';
import { lockRows, notOut } from './movedToDirect.ts';
import { hashOf } from './privateMoves.ts';

/** So many private pages are made by one public link: it is for one author, and everybody may open it. */
export const mostByOneLink = 20;

export interface Door {
  organisationId: number;
  moveId: string;
  conversationId: string;
  /** The form under which it comes in. */
  accountId: string;
  institution: string;
  language: string;
}

/** Where a public link leads; null for one that never was, was closed, was written by too often, or whose form is gone. */
export async function findDoor(system: System, token: string): Promise<Door | null> {
  const found = await sql<Door>`
    select m.organisation_id as "organisationId", m.id as "moveId", m.conversation_id as "conversationId", m.form_account_id as "accountId", i.name as institution, m.language
    from private_move as m
    join reply as r on r.organisation_id = m.organisation_id and r.id = m.reply_id and r.state not in ${notOut}
    join connected_account as a on a.organisation_id = m.organisation_id and a.id = m.form_account_id and a.state = 'listening'
    join institution as i on i.organisation_id = a.organisation_id and i.id = a.institution_id
    where m.token_hash = ${hashOf(token)} and m.revoked_at is null
      and (select count(*) from case_link as l where l.organisation_id = m.organisation_id and l.move_id = m.id) < ${mostByOneLink}`.execute(
    system,
  );
  return found.rows[0] ?? null;
}

/** Makes the private conversation of whoever writes by a public link, in the case where the public one is now. False when the public one is gone. Throws Overtaken where it moves again and again. */
export async function openBeside(
  tx: Tenant,
  organisationId: number,
  beside: string,
  own: { network: Network; thread: string; at: Date },
): Promise<boolean> {
  if (!(await holdCaseOf(tx, organisationId, beside))) return false;
  const { network, thread, at } = own;
  const key = `${network} ${thread}`;
  const wanted = new Map([[key, { network, networkId: thread, handle: null, name: null, at }]]);
  const identity = (await keepIdentities(tx, organisationId, wanted)).get(key);
  if (identity === undefined) return false;
  const made = await sql<{ id: string }>`
    insert into conversation (organisation_id, id, fingerprint, network, thread, identity_id, case_id, institution_id, visibility)
    select ${organisationId}::integer, ${newId(at.getTime())}::uuid, network_fingerprint(${network}, ${thread}), ${network}, ${thread}, ${identity.id}::uuid, v.case_id, v.institution_id, 'direct'
    from conversation as v where v.organisation_id = ${organisationId} and v.id = ${beside}
    returning id`.execute(tx);
  return made.rows.length > 0;
}

/** Locks the case of a conversation, wherever a member puts the conversation meanwhile. False when there is no such conversation. */
async function holdCaseOf(tx: Tenant, organisationId: number, conversationId: string): Promise<boolean> {
  const caseOf = async () =>
    (
      await tx
        .selectFrom('conversation')
        .select('case_id')
        .where('organisation_id', '=', organisationId)
        .where('id', '=', conversationId)
        .executeTakeFirst()
    )?.case_id;
  for (let tries = 0; tries < 3; tries += 1) {
    const caseId = await caseOf();
    if (caseId === undefined) return false;
    await lockRows(tx, organisationId, [caseId]);
    if ((await caseOf()) === caseId) return true;
  }
  throw new Overtaken('a conversation moves from case to case');
}
