/** What a channel says of an account while it works, and what it asks before it spends. */
import type { Use } from '../domain/moneyCeiling.ts';

/** What happened with the network, in a person's words; the console shows the latest of an account. */
export interface AccountNotice {
  code:
    | 'asked_to_wait'
    | 'cut_off'
    | 'went_on'
    | 'token_renewed'
    | 'rights_missing'
    | 'gap_repaired'
    | 'nothing_heard'
    | 'money_short';
  /** A safe sentence: what happened, and what is done about it. */
  sentence: string;
}

export { type Use, uses } from '../domain/moneyCeiling.ts';

/** The money of an account whose network charges for each request. All amounts in millionths of `currency`. */
export interface Meter {
  /**
   * Sets aside what a request may cost at most, before it is made; null where the month's ceiling leaves no room for this use. What was set aside and never settled (the program was
   * killed) counts as spent.
   */
  setAside(use: Use, micros: number): Promise<{ settle(micros: number): Promise<void> } | null>;
  /** Counts what was charged without being asked for (a call of the network), whatever the ceiling says. */
  charged(use: Use, micros: number): Promise<void>;
  /** When the next month begins, and with it new money. */
  monthEnds(): Promise<Date>;
}
