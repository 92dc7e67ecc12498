/** The channel to WhatsApp, by Meta's Cloud API: messages and statuses come by webhook, answers go by HTTP. */
import { Budgets } from '../budget.ts';
import type { Channel, ChannelFactory, ChannelTools, Outcome } from '../channel.ts';
import type { Connecting } from '../connecting.ts';
import { sendTest, tryConnecting } from './connect.ts';
import { normalise } from './normalise.ts';
import { mayReply, textLength } from './permission.ts';
import { receivingOf } from './receive.ts';
import { attachments, findMessage, sendMessage } from './send.ts';
import { connectFields, guide } from './setUp.ts';
import { tryAccess, watchAccount } from './watch.ts';

const cannotRemove: Outcome = {
  kind: 'refused',
  code: 'cannot_remove',
  reason: 'WhatsApp takes no message back that was sent from here. Write another one that corrects it.',
};

/** Builds the channel; it keeps nothing between two calls but how long Meta asked to wait. */
export const whatsapp: ChannelFactory = (tools): Channel => {
  const budgets = new Budgets();
  return {
    network: 'whatsapp',
    name: 'WhatsApp',
    evidence: [
      {
        what: 'messages of every kind, requests that we send',
        by: 'official description and samples',
      },
      {
        what: 'statuses, files, edits, deletions, templates, limits, tokens, set-up',
        by: 'our double',
      },
    ],
    abilities: {
      hears: ['webhook'],
      replies: ['direct'],
      announces: false,
      deletes: false,
      // What its author deletes is deleted for everybody.
      deletedStays: 0,
      attachments,
      length: textLength,
      // Meta takes our key and says it back, but cannot be asked by it.
      keyed: { public: false, direct: false },
    },
    connect: connectingOf(tools),
    receive: receivingOf(tools),
    sources: [
      {
        name: 'account',
        isDirect: true,
        stream: (account, _cursor, signal) => watchAccount(tools, account, signal),
      },
    ],
    normalise,
    mayReply,
    networkKey: ({ replyId }) => replyId,
    send: (account, reply) => sendMessage(tools, budgets, account, reply),
    check: async (_account, reply) => findMessage(reply),
    tryAccess: (account) => tryAccess(tools, account),
    remove: async () => cannotRemove,
    async *reconcile() {
      yield []; // WhatsApp hands over no message twice: Meta itself repeats for days what we did not acknowledge
    },
  };
};

const connectingOf = (tools: ChannelTools): Connecting => ({
  fields: connectFields,
  guide,
  trial: ({ handle }) => `Send a message by WhatsApp to ${handle}, from any telephone.`,
  try: (typed) => tryConnecting(tools, typed),
  sendTest: { label: 'Telephone number', send: (connected, to) => sendTest(tools, connected, to) },
});
