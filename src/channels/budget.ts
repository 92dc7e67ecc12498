/**
 * How much an account may still ask of its network, as the network's own headers say: one budget for each account and group of requests, whoever asks (sources, the sender,
 * a reconciliation). It lives as long as the program: a new one learns it from the first answer.
 */

/** What an answer said. */
export interface Allowance {
  /** Requests left until `resetAt`. */
  left: number;
  resetAt: Date;
}

/** More groups than that are not remembered; the oldest are learned anew. */
const mostRemembered = 5_000;

export class Budgets {
  readonly #known = new Map<string, Allowance>();

  /** When a request may be made: null for now. Counts it as made. */
  take(accountId: string, group: string, now: Date): Date | null {
    const known = this.#known.get(nameOf(accountId, group));
    if (known === undefined || known.resetAt <= now) return null;
    if (known.left <= 0) return known.resetAt;
    known.left -= 1;
    return null;
  }

  /** What the last answer said is left. An older answer that arrives late takes nothing back: the smaller number of one window holds. */
  learn(accountId: string, group: string, { left, resetAt }: Allowance): void {
    const name = nameOf(accountId, group);
    const known = this.#known.get(name);
    const same = known !== undefined && known.resetAt.getTime() === resetAt.getTime();
    this.#known.delete(name);
    this.#known.set(name, { left: same ? Math.min(known.left, left) : left, resetAt });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= mostRemembered) break;
      this.#known.delete(oldest);
    }
  }

  /** The network asked to be left alone until then. */
  exhausted(accountId: string, group: string, until: Date): void {
    this.learn(accountId, group, { left: 0, resetAt: until });
  }
}

const nameOf = (accountId: string, group: string): string => `${accountId} ${group}`;
