/** The double as the contract of channels wants a network to send to. */
import type { SendingNetwork } from '../../../src/channels/contract.ts';
import type { ReplyMode } from '../../../src/domain/reply.ts';
import { accessTo, type Clock } from './access.ts';
import type { XDouble } from './xDouble.ts';

/** A post of a stranger who named us waits for each reply; time moves on after a wait that the network asked for. */
export function sendingTo(double: XDouble, clock: Clock): SendingNetwork {
  const author = double.world.person('amina_k', { name: 'Amina K.' });
  const account = accessTo(double);
  const publishes = (mode: ReplyMode): RegExp => (mode === 'direct' ? /\/messages$/ : /^\/2\/tweets$/);
  let mode: ReplyMode = 'public';
  let count = 0;
  return {
    account,
    async reply(wanted, text) {
      mode = wanted;
      count += 1;
      const asked = double.world.write(author, `@${double.us.username} question ${count}`);
      const handle = { id: asked.id, author: author.username, summons: 'yes' };
      const by = { networkId: author.id, handle: author.username, name: author.name };
      const visibility = wanted === 'direct' ? 'direct' : 'public';
      return {
        replyId: `0190b6a4-0000-7000-8000-0000000001${String(count).padStart(2, '0')}`,
        mode: wanted,
        text,
        language: 'en',
        to: { networkId: asked.id, thread: asked.id, by, handle, visibility },
        quote: null,
        attachments: [],
        networkKey: `key ${count}`,
        firstAttemptAt: new Date((clock.now ?? new Date()).getTime() - 90_000),
      };
    },
    published: async (text) =>
      double.world.posts.filter((post) => post.text === text).length +
      double.world.messages.filter((message) => message.text === text).length,
    async limitNext(until) {
      clock.now = null;
      double.limitNext(publishes(mode), until);
    },
    async cutNext() {
      clock.now = new Date((clock.now ?? new Date()).getTime() + 600_000);
      double.cutNext(publishes(mode));
    },
    close: () => double.close(),
  };
}
