/** The raw items of this channel: what a server gave, and what is needed to read it that stands elsewhere. */
import type { Dictionary } from '../reading.ts';

export interface StatusPayload {
  form: 'status';
  /** The domain behind the names of the server's own people; ids are its own. */
  domain: string;
  /** Our account's id on that server. */
  house: string;
  /** As the server gave it. */
  status: unknown;
  /** The id of the root of its thread. */
  root: string;
  /** Who wrote the root, and the status that is answered, by whole names; null where the server does not say. */
  rootBy: string | null;
  parentBy: string | null;
  /** Why the server told us of it; null where it stood in a list. */
  reason: 'mention' | 'known' | null;
  /** When the server told us, where it says so. */
  seenAt: string | null;
  /** So many characters the server takes. */
  most: number;
}

export interface DeletedPayload {
  form: 'deleted';
  domain: string;
  id: string;
  at: string;
}

/**
 * A server's id of a status. Those of snac begin with the second of its last change, which it does not look at when it is asked: with them an edited post would be another one.
 */
export function idOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value.replace(/^\d{10}(?=[0-9a-f]{32}$)/, '0000000000');
}

/** The name of a status over all networks: its server's id, and whose id it is. */
export function statusId(domain: string, id: string): string {
  return `${domain}/${id}`;
}

/** The server's own id of it; null where it is of another server. */
export function localId(domain: string, networkId: string): string | null {
  const start = `${domain}/`;
  const id = networkId.startsWith(start) ? networkId.slice(start.length) : '';
  return id === '' ? null : id;
}

/** The whole name of somebody whom a server calls `acct`: its own people without their domain. */
export function wholeName(acct: unknown, domain: string): string | null {
  if (typeof acct !== 'string') return null;
  const name = acct.trim().replace(/^@/, '').toLowerCase();
  if (!/^[^\s@/]+(@[^\s@/]+)?$/.test(name)) return null;
  return name.includes('@') ? name : `${name}@${domain}`;
}

/** Somebody's id here: the name that a server has verified. Addresses of profiles are not, and a stranger's may say anything. */
export const personId = (name: string): string => `acct:${name}`;

/** True for what is not shown to everybody. */
export function isPrivate(status: Dictionary): boolean {
  return status.visibility !== 'public' && status.visibility !== 'unlisted';
}
