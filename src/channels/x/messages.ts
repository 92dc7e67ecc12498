/** Direct messages: those that X lets programs read, and those that only a person can open. Pure. */
import type { Heard, HeardPost } from '../../domain/post.ts';
import { type Dictionary, dictionaries, dictionary, instant, storable, text } from '../reading.ts';
import { identityOf, reachOf, statedBy } from './authors.ts';
import { included } from './payload.ts';
import { ignored, mediaOf, type Us, unreadable } from './posts.ts';
import { readable } from './words.ts';

/** Where a person reads what is encrypted. */
const chatAddress = 'https://x.com/i/chat';
export const encryptedWords =
  'An encrypted message came: only X itself can show it. Open X to read and answer it.';

interface Facts {
  id: string;
  conversation: string;
  sender: string;
  /** The one that is not us; null where nobody can tell. */
  other: string | null;
  profile: Dictionary | null;
  at: Date;
  us: Us;
}

function direct(facts: Facts, more: Pick<HeardPost, 'text' | 'media' | 'handle'>): Heard {
  const { id, conversation, sender, other, profile, at, us } = facts;
  const ours = us.ourIds.includes(sender);
  const post: HeardPost = {
    network: 'x',
    networkId: id,
    thread: conversation,
    parentNetworkId: null,
    quotedNetworkId: null,
    direction: ours ? 'house' : 'inbound',
    visibility: 'direct',
    hearing: ours ? 'own' : 'direct',
    by: identityOf(sender, profile),
    conversationWith: ours ? other : sender,
    language: null,
    at,
    revision: '00',
    reach: reachOf(profile, null),
    ...statedBy(profile, null),
    institution: null,
    ...more,
  };
  return { kind: 'post', post };
}

/** The conversation of two has both ids, the smaller first: the same whichever way a message was heard. */
export function conversationOf(a: string, b: string): string {
  const ordered = a.length < b.length || (a.length === b.length && a < b);
  return ordered ? `${a}-${b}` : `${b}-${a}`;
}

/** A message of the list of direct messages. */
export function readMessage(data: Dictionary, includes: Dictionary, us: Us): Heard {
  if (data.event_type !== 'MessageCreate') return ignored('Somebody came to or left a private conversation.');
  const [id, sender, said] = [text(data.id), text(data.sender_id), text(data.dm_conversation_id)];
  const at = instant(data.created_at);
  if (!id || !sender || !said || at === null)
    return unreadable('The direct message lacks its id, sender, conversation or time.', id || undefined);
  const pair = /^(\d{1,19})-(\d{1,19})$/.exec(said);
  if (pair === null) return ignored('It is a conversation of more than two.');
  const [a = '', b = ''] = pair.slice(1);
  const other = sender === a ? b : a;
  const profile = included(includes, 'users').find((one) => one.id === sender) ?? null;
  const urls = dictionaries(data.urls);
  const words = storable(readable(text(data.text) ?? '', urls)).trimEnd();
  return direct(
    { id, conversation: conversationOf(a, b), sender, other, profile, at, us },
    {
      text: words,
      media: mediaOf(data, includes),
      handle: { participant: us.ourIds.includes(sender) ? other : sender },
    },
  );
}

/** The first message of an event `dm.received` or `dm.sent`. */
export function readMessageEvent(payload: Dictionary, us: Us): Heard {
  const event = dictionaries(payload.direct_message_events)[0];
  const create = dictionary(event?.message_create);
  const [id, sender] = [text(event?.id), text(create?.sender_id)];
  const recipient = text(dictionary(create?.target)?.recipient_id);
  const at = instantOfMilliseconds(event?.created_timestamp);
  if (!id || !sender || !recipient || at === null)
    return unreadable('The direct message lacks its id, sender, recipient or time.', id || undefined);
  const people = dictionary(payload.users) ?? {};
  const wrapped = dictionary(people[sender]);
  const profile = dictionary(wrapped?.data) ?? wrapped;
  const data = dictionary(create?.message_data) ?? {};
  const urls = dictionaries(dictionary(data.entities)?.urls);
  const ours = us.ourIds.includes(sender);
  return direct(
    { id, conversation: conversationOf(sender, recipient), sender, other: recipient, profile, at, us },
    {
      text: storable(readable(text(data.text) ?? '', urls)).trimEnd(),
      media: pictureOf(data),
      handle: { participant: ours ? recipient : sender },
    },
  );
}

/** An event writes pictures out instead of referring to them; they are private and are only named. */
function pictureOf(data: Dictionary): HeardPost['media'] {
  const media = dictionary(dictionary(data.attachment)?.media);
  const address = text(media?.media_url_https);
  if (address === null || !address.startsWith('https://')) return [];
  return [{ kind: 'image', address, alt: text(media?.ext_alt_text), type: null }];
}

/** An event `chat.received` or `chat.sent`: end-to-end encrypted, so that nobody but its two people can read it. */
export function readEncrypted(payload: Dictionary, us: Us): Heard {
  const [id, sender, said] = [text(payload.id), text(payload.sender_id), text(payload.conversation_id)];
  const at = instantOfMilliseconds(payload.created_at_msec);
  if (!id || !sender || at === null)
    return unreadable('The encrypted message lacks its id, sender or time.', id || undefined);
  const people = (said ?? '').split(/[:-]/).filter((part) => /^\d{1,19}$/.test(part));
  if (people.length > 2) return ignored('It is a conversation of more than two.');
  const other = people.find((person) => person !== sender) ?? null;
  const ours = us.ourIds.includes(sender);
  const conversation = other === null ? sender : conversationOf(sender, other);
  const media: HeardPost['media'] = [{ kind: 'link', address: chatAddress, alt: encryptedWords, type: null }];
  const participant = ours ? other : sender;
  return direct(
    // A name of its own: what is encrypted is not in the list of direct messages.
    { id: `chat ${id}`, conversation, sender, other, profile: null, at, us },
    { text: '', media, handle: { encrypted: 'yes', ...(participant === null ? {} : { participant }) } },
  );
}

function instantOfMilliseconds(value: unknown): Date | null {
  const time = typeof value === 'string' && /^\d{10,15}$/.test(value) ? Number(value) : value;
  if (typeof time !== 'number' || !(time >= 0 && time < 253_402_300_800_000)) return null;
  return new Date(time);
}
