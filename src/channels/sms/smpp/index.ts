/** A mobile operator by SMPP 3.4: two binds, one for listening and one for sending, since these run in two programs. */
import type { Provider } from '../provider.ts';
import { ask, askAgain } from './ask.ts';
import { guide } from './guide.ts';
import { listen } from './listen.ts';
import { send } from './submit.ts';

/** Built with the channel: it remembers whose connection was lost, to say when it goes on. */
export function smpp(): Provider {
  const cut = new Set<string>();
  return {
    send,
    listen: (tools, account, cursor, signal) => listen(cut, tools, account, cursor, signal),
    readBack: ask,
    tryAccess: askAgain,
    guide,
    webhooks: {},
  };
}
