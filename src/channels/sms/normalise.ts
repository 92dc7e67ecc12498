/** Makes a post or news of a post from what a provider gave. Pure; never throws. */
import type { Heard } from '../../domain/post.ts';
import { storable } from '../reading.ts';
import { readAfricasTalking } from './africastalking/read.ts';
import { readKannel } from './kannel/read.ts';
import { normalNumber } from './number.ts';
import type { ProviderName } from './payload.ts';
import { Item, type Read } from './read.ts';
import { readSmpp } from './smpp/read.ts';
import { askedBy } from './stopWords.ts';
import { readTwilio } from './twilio/read.ts';

const readers = {
  africastalking: readAfricasTalking,
  twilio: readTwilio,
  kannel: readKannel,
  smpp: readSmpp,
} satisfies Record<ProviderName, (item: Item) => Read>;

/** One message is one post; what it says does not change afterwards. */
const onlyRevision = '1';

export function normalise(payload: unknown, account: { networkId: string }): Heard {
  const parsed = Item.safeParse(payload);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    return { kind: 'unreadable', reason: `This is no item of ours: "${field}" is not right.` };
  }
  const item: Item = { ...parsed.data, at: new Date(parsed.data.at) };
  const read = readers[item.provider](item);
  if (read.kind === 'ignored' || read.kind === 'unreadable') return read;
  if (read.kind === 'news') {
    const { id: networkId, status, reason } = read;
    return { kind: 'delivery', network: 'sms', networkId, status, at: item.at, reason };
  }
  return postOf(read, item, account);
}

function postOf(read: Extract<Read, { kind: 'message' }>, item: Item, account: { networkId: string }): Heard {
  const from = normalNumber(read.from, item.prefix);
  if (from === null)
    return {
      kind: 'unreadable',
      reason: 'Who sent it is neither a number nor a name.',
      networkId: storable(read.id),
    };
  const text = storable(read.text);
  const asks = item.form === 'message' ? askedBy(text) : null;
  return {
    kind: 'post',
    post: {
      network: 'sms',
      networkId: storable(read.id),
      thread: threadOf(account.networkId, from),
      parentNetworkId: null,
      quotedNetworkId: null,
      direction: 'inbound',
      visibility: 'direct',
      hearing: 'direct',
      by: { networkId: from, handle: from, name: null },
      conversationWith: from,
      text,
      language: item.form === 'ussd' ? languageOf(item.fields.language) : null,
      media: read.media ?? [],
      at: read.at,
      revision: onlyRevision,
      reach: null,
      handle: { to: from },
      institution: null,
      ...(asks === null ? {} : { asks }),
    },
  };
}

/** The language of the menu in which they wrote. */
const languageOf = (chosen: string | undefined): string | null =>
  chosen !== undefined && /^[a-z]{2}$/.test(chosen) ? chosen : null;

/** Our number and theirs: SMS and the menus of USSD are one thread. */
export const threadOf = (ours: string, theirs: string): string => `${ours}/${theirs}`;
