/** Keeps of a stream of everybody's posts those that concern us, and makes raw items of them. */
import type { AccountAccess, RawItem } from '../channel.ts';
import { dictionary, text } from '../reading.ts';
import type { Authors } from './authors.ts';
import { type ByteScanner, buildScanner } from './byteScanner.ts';
import { hearingOf } from './hearing.ts';
import { postAddress } from './identifiers.ts';
import { type CommitPayload, publicPictures } from './payload.ts';
import { readRecord } from './record.ts';
import { bytesOfWatched } from './watchedWords.ts';

/** How many posts a stream remembers having passed on, so that it recognises their edits and deletions at once. */
const mostRemembered = 20_000;

/** Finds in raw bytes whether an item can concern us at all: our ids, our words, and whatever the stream's form adds. */
export function scannerFor(account: AccountAccess, more: readonly string[]): ByteScanner {
  return buildScanner([...account.ourIds, ...account.watched.flatMap(bytesOfWatched), ...more]);
}

/** Where the network serves pictures for this account. */
export function picturesOf(account: Pick<AccountAccess, 'settings'>): string {
  return account.settings.pictures ?? publicPictures;
}

export interface Sieve {
  itemsOf(changes: readonly CommitPayload[]): Promise<RawItem[]>;
}

/** Opens a sieve that remembers what it let through. */
export function openSieve(account: AccountAccess, authors: Authors): Sieve {
  const passed = new Set<string>();
  return {
    async itemsOf(changes) {
      const kept = await keep(account, changes, passed);
      const writers = kept.filter((one) => one.operation !== 'delete').map((one) => one.did);
      const found = writers.length === 0 ? new Map<string, never>() : await authors.find(writers);
      for (const one of kept) passed.add(addressOf(one));
      forget(passed);
      return kept.map((one) => ({
        key: keyOf(one),
        payload: { ...one, author: found.get(one.did) ?? null },
      }));
    },
  };
}

function forget(passed: Set<string>): void {
  for (const oldest of passed) {
    if (passed.size <= mostRemembered) return;
    passed.delete(oldest);
  }
}

const addressOf = (one: CommitPayload): string => postAddress(one.did, one.rkey);

async function keep(
  account: AccountAccess,
  changes: readonly CommitPayload[],
  passed: ReadonlySet<string>,
): Promise<CommitPayload[]> {
  const concerns = (one: CommitPayload): boolean => {
    const record = one.operation === 'delete' ? null : readRecord(one.record, one.did, one.pictures);
    return record !== null && hearingOf(record, one.did, account) !== null;
  };
  const asked = changes.filter((one) => one.operation !== 'create').map(addressOf);
  const fresh = changes.filter((one) => one.operation === 'create' && concerns(one)).map(addressOf);
  const unknown = asked.filter((address) => !passed.has(address) && !fresh.includes(address));
  const stored =
    unknown.length === 0 ? new Set<string>() : ((await account.knows?.(unknown)) ?? new Set<string>());
  const known = new Set([...stored, ...fresh, ...asked.filter((address) => passed.has(address))]);
  return changes.flatMap((one): CommitPayload[] => {
    if (one.operation === 'create') return concerns(one) ? [one] : [];
    if (known.has(addressOf(one))) return [one.operation === 'update' ? { ...one, known: true } : one];
    return one.operation === 'update' && concerns(one) ? [one] : [];
  });
}

/** The thread's root where the item names one: a deletion names only itself. */
export function keyOf(one: Pick<CommitPayload, 'did' | 'rkey' | 'record'>): string {
  return rootIn(one.record) ?? postAddress(one.did, one.rkey);
}

/** The address of the thread's root that a record names; null when it begins a thread. */
export function rootIn(record: unknown): string | null {
  return text(dictionary(dictionary(dictionary(record)?.reply)?.root)?.uri);
}
