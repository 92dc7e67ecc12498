/** Hooks as an admin makes and changes them; each act is audited. */
import { Fault } from '../domain/fault.ts';
import type { HistoryAction } from '../domain/history.ts';
import { allowedAddress } from '../outside/guardedRequest.ts';
import { type AuditAction, addAudit } from '../storage/audit.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import type { Membership } from '../storage/members.ts';
import type { MasterKey } from '../storage/secrets.ts';
import {
  addWebhook,
  changeWebhook,
  removeWebhook,
  replayFrom,
  replayOne,
  type WebhookChange,
} from '../storage/webhooks.ts';

export interface HookAct {
  storage: Storage;
  by: Membership;
  now: Date;
}

/** Makes a hook; its secret is answered once. Throws Fault `input_invalid` for an address that is never asked. */
export async function makeWebhook(
  { storage, by, now }: HookAct,
  deps: { key: MasterKey; privateHosts: readonly string[] },
  hook: { name: string; address: string; actions: HistoryAction[] },
): Promise<{ id: string; secret: string }> {
  const address = allowedAddress(hook.address, deps.privateHosts).href;
  const { organisationId } = by;
  return storage.inOrganisation(organisationId, async (tx) => {
    const made = await addWebhook(tx, deps.key, organisationId, {
      ...hook,
      address,
      madeBy: by.memberId,
      at: now,
    });
    await note(
      tx,
      by,
      'webhook.made',
      { webhook: made.id, name: hook.name, address, actions: hook.actions },
      now,
    );
    return made;
  });
}

/** Changes a hook, pauses it or turns it on again. Throws Fault `not_found`, `input_invalid`. */
export async function updateWebhook(
  act: HookAct,
  privateHosts: readonly string[],
  id: string,
  asked: WebhookChange,
): Promise<void> {
  const change =
    asked.address === undefined
      ? asked
      : { ...asked, address: allowedAddress(asked.address, privateHosts).href };
  await audited(act, id, 'webhook.changed', { ...change }, (tx, organisationId) =>
    changeWebhook(tx, organisationId, id, change, act.now),
  );
}

/** Takes a hook away. Throws Fault `not_found`. */
export async function dropWebhook(act: HookAct, id: string): Promise<void> {
  await audited(act, id, 'webhook.removed', {}, (tx, organisationId) =>
    removeWebhook(tx, organisationId, id),
  );
}

/** Tells one delivery again, or everything from a sequence on. Throws Fault `not_found`. */
export async function replayWebhook(
  act: HookAct,
  id: string,
  what: { delivery: string } | { from: number },
): Promise<void> {
  await audited(act, id, 'webhook.replayed', { ...what }, (tx, organisationId) =>
    'delivery' in what
      ? replayOne(tx, organisationId, id, what.delivery, act.now)
      : replayFrom(tx, organisationId, id, what.from, act.now),
  );
}

async function audited(
  { storage, by, now }: HookAct,
  id: string,
  action: AuditAction,
  particulars: Record<string, unknown>,
  work: (tx: Tenant, organisationId: number) => Promise<boolean>,
): Promise<void> {
  await storage.inOrganisation(by.organisationId, async (tx) => {
    if (!(await work(tx, by.organisationId)))
      throw new Fault('not_found', 'There is no such webhook or delivery, or it has not come that far.');
    await note(tx, by, action, { webhook: id, ...particulars }, now);
  });
}

async function note(
  tx: Tenant,
  { organisationId, memberId, keyId }: Membership,
  action: AuditAction,
  particulars: Record<string, unknown>,
  at: Date,
): Promise<void> {
  await addAudit(tx, organisationId, { memberId, keyId, action, particulars, at });
}
