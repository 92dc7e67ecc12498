/** Re-reads a network and takes in what it has and we have not. */
import type { AccountAccess, Channel, RawItem } from '../channels/channel.ts';
import { isFault } from '../domain/fault.ts';
import { postKey } from '../domain/gathering.ts';
import type { Storage } from '../storage/database.ts';
import { saveRawItems } from '../storage/inbox.ts';
import { findPosts } from '../storage/intake.ts';
import { type DueReconciliation, recordReconciliation } from '../storage/listening.ts';

export interface ReconcileDeps {
  storage: Storage;
  channel: Channel;
  account: AccountAccess;
  now(): Date;
}

/** How far back the first look goes, and how much every later one overlaps the one before, in milliseconds. */
const firstLook = 7 * 24 * 3600_000;
const overlap = 6 * 3600_000;

/** Answers how many posts had been missing; they are in the inbox now. A failure is recorded with its sentence and thrown on. */
export async function reconcile(
  deps: ReconcileDeps,
  due: DueReconciliation,
  signal: AbortSignal,
): Promise<number> {
  const { storage, channel, account } = deps;
  const { organisationId, accountId } = due;
  const began = deps.now();
  const since = new Date(
    (due.reconciledAt ?? began).getTime() - (due.reconciledAt === null ? firstLook : overlap),
  );
  let missing = 0;
  try {
    for await (const page of channel.reconcile(account, since, signal)) {
      const lost = await notHere(deps, organisationId, page);
      missing += lost.length;
      const items = lost.map(({ item }) => ({ key: item.key, payload: JSON.stringify(item.payload) }));
      await saveRawItems(storage, {
        organisationId,
        accountId,
        source: null,
        cursor: null,
        items,
        heardAt: deps.now(),
      });
    }
  } catch (error) {
    const reason = isFault(error)
      ? error.sentence
      : 'The network could not be read to the end. It is tried again at the next check.';
    await storage.inOrganisation(organisationId, (tx) =>
      recordReconciliation(tx, organisationId, accountId, { reason }),
    );
    throw error;
  }
  await storage.inOrganisation(organisationId, (tx) =>
    recordReconciliation(tx, organisationId, accountId, { at: began, missing }),
  );
  return missing;
}

interface Entry {
  networkId: string | null;
  item: RawItem;
}

async function notHere(
  deps: ReconcileDeps,
  organisationId: number,
  entries: readonly Entry[],
): Promise<Entry[]> {
  const ids = entries.flatMap((e) =>
    e.networkId === null ? [] : [{ network: deps.channel.network, networkId: e.networkId }],
  );
  const found = await deps.storage.inIntake(organisationId, (tx) => findPosts(tx, organisationId, ids));
  const here = new Set(found.map((post) => postKey(post.network, post.networkId)));
  return entries.filter((e) => e.networkId !== null && !here.has(postKey(deps.channel.network, e.networkId)));
}
