/** Keeps of a stream of everybody's posts those that concern us, and makes raw items of them. */
import type { AccountAccess, RawItem } from '../channel.ts';
import { dictionary, text } from '../reading.ts';
import type { Authors } from './authors.ts';
import { type ByteScanner, buildScanner } from './byteScanner.ts';
import { hearingOf } from './hearing.ts';
import { postAddress } from './identifiers.ts';
import { type CommitPayload, publicPictures } from './payload.ts';
import { readRecord } from './record.ts';
import { openUnderAuthors } from './underAuthors.ts';
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
  /** True where bytes may hold what the scanner of our ids and words does not know of: an answer to an author whom this stream brought. */
  finds(bytes: Uint8Array): boolean;
  itemsOf(changes: readonly CommitPayload[]): Promise<RawItem[]>;
}

/** Opens a sieve that remembers what it let through. */
export function openSieve(account: AccountAccess, authors: Authors): Sieve {
  const passed = new Set<string>();
  const under = openUnderAuthors(authors);
  return {
    finds: (bytes) => under.finds(bytes),
    async itemsOf(changes) {
      const ours = await keep(account, changes, passed);
      // Before what answers them in the same piece is looked at.
      for (const one of ours)
        if (one.operation === 'create' && !account.ourIds.includes(one.did)) under.note(one);
      const rest = changes.filter((one) => !ours.some((kept) => addressOf(kept) === addressOf(one)));
      const alike = await under.imitating(rest, account.handle);
      const kept = [...ours, ...alike.map((one) => ({ ...one, known: true as const }))];
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
