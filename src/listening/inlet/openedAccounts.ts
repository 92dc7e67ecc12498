/** Accounts that networks call, opened once and not at every request. What changes about one is heard at once, and looked up anew after half a minute in any case. */
import type { AccountAccess } from '../../channels/channel.ts';
import type { Network } from '../../domain/network.ts';
import type { AccountState } from '../../storage/accounts.ts';
import type { Notifications } from '../../storage/notifications.ts';

export interface CalledAccount extends AccountAccess {
  organisationId: number;
  network: Network;
  state: AccountState;
  addressTurn: number;
}

export type OpenCalled = (organisationId: number, accountId: string) => Promise<CalledAccount | null>;

const freshMilliseconds = 30_000;
const mostKept = 5_000;

export interface OpenedAccounts {
  find(organisationId: number, accountId: string): Promise<CalledAccount | null>;
  close(): void;
}

/** Keeps them in the memory of this process. */
export function openedAccounts(
  open: OpenCalled,
  notifications: Pick<Notifications, 'on'>,
  now: () => Date,
): OpenedAccounts {
  const kept = new Map<string, { until: number; account: Promise<CalledAccount | null> }>();
  const unsubscribe = notifications.on('accounts', (changed) => {
    for (const name of kept.keys())
      if (changed === null || name === changed || name.startsWith(`${changed} `)) kept.delete(name);
  });
  return {
    find(organisationId, accountId) {
      const name = `${organisationId} ${accountId}`;
      const known = kept.get(name);
      if (known !== undefined && known.until > now().getTime()) return known.account;
      kept.delete(name);
      for (const oldest of kept.keys()) {
        if (kept.size < mostKept) break;
        kept.delete(oldest);
      }
      const account = open(organisationId, accountId);
      kept.set(name, { until: now().getTime() + freshMilliseconds, account });
      // What could not be read is asked for again by the next, and so is what is not there: an account that is set up is connected between two calls, and the word of it may come later than
      // the second.
      account.then(
        (found) => found === null && kept.delete(name),
        () => kept.delete(name),
      );
      return account;
    },
    close: unsubscribe,
  };
}
