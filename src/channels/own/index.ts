/** The channel to an organisation's own system: it brings what people write by a signed webhook, and takes our answers by a signed call. */
import type { Channel, ChannelFactory, Outcome, Permission } from '../channel.ts';
import { connectFields, guide, tryConnecting } from './connect.ts';
import { normalise } from './normalise.ts';
import { receive } from './receive.ts';
import { attachments, findReply, handOver, hearsOnly, replyLength } from './send.ts';

const cannotRemove: Outcome = {
  kind: 'refused',
  code: 'cannot_remove',
  reason: 'Your system is not asked to take an answer back. Write another one that corrects it.',
};

/** Builds the channel; it keeps nothing between two calls. */
export const own: ChannelFactory = (tools): Channel => ({
  network: 'own',
  name: 'Your own',
  evidence: [{ what: 'signed webhook, signed answers, asking for an answer by its key', by: 'our double' }],
  abilities: {
    hears: ['webhook'],
    replies: ['public', 'direct'],
    announces: false,
    deletes: false,
    deletedStays: 0,
    attachments,
    length: replyLength,
    keyed: { public: true, direct: true },
  },
  connect: {
    fields: connectFields,
    guide,
    trial: () => 'Let your system bring one item to the address above.',
    try: (typed) => tryConnecting(tools, typed),
  },
  receive,
  sources: [],
  normalise,
  mayReply,
  networkKey: ({ replyId }) => replyId,
  send: (account, reply) => handOver(tools, account, reply),
  check: (account, reply) => findReply(tools, account, reply),
  remove: async () => cannotRemove,
  async *reconcile() {
    yield []; // your system brings again what it has no acknowledgement for
  },
});

function mayReply(
  post: Parameters<Channel['mayReply']>[0],
  account: { lacks: readonly string[] },
): Permission[] {
  const mode = post.visibility === 'direct' ? 'direct' : 'public';
  const ours = post.direction === 'house' ? 'This is an answer of ours. Answer what the author wrote.' : null;
  const reason = account.lacks.includes(hearsOnly) ? hearsOnly : ours;
  return [{ mode, allowed: reason === null, reason, until: null, length: replyLength, price: null }];
}
