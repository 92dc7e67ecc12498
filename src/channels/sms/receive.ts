/** The webhooks of all providers: whose account it is says who calls. */
import type { Receiving } from '../receiving.ts';
import { refused } from './fields.ts';
import type { Provider } from './provider.ts';

/** An SMS of ten parts with every field around it is far below that. */
const mostBytes = 64_000;

export function receiving(providerOf: (settings: Readonly<Record<string, string>>) => Provider): Receiving {
  return {
    paths: [
      { path: 'messages', what: 'Incoming messages' },
      { path: 'delivery', what: 'Delivery reports' },
      { path: 'status', what: 'Delivery reports of Twilio; each message names this address itself' },
      { path: 'ussd', what: 'The menu of a USSD code' },
    ],
    mostBytes,
    proof: 'secret address',
    async take(account, called, desk) {
      const { webhooks } = providerOf(account.settings);
      const take = Object.hasOwn(webhooks, called.path) ? webhooks[called.path] : undefined;
      if (take === undefined) return refused(404, 'The provider of this account calls no such address.');
      return take(account, called, desk);
    },
  };
}
