/** Money for a stream: it brings posts unasked, each with its price, so a handful is set aside before it is opened and again before it is used up. */
import type { Use } from '../telling.ts';
import { MoneyShort, type Session } from './session.ts';

/** So many posts are paid for beforehand. */
const handful = 20;

type Held = { settle(micros: number): Promise<void> };

export class Reserve {
  readonly #session: Session;
  readonly #use: Use;
  readonly #each: number;
  #held: { aside: Held; left: number; spent: number } | null = null;

  constructor(session: Session, use: Use, each: number) {
    this.#session = session;
    this.#use = use;
    this.#each = each;
  }

  /** Makes sure that another post may come. Throws MoneyShort. */
  async ready(): Promise<void> {
    const { account } = this.#session;
    if (account.meter === undefined || (this.#held !== null && this.#held.left >= this.#each)) return;
    await this.close();
    const most = this.#each * handful;
    const aside = await account.meter.setAside(this.#use, most);
    if (aside === null) {
      const sentence =
        "The month's money for X does not suffice to go on listening. Raise the ceiling in Settings > Accounts, or wait for the next month.";
      account.tell?.({ code: 'money_short', sentence });
      throw new MoneyShort('no room for a stream');
    }
    this.#held = { aside, left: most, spent: 0 };
  }

  /** A post came that costs so much. Throws MoneyShort where the next one could not be paid. */
  async spend(micros: number): Promise<void> {
    if (micros === 0) return;
    if (this.#held !== null) {
      this.#held.left -= micros;
      this.#held.spent += micros;
    }
    await this.ready();
  }

  /** Gives back what was not used. */
  async close(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    await held?.aside.settle(held.spent);
  }
}
