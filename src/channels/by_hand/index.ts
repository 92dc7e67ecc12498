import type { Network } from '../../domain/network.ts';
import type { Heard } from '../../domain/post.ts';
import { abilitiesAtHome, answerAtHome, sendsAtHome } from '../atHome.ts';
import type { Channel, ChannelFactory } from '../channel.ts';
import { ByHandItem } from './item.ts';

interface Kind {
  network: Extract<Network, 'letter' | 'visit'>;
  name: string;
  /** How an author is called whose name is not known. */
  nameless: string;
  /** What a member is told before an answer is recorded. */
  note: string;
}

/** Something that a person brought in and a member typed: a case like any other. What is answered is recorded; a person carries it. */
const byHand =
  (kind: Kind): ChannelFactory =>
  (tools): Channel => ({
    ...sendsAtHome(tools.now),
    network: kind.network,
    name: kind.name,
    evidence: [{ what: 'Logged by hand, answered by hand', by: 'our own pages' }],
    abilities: { ...abilitiesAtHome, hears: ['import'] },
    connect: null,
    normalise: (payload) => normalise(kind, payload),
    mayReply: (post) => answerAtHome(post, kind.note),
  });

/** Pure; never throws. */
function normalise({ network, nameless }: Kind, payload: unknown): Heard {
  const read = ByHandItem.safeParse(payload);
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.') ?? '';
    return { kind: 'unreadable', reason: `This is nothing that was logged here: "${field}" is not right.` };
  }
  const { thread, name, text, language, pictures, unit } = read.data;
  const at = new Date(read.data.at);
  return {
    kind: 'post',
    post: {
      network,
      networkId: thread,
      thread,
      parentNetworkId: null,
      quotedNetworkId: null,
      direction: 'inbound',
      visibility: 'direct',
      hearing: 'direct',
      by: { networkId: thread, handle: nameless, name },
      conversationWith: thread,
      text,
      language,
      media: pictures.map(({ address, type }) => ({ kind: 'image', address, alt: null, type })),
      at,
      revision: at.toISOString(),
      reach: null,
      handle: {},
      institution: null,
      ...(unit === null ? {} : { unit }),
    },
  };
}

export const letter = byHand({
  network: 'letter',
  name: 'Letter',
  nameless: 'Writer of a letter',
  note: 'Nothing leaves this machine: write the letter and post it. Sending here records that the author was answered by letter, in these words.',
});

export const visit = byHand({
  network: 'visit',
  name: 'Visit',
  nameless: 'Visitor',
  note: 'Nothing leaves this machine: tell the author yourself. Sending here records that they were answered in person, in these words.',
});
