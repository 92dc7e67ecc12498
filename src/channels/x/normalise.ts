/** Raw item -> post: past this point no field has X's own name for it. Pure. */
import type { Heard } from '../../domain/post.ts';
import { type Dictionary, dictionary, instant, text } from '../reading.ts';
import { readEncrypted, readMessage, readMessageEvent } from './messages.ts';
import { ignored, readPost, type Us, unreadable } from './posts.ts';

/** Reads one raw item; strange input is `unreadable`, never a throw. */
export function normalise(payload: unknown, us: Us): Heard {
  const item = dictionary(payload);
  const includes = dictionary(item?.includes) ?? {};
  const data = dictionary(item?.data);
  switch (item?.form) {
    case 'post':
      if (data === null) return unreadable('The network sent something that is no post.');
      return readPost(data, includes, text(item.reason), us);
    case 'message':
      if (data === null) return unreadable('The network sent something that is no direct message.');
      return readMessage(data, includes, us);
    case 'event':
      return readEvent(item, us);
    case 'compliance':
      return readCompliance(data);
    default:
      return unreadable('This is no item of the X channel.');
  }
}

/** Why the network shows a post, by its event; null: the post alone says it. */
const postEvents: Record<string, string | null> = {
  'post.create': null,
  'post.mention.create': 'mention',
  'post.reply.create': 'reply',
  'post.quote.create': 'quote',
  'post.repost.create': null,
};

const noPosts =
  /^(like|follow|profile|spaces|broadcast|news|subscriptions|mute|block|oauth)\.|^(dm\.(read|indicate_typing)|chat\.conversation_join)$/;

function readEvent(item: Dictionary, us: Us): Heard {
  const event = dictionary(dictionary(item.event)?.data);
  const type = text(event?.event_type);
  const payload = dictionary(event?.payload);
  if (event === null || type === null || payload === null)
    return unreadable('The event lacks its type or what it is about.');
  if (type in postEvents) {
    const ofUs = us.ourIds.includes(text(dictionary(event.filter)?.user_id) ?? '');
    return readPost(payload, dictionary(event.includes) ?? {}, ofUs ? (postEvents[type] ?? null) : null, us);
  }
  switch (type) {
    case 'post.delete':
      return deletion(text(payload.id), instant(item.at));
    case 'dm.received':
    case 'dm.sent':
      return readMessageEvent(payload, us);
    case 'chat.received':
    case 'chat.sent':
      return readEncrypted(payload, us);
    default:
      return noPosts.test(type)
        ? ignored(`It is no post, but news of another kind: ${type}.`)
        : unreadable(`X sent an event that is not known here: "${type.slice(0, 60)}".`);
  }
}

/** The network's word that a post is gone, or that one of its versions took the place of another. */
function readCompliance(data: Dictionary | null): Heard {
  const gone = dictionary(data?.delete) ?? dictionary(data?.drop);
  if (gone !== null) return deletion(text(dictionary(gone.tweet)?.id), instant(gone.event_at));
  if (data !== null && ['withheld', 'undrop', 'tweet_edit'].some((kind) => kind in data))
    return ignored('News of a post that takes no words away.');
  return unreadable('The news of the network names no kind that is known here.');
}

function deletion(id: string | null, at: Date | null): Heard {
  if (!id || at === null) return unreadable('The deletion does not say of what, or when.');
  return { kind: 'deleted', network: 'x', networkId: id, at };
}
