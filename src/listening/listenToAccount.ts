/** Listens with one account: each source from its saved cursor, raw items and cursor saved in one transaction, on and on until stopped. */
import type { AccountAccess, Channel, Heading } from '../channels/channel.ts';
import { isFault } from '../domain/fault.ts';
import { restAfterSaving } from '../domain/pace.ts';
import { losePermission } from '../storage/accountsOpened.ts';
import type { Storage } from '../storage/database.ts';
import { type SaveRawItems, saveRawItems } from '../storage/inbox.ts';
import { cursorOf } from '../storage/listening.ts';

export interface ListeningDeps {
  storage: Storage;
  channel: Channel;
  organisationId: number;
  /** Opens the account anew at each connection: secrets are renewed and watched words change. */
  open(): Promise<AccountAccess | null>;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const firstWait = 500;
const longestWait = 60_000;

/** Ends when the signal says so or the account is gone. */
export async function listenToAccount(deps: ListeningDeps, signal: AbortSignal): Promise<void> {
  const { sources } = deps.channel;
  // Its network calls us: it is held all the same, so that the console says that somebody listens.
  if (sources.length === 0) return untilAborted(signal);
  await Promise.all(sources.map((source) => follow(deps, source, signal)));
}

async function follow(
  deps: ListeningDeps,
  source: Channel['sources'][number],
  signal: AbortSignal,
): Promise<void> {
  let wait = firstWait;
  while (!signal.aborted) {
    try {
      const account = await deps.open();
      if (account === null) return;
      // Whoever owns the account reads these elsewhere; once it is the house's it is opened anew.
      if (source.isDirect === true && account.hearsDirect === false) return;
      if (source.isDirect !== true && account.hearsPublic === false) return;
      for await (const heading of source.stream(account, await cursor(deps, account, source.name), signal)) {
        await save(deps, account, source.name, heading, signal);
        wait = firstWait;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (await permissionLost(deps, error)) return;
      deps.log('source_lost', {
        source: source.name,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, longestWait);
  }
}

function cursor(deps: ListeningDeps, account: AccountAccess, source: string): Promise<string | null> {
  const { organisationId } = deps;
  return deps.storage.inOrganisation(organisationId, (tx) =>
    cursorOf(tx, organisationId, account.accountId, source),
  );
}

/** Keeps trying while the database is away: what the network gave is held, not dropped, and the network is not read further meanwhile. */
async function save(
  deps: ListeningDeps,
  account: AccountAccess,
  source: string,
  heading: Heading,
  signal: AbortSignal,
): Promise<void> {
  const items = heading.items.map((item) => ({ key: item.key, payload: JSON.stringify(item.payload) }));
  for (let wait = firstWait; ; wait = Math.min(wait * 2, 10_000)) {
    try {
      const { organisationId } = deps;
      const at = { accountId: account.accountId, source, cursor: heading.cursor, heardAt: deps.now() };
      const files = heading.files ?? [];
      return await saveAndRest(deps.storage, { organisationId, ...at, items, files }, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      deps.log('raw_items_not_saved', { items: items.length, reason: String(error) });
      await pause(wait, signal);
    }
  }
}

/** Saves what was heard, then rests after a large batch, so that a burst is not saved at the price of those who are served beside it. */
export async function saveAndRest(
  storage: Storage,
  heading: SaveRawItems,
  signal: AbortSignal,
): Promise<void> {
  const begun = performance.now();
  await saveRawItems(storage, heading);
  const rest = restAfterSaving(heading.items.length, performance.now() - begun);
  if (rest > 0) await pause(rest, signal);
}

async function permissionLost(deps: ListeningDeps, error: unknown): Promise<boolean> {
  if (!isFault(error) || (error.code !== 'account_refused' && error.code !== 'account_lacks_rights'))
    return false;
  const account = await deps.open();
  const { organisationId } = deps;
  if (account !== null) {
    await deps.storage.inOrganisation(organisationId, (tx) =>
      losePermission(tx, organisationId, account.accountId, error.sentence),
    );
  }
  deps.log('permission_lost', { reason: error.sentence });
  return true;
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Waits, at most until the signal. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
