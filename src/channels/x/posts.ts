/** One public post, however it was heard. Pure. */
import type { Heard, HeardPost, Hearing, Media } from '../../domain/post.ts';
import { hearsWatched } from '../bluesky/watchedWords.ts';
import { type Dictionary, dictionaries, dictionary, instant, list, text } from '../reading.ts';
import { identityOf, reachOf, statedBy, whole } from './authors.ts';
import { firstId, included, named, referred } from './payload.ts';
import { wordsOf } from './words.ts';

/** For whom a post is read. */
export interface Us {
  networkId: string;
  ourIds: readonly string[];
  watched: readonly string[];
}

export const unreadable = (reason: string, networkId?: string): Heard => ({
  kind: 'unreadable',
  reason,
  ...(networkId === undefined ? {} : { networkId }),
});
export const ignored = (reason: string): Heard => ({ kind: 'ignored', reason });

/** `reason`: what the network itself said of why it shows the post; it holds where the post alone would not say. */
export function readPost(post: Dictionary, includes: Dictionary, reason: string | null, us: Us): Heard {
  const [id, first, author] = [text(post.id), firstId(post), text(post.author_id)];
  const at = instant(post.created_at);
  if (id === null || first === null || !isId(id) || !isId(first)) return unreadable('The post names no id.');
  if (author === null || author === '' || at === null)
    return unreadable('The post lacks its author or its time.', first);
  if (text(post.text) === null && dictionary(named(post, 'note_tweet')) === null)
    return unreadable('The post carries no text.', first);
  if (referred(post, 'retweeted') !== null) return ignored('It only passes another post on.');
  const hearing = hearingOf(post, includes, reason, us);
  if (hearing === null) return ignored('It does not name, answer or quote us, and holds no watched word.');
  return { kind: 'post', post: heardPost({ post, includes, first, id, author, at, hearing }, us) };
}

const isId = (id: string): boolean => /^[0-9]{1,19}$/.test(id);

function hearingOf(post: Dictionary, includes: Dictionary, reason: string | null, us: Us): Hearing | null {
  const ours = (id: unknown): boolean => typeof id === 'string' && us.ourIds.includes(id);
  if (ours(post.author_id)) return 'own';
  if (ours(post.in_reply_to_user_id) || reason === 'reply') return 'reply';
  if (mentioned(post).some(ours) || reason === 'mention') return 'mention';
  if (ours(quotedAuthor(post, includes)) || reason === 'quote') return 'quote';
  return reason === 'watched' || hearsWatched(wordsOf(post), us.watched) ? 'watched' : null;
}

/** Ids of the accounts that it names. */
function mentioned(post: Dictionary): (string | null)[] {
  const long = dictionary(named(post, 'note_tweet'));
  return [post, long].flatMap((one) =>
    dictionaries(dictionary(one?.entities)?.mentions).map(({ id }) => text(id)),
  );
}

function quotedAuthor(post: Dictionary, includes: Dictionary): string | null {
  const quoted = referred(post, 'quoted');
  if (quoted === null) return null;
  return text(included(includes, 'tweets').find(({ id }) => id === quoted)?.author_id);
}

interface Facts {
  post: Dictionary;
  includes: Dictionary;
  first: string;
  id: string;
  author: string;
  at: Date;
  hearing: Hearing;
}

function heardPost({ post, includes, first, id, author, at, hearing }: Facts, us: Us): HeardPost {
  const profile = included(includes, 'users').find((one) => one.id === author) ?? null;
  const place = included(includes, 'places').find((one) => one.id === dictionary(post.geo)?.place_id) ?? null;
  const by = identityOf(author, profile);
  const version = Math.max(0, list(named(post, 'edit_history_tweet_ids')).length - 1);
  const answered = text(post.in_reply_to_user_id);
  const isOwn = hearing === 'own';
  return {
    network: 'x',
    networkId: first,
    thread: text(post.conversation_id) || first,
    parentNetworkId: referred(post, 'replied_to'),
    quotedNetworkId: referred(post, 'quoted'),
    direction: isOwn ? 'house' : 'inbound',
    visibility: 'public',
    hearing,
    by,
    conversationWith: isOwn ? (answered === null || us.ourIds.includes(answered) ? null : answered) : author,
    text: wordsOf(post),
    language: languageOf(post),
    media: mediaOf(post, includes),
    at,
    revision: String(version).padStart(2, '0'),
    ...(version === 0 ? {} : { edited: true as const }),
    reach: reachOf(profile, sharesOf(post)),
    ...statedBy(profile, place),
    handle: { id, author: by.handle, ...summons(post, includes, hearing, us) },
    institution: null,
  };
}

/** X lets programs answer who named or quoted the account that answers (`yes`); an answer to ourselves goes on with our own thread (`own`). */
function summons(post: Dictionary, includes: Dictionary, hearing: Hearing, us: Us): Record<string, string> {
  if (hearing === 'own') return post.author_id === us.networkId ? { summons: 'own' } : {};
  const named = mentioned(post).includes(us.networkId) || hearing === 'mention';
  const isQuoted = quotedAuthor(post, includes) === us.networkId || hearing === 'quote';
  return named || isQuoted ? { summons: 'yes' } : {};
}

const languages: Record<string, string | null> = { iw: 'he', in: 'id', und: null, zxx: null };

/** X says `und` where it does not know, and codes that begin with q for posts without words. */
function languageOf(post: Dictionary): string | null {
  const said = text(post.lang);
  if (said === null || !/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(said) || /^q[a-z]{2}$/.test(said)) return null;
  return said in languages ? (languages[said] ?? null) : said;
}

/** Pictures with the words that stand for them; a film by its picture where no film is named. */
export function mediaOf(of: Dictionary, includes: Dictionary): Media[] {
  const all = new Map(included(includes, 'media').map((one) => [one.media_key, one]));
  return list(dictionary(of.attachments)?.media_keys).flatMap((key) => {
    const one = all.get(key);
    const film = dictionaries(one?.variants)
      .filter(({ content_type: type }) => type === 'video/mp4')
      .sort((a, b) => (whole(b.bit_rate) ?? 0) - (whole(a.bit_rate) ?? 0))[0];
    const address = text(one?.url) ?? text(film?.url) ?? text(one?.preview_image_url);
    if (one === undefined || address === null || !/^https:\/\//.test(address)) return [];
    const isPicture = one.type === 'photo' || film === undefined;
    const type = isPicture ? null : 'video/mp4';
    return [{ kind: isPicture ? 'image' : 'video', address, alt: text(one.alt_text), type }];
  });
}

function sharesOf(post: Dictionary): number | null {
  const metrics = dictionary(named(post, 'public_metrics'));
  if (metrics === null) return null;
  const [passed, quoted] = [whole(named(metrics, 'retweet_count')), whole(metrics.quote_count)];
  return passed === null && quoted === null ? null : (passed ?? 0) + (quoted ?? 0);
}
