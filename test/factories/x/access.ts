/** An account of the double as the desk would open it. */
import type { AccountAccess, ChannelTools } from '../../../src/channels/channel.ts';
import type { AccountNotice, Meter } from '../../../src/channels/telling.ts';
import type { XDouble } from './xDouble.ts';

export type Opened = AccountAccess & { told: AccountNotice[] };

/** Signed by keys that never end; `more` changes what is to be different. */
export function accessTo(double: XDouble, more: Partial<AccountAccess> & { meter?: Meter } = {}): Opened {
  const { consumerKey, consumerSecret, accessToken, accessSecret, bearer } = double.keys;
  const told: AccountNotice[] = [];
  const access: Opened = {
    accountId: '0190b6a4-0000-7000-8000-0000000000a1',
    networkId: double.us.id,
    handle: double.us.username,
    ourIds: [double.us.id],
    watched: [],
    keepSecret: async (secret) => {
      access.secret = secret;
    },
    tell: (notice) => void told.push(notice),
    told,
    ...more,
    settings: { server: double.address, pollSeconds: '0.1', ...more.settings },
    secret: { consumerKey, consumerSecret, accessToken, accessSecret, bearer, ...more.secret },
  };
  return access;
}

export interface Clock {
  now: Date | null;
}

/** Tools with a clock that can be set: null is the true one. */
export function toolsFor(double: XDouble, clock: Clock = { now: null }): ChannelTools & { events: string[] } {
  const events: string[] = [];
  const now = () => clock.now ?? new Date();
  double.world.now = now;
  return { fetch, now, log: (event) => void events.push(event), events };
}
