import { silentFor } from '../domain/silence.ts';
import { listAccounts } from '../storage/accounts.ts';
import type { Storage } from '../storage/database.ts';
import { usualItems } from '../storage/listening.ts';

/** A sentence for each account that has been silent for longer than is usual at this hour, by account id. */
export async function silences(
  storage: Storage,
  organisationId: number,
  now: Date,
): Promise<Map<string, string>> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const accounts = await listAccounts(tx, organisationId);
    const usual = await usualItems(tx, organisationId, now);
    const said = new Map<string, string>();
    for (const account of accounts) {
      const silent = silentFor(
        { lastHeardAt: account.lastHeardAt, usualPerHour: usual.get(account.id) ?? 0 },
        now,
      );
      if (silent === null || account.state !== 'listening') continue;
      said.set(
        account.id,
        `Nothing heard for ${silent.minutes} minutes; at this hour something usually comes every ${silent.usualMinutes} minutes. Check the network and the connection.`,
      );
    }
    return said;
  });
}
