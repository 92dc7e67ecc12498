/**
 * What keeps a flood away without a riddle for people. Whole towns share one mobile address, so an address may send hundreds of forms in a quarter of an hour; only beyond that it
 * is slowed. Kept in the memory of each process: a restart forgets it, and several processes count each for itself.
 */
import { hash } from 'node:crypto';

interface Bucket {
  level: number;
  at: number;
}

/** Token buckets by key, the longest untouched forgotten beyond `mostKept`. */
export class Buckets {
  readonly capacity: number;
  readonly perSecond: number;
  private readonly mostKept: number;
  private readonly kept = new Map<string, Bucket>();

  constructor(capacity: number, perSecond: number, mostKept: number) {
    this.capacity = capacity;
    this.perSecond = perSecond;
    this.mostKept = mostKept;
  }

  /** What is left for a key now. Below zero it is overdrawn: whoever goes on after a refusal waits longer. */
  level(key: string, now: Date): number {
    const bucket = this.kept.get(key);
    if (bucket === undefined) return this.capacity;
    const seconds = Math.max(0, (now.getTime() - bucket.at) / 1000);
    return Math.min(this.capacity, bucket.level + seconds * this.perSecond);
  }

  /** Takes the cost; false, and a quarter of it overdrawn down to minus the capacity, where it is not there. */
  take(key: string, cost: number, now: Date): boolean {
    const level = this.level(key, now);
    const left = level >= cost ? level - cost : Math.max(-this.capacity, level - cost / 4);
    this.kept.delete(key);
    this.kept.set(key, { level: left, at: now.getTime() });
    if (this.kept.size > this.mostKept) this.kept.delete(this.kept.keys().next().value ?? '');
    return level >= cost;
  }
}

/** An address as it is counted: of IPv6 the first 64 bits, of which every household has its own. */
export function countedAddress(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

export interface Sending {
  address: string;
  /** The form, or the link written by. */
  place: string;
  text: string;
  photos: number;
}

/** The same words from one address this often within the window cost no more than others: neighbours complain of the same. */
const sameWordsAtOnce = 20;

export class PageLimits {
  /** 400 at once, then 40 a minute. */
  private readonly addresses = new Buckets(400, 40 / 60, 50_000);
  /** 6,000 at once, then 20 a second: the night of an outage is what a form is for. */
  private readonly places = new Buckets(6_000, 20, 5_000);
  private readonly words = new Buckets(sameWordsAtOnce, sameWordsAtOnce / 600, 50_000);

  /** True where a body is not even read any more: so much was sent after the first refusals. */
  isFlooding(address: string, now: Date): boolean {
    return this.addresses.level(countedAddress(address), now) < -50;
  }

  /** False where it is too much now. A photo counts like another form, the same words again and again twice. */
  take(sending: Sending, now: Date): boolean {
    const address = countedAddress(sending.address);
    const name = hash('sha256', `${address} ${sending.text.toLowerCase().replace(/\s+/g, ' ')}`, 'base64url');
    const cost = (1 + sending.photos) * (this.words.take(name, 1, now) ? 1 : 2);
    return this.addresses.take(address, cost, now) && this.places.take(sending.place, 1, now);
  }
}
