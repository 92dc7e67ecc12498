/** The telephone: calls that a member logs, and calls of a line at Africa's Talking voice. Answers are spoken by a person and recorded here. */
import { abilitiesAtHome, answerAtHome, sendsAtHome } from '../atHome.ts';
import type { Channel, ChannelFactory } from '../channel.ts';
import { askAfterApp, connecting } from './connect.ts';
import { normalisePhone } from './normalise.ts';
import { receive } from './receive.ts';

const note =
  'Nothing is sent: call the author and tell them. Sending here records that they were told by telephone, in these words.';
const withheld =
  'The number was withheld: nobody can call back. Note what is known, and close the case with its reason.';

export const phone: ChannelFactory = (tools): Channel => ({
  ...sendsAtHome(tools.now),
  network: 'phone',
  name: 'Telephone',
  evidence: [
    { what: 'Calls logged by a member, answered by voice', by: 'our own pages' },
    {
      what: 'Africa’s Talking voice: calls, keys, recordings, messages, doubles, a missing end',
      by: 'our double',
    },
    { what: 'Africa’s Talking voice: what it reads aloud, and its prices', by: 'paper' },
  ],
  abilities: { ...abilitiesAtHome, hears: ['webhook', 'import'] },
  connect: connecting(tools),
  receive,
  normalise: (payload, { networkId }) => normalisePhone(payload, networkId),
  mayReply: (post) =>
    answerAtHome(post, note).map((permission) =>
      permission.allowed && post.handle.withheld !== undefined
        ? { ...permission, allowed: false, reason: withheld }
        : permission,
    ),
  tryAccess: async (account) => {
    await askAfterApp(tools, account);
  },
});
