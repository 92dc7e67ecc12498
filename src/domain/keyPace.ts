/** How often a key may ask. Pure; instants in milliseconds are given. */

/** Requests that a key may make at once, and how many more each second: 600 a minute and a burst of as many. */
export const keyPace = { burst: 600, eachSecond: 10 } as const;

/** Keys that are remembered; a key that is forgotten starts with a full burst. */
const mostRemembered = 10_000;

/** A bucket for each key, filled with time and emptied by requests; each process has its own. */
export class KeyPace {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  /** Takes one request out. Answers how many milliseconds to wait; 0 when it may go on. */
  take(keyId: string, now: number): number {
    const before = this.buckets.get(keyId) ?? { left: keyPace.burst, at: now };
    const passed = Math.max(0, now - before.at);
    const left = Math.min(keyPace.burst, before.left + (passed / 1000) * keyPace.eachSecond);
    this.buckets.delete(keyId);
    this.buckets.set(keyId, { left: left >= 1 ? left - 1 : left, at: now });
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > mostRemembered && oldest !== undefined) this.buckets.delete(oldest);
    return left >= 1 ? 0 : Math.ceil(((1 - left) / keyPace.eachSecond) * 1000);
  }
}
