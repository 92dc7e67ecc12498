/** The short names under which posts, identities and threads are looked up (migration 0012). */
import { hash } from 'node:crypto';

/**
 * SHA-256 of network and name, a character for each byte; its first 16 are what is looked up. The database makes the same (`network_fingerprint`). A text, since a buffer
 * of its own costs more than the hash in it, twice: when it is made and when it is collected.
 */
export type Fingerprint = string;

/**
 * The fingerprint of a name on a network: a post's or an author's id, or a thread. Two names share one with a chance of 2^-128; to find another name with that of a given
 * one is out of reach (SHA-256 cut to 128 bits), so nobody can make a stranger's post look like a double.
 */
export function fingerprintOf(network: string, name: string): Fingerprint {
  // U+0000, which Postgres cannot hold, is left out as it is in texts.
  const whole = `${network} ${name}`;
  return hash('sha256', whole.includes('\u0000') ? whole.replaceAll('\u0000', '') : whole, 'latin1');
}
