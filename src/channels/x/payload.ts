/** The forms in which this channel keeps raw items; and how a page of the network is cut into them. */
import type { RawItem } from '../channel.ts';
import { type Dictionary, dictionaries, dictionary, list, text } from '../reading.ts';

/** A post with what it refers to, from a timeline, a search or a stream. */
export interface PostPayload {
  form: 'post';
  data: unknown;
  includes: Dictionary;
  /** Why the network showed it, where it says so: `mention`, or the tag of our rule. */
  reason: string | null;
}

/** An event of the X Activity API, word for word; `at` is when it came. */
export interface EventPayload {
  form: 'event';
  event: unknown;
  at: string;
}

/** A direct message as the list of them has it. */
export interface MessagePayload {
  form: 'message';
  data: unknown;
  includes: Dictionary;
}

/** News of the compliance stream. */
export interface CompliancePayload {
  form: 'compliance';
  data: unknown;
}

/** The network says Tweet up to version 2.166 of its description and Post from 2.167 on. */
export function named(from: Dictionary, tweet: string): unknown {
  return from[tweet] ?? from[tweet.replaceAll('tweet', 'post')];
}

/** What stands in `includes` under a kind; objects may be wrapped in `data`. */
export function included(includes: Dictionary, kind: 'tweets' | 'users' | 'media' | 'places'): Dictionary[] {
  return dictionaries(named(includes, kind)).map((one) => dictionary(one.data) ?? one);
}

/** The post that is answered, quoted or passed on; null where none is. */
export function referred(post: Dictionary, kind: 'replied_to' | 'quoted' | 'retweeted'): string | null {
  const also = kind === 'retweeted' ? 'reposted' : kind;
  const found = dictionaries(named(post, 'referenced_tweets')).find(
    ({ type }) => type === kind || type === also,
  );
  return text(found?.id);
}

/** The stable id of a post, whichever of its versions this is: its first version's. */
export function firstId(post: Dictionary): string | null {
  return text(list(named(post, 'edit_history_tweet_ids'))[0]) ?? text(post.id);
}

/** All posts of a page, the oldest first, each with no more than it refers to. */
export function itemsOf(page: Dictionary, reason: string | null): { id: string; item: RawItem }[] {
  const includes = dictionary(page.includes) ?? {};
  const posts = dictionaries(Array.isArray(page.data) ? page.data : [page.data]);
  return [...posts].reverse().flatMap((data) => {
    const id = firstId(data);
    if (id === null) return [];
    const payload: PostPayload = { form: 'post', data, includes: onlyOf(data, includes), reason };
    return [{ id, item: { key: text(data.conversation_id) ?? id, payload } }];
  });
}

/** A page lists the authors, pictures and posts of all its posts together: each item keeps its own. */
function onlyOf(post: Dictionary, includes: Dictionary): Dictionary {
  const referredIds = ['replied_to', 'quoted'] as const;
  const posts = included(includes, 'tweets').filter((one) =>
    referredIds.some((kind) => referred(post, kind) === one.id),
  );
  const people = [post, ...posts].map((one) => one.author_id);
  const keys = list(dictionary(post.attachments)?.media_keys);
  const place = dictionary(post.geo)?.place_id;
  return {
    tweets: posts,
    users: included(includes, 'users').filter(({ id }) => people.includes(id)),
    media: included(includes, 'media').filter((one) => keys.includes(one.media_key)),
    places: included(includes, 'places').filter(({ id }) => id === place),
  };
}

/** A page of direct messages, the oldest first. */
export function messagesOf(page: Dictionary): { id: string; item: RawItem }[] {
  const includes = dictionary(page.includes) ?? {};
  return [...dictionaries(page.data)].reverse().flatMap((data) => {
    const id = text(data.id);
    if (id === null) return [];
    const keys = list(dictionary(data.attachments)?.media_keys);
    const kept: Dictionary = {
      users: included(includes, 'users'),
      media: included(includes, 'media').filter((one) => keys.includes(one.media_key)),
    };
    const payload: MessagePayload = { form: 'message', data, includes: kept };
    return [{ id, item: { key: text(data.dm_conversation_id) ?? id, payload } }];
  });
}
