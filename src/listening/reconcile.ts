/** Re-reads a network and takes in what it has and we have not. */
import type { AccountAccess, Channel, HeardFile, RawItem } from '../channels/channel.ts';
import { isFault } from '../domain/fault.ts';
import type { Storage } from '../storage/database.ts';
import { erasedAmong } from '../storage/erasedNames.ts';
import { saveRawItems } from '../storage/inbox.ts';
import { findPosts } from '../storage/intake.ts';
import {
  type DueReconciliation,
  itemsWithoutPost,
  recordReconciliation,
  waitingOf,
} from '../storage/listening.ts';

export interface ReconcileDeps {
  storage: Storage;
  channel: Channel;
  account: AccountAccess;
  now(): Date;
}

/** How far back the first look goes, and how much every later one overlaps the one before, in milliseconds. */
const firstLook = 7 * 24 * 3600_000;
const overlap = 6 * 3600_000;
/** With more on its way to the desk nobody can say at a reasonable price what is missing. */
const mostWaiting = 20_000;
const muchWaits =
  'More than 20,000 items are on their way to the desk. What is missing is looked for at the next check.';

/** Answers how many posts had been missing; they are in the inbox now. A failure is recorded with its sentence and thrown on. */
export async function reconcile(
  deps: ReconcileDeps,
  due: DueReconciliation,
  signal: AbortSignal,
): Promise<number> {
  const { storage, channel, account } = deps;
  const { organisationId, accountId } = due;
  const began = deps.now();
  const waiting = await storage.inOrganisation(organisationId, (tx) =>
    waitingOf(tx, organisationId, mostWaiting + 1),
  );
  if (waiting > mostWaiting) {
    await storage.inOrganisation(organisationId, (tx) =>
      recordReconciliation(tx, organisationId, accountId, { reason: muchWaits }),
    );
    return 0;
  }
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
        files: lost.flatMap(({ files = [] }) => files),
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
  files?: readonly HeardFile[];
}

/** Entries that are neither posts here nor raw items that wait or were set aside. */
async function notHere(
  deps: ReconcileDeps,
  organisationId: number,
  entries: readonly Entry[],
): Promise<Entry[]> {
  const { network } = deps.channel;
  const named = entries.flatMap(({ networkId, ...rest }) =>
    networkId === null ? [] : [{ networkId, ...rest }],
  );
  return deps.storage.byKeys(organisationId, async (tx) => {
    const wanted = named.map(({ networkId }) => ({ network, networkId }));
    const here = new Set((await findPosts(tx, organisationId, wanted)).map((post) => post.networkId));
    const erased = await erasedAmong(tx, organisationId, wanted);
    const lost = named.filter(({ networkId }) => !here.has(networkId) && !erased.has(networkId));
    if (lost.length === 0) return [];
    const keys = [...new Set(lost.map(({ item }) => item.key))];
    const raw = new Set(await itemsWithoutPost(tx, organisationId, keys));
    const onTheWay = new Set([...raw].flatMap((payload) => idOf(deps, payload)));
    return lost.filter(
      ({ networkId, item }) => !onTheWay.has(networkId) && !raw.has(JSON.stringify(item.payload)),
    );
  });
}

/** Which post a raw item carries, where it can be read. */
function idOf({ channel, account }: ReconcileDeps, payload: string): string[] {
  const heard = channel.normalise(JSON.parse(payload), account);
  return heard.kind === 'post' ? [heard.post.networkId] : [];
}
