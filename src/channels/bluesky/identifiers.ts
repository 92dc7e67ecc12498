/** The names that things have on Bluesky: addresses of records, and the sortable keys of its clocks. */
import { createHash } from 'node:crypto';

export const postCollection = 'app.bsky.feed.post';

export interface Address {
  did: string;
  collection: string;
  rkey: string;
}

const addressForm = /^at:\/\/(did:[a-z]+:[A-Za-z0-9._:%-]+)\/([A-Za-z0-9.-]+)\/([A-Za-z0-9._:~-]{1,512})$/;

/** Reads `at://did/collection/key`; null when it is no such address. */
export function readAddress(uri: string): Address | null {
  const parts = addressForm.exec(uri);
  if (parts === null) return null;
  const [, did, collection, rkey] = parts;
  return { did: did ?? '', collection: collection ?? '', rkey: rkey ?? '' };
}

/** The address of a post. */
export function postAddress(did: string, rkey: string): string {
  return `at://${did}/${postCollection}/${rkey}`;
}

/** Whose the record at an address is; null when it is no address. */
export function ownerOf(uri: string | null): string | null {
  return uri === null ? null : (readAddress(uri)?.did ?? null);
}

const sortable = '234567abcdefghijklmnopqrstuvwxyz';

/**
 * A record key as the network's own clocks make them: microseconds and ten bits that tell two clocks apart. Both the bits and
 * the microseconds below the millisecond come from `seed`, so that the same reply always has the same key and two replies of
 * one millisecond have not (one chance in a million).
 */
export function recordKey(seed: string, at: Date): string {
  const digest = createHash('sha256').update(seed).digest();
  const micros = BigInt(at.getTime()) * 1000n + BigInt(digest.readUInt16BE(0) % 1000);
  let rest = (micros << 10n) | BigInt(digest.readUInt16BE(2) & 1023);
  let key = '';
  for (let place = 0; place < 13; place += 1) {
    key = `${sortable[Number(rest & 31n)]}${key}`;
    rest >>= 5n;
  }
  return key;
}

/** When a record key of the network's own form was made; null for keys of any other form. */
export function timeOfKey(rkey: string): Date | null {
  if (!/^[2-7a-j][2-7a-z]{12}$/.test(rkey)) return null;
  let value = 0n;
  for (const letter of rkey) value = (value << 5n) | BigInt(sortable.indexOf(letter));
  return new Date(Number((value >> 10n) / 1000n));
}
