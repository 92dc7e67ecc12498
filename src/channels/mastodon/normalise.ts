/** Raw item -> post: past this point no field has the network's own name for it. Pure. */
import type { Heard, HeardPost, Hearing } from '../../domain/post.ts';
import { hearsWatched } from '../bluesky/watchedWords.ts';
import { type Dictionary, dictionary, instant, text } from '../reading.ts';
import { graphemes, usualMost } from './length.ts';
import { idOf, personId, statusId } from './payload.ts';
import { type ReadStatus, readStatus } from './status.ts';

interface Us {
  networkId: string;
  ourIds: readonly string[];
  watched: readonly string[];
}

/** Reads one raw item; strange input is `unreadable`, never a throw. */
export function normalise(payload: unknown, us: Us): Heard {
  const item = dictionary(payload);
  const domain = text(item?.domain);
  if (item === null || domain === null || domain === '') return unreadable('This is no item of the channel.');
  if (item.form === 'deleted') return ofDeletion(item, domain);
  if (item.form === 'status') return ofStatus(item, domain, us);
  return unreadable('This is no item of the channel.');
}

const unreadable = (reason: string, networkId?: string): Heard => ({
  kind: 'unreadable',
  reason,
  ...(networkId === undefined ? {} : { networkId }),
});
const ignored = (reason: string): Heard => ({ kind: 'ignored', reason });

function ofDeletion(item: Dictionary, domain: string): Heard {
  const [id, at] = [idOf(item.id), instant(item.at)];
  if (id === null || at === null) return unreadable('The deletion lacks its id or its time.');
  return { kind: 'deleted', network: 'mastodon', networkId: statusId(domain, id), at };
}

function ofStatus(item: Dictionary, domain: string, us: Us): Heard {
  const status = readStatus(item.status, domain);
  if (status === null) {
    const id = idOf(dictionary(item.status)?.id);
    const name = id === null ? undefined : statusId(domain, id);
    return unreadable('The post lacks its id, its author or its time.', name);
  }
  if (status.isBoost) return ignored('It passes on what somebody else wrote.');
  const hearing = hearingOf(status, item, us);
  if (hearing === null) return ignored('It does not name, answer or quote us, and holds no watched word.');
  return { kind: 'post', post: postOf(status, item, domain, hearing, us) };
}

/** The first reason, in the order of the domain; null when the post does not concern us. */
function hearingOf(status: ReadStatus, item: Dictionary, us: Us): Hearing | null {
  const isOurs = (name: string | null): boolean => name !== null && us.ourIds.includes(personId(name));
  if (isOurs(status.by.name)) return 'own';
  const mentioned =
    item.reason === 'mention' ||
    status.mentioned.some(({ name }) => isOurs(name)) ||
    namesIn(status.text).some(isOurs);
  const answers = isOurs(text(item.parentBy)) || isOurs(text(item.rootBy)) || answersHouse(status, item);
  if (status.visibility === 'private' && (mentioned || answers)) return 'direct';
  if (answers) return 'reply';
  if (mentioned) return 'mention';
  if (isOurs(status.quoted?.by ?? null)) return 'quote';
  return item.reason === 'known' || hearsWatched(status.text, us.watched) ? 'watched' : null;
}

/** Not every server lists whom a post names: their whole names stand in its words. */
function namesIn(words: string): string[] {
  return [...words.matchAll(/(?<![^\s(])@([^\s@/]+@[\p{L}\p{N}.-]+[\p{L}\p{N}])/gu)].map(([, name = '']) =>
    name.toLowerCase(),
  );
}

function answersHouse({ parentAccount }: ReadStatus, item: Dictionary): boolean {
  return parentAccount !== null && parentAccount !== '' && parentAccount === text(item.house);
}

/** However a post was heard, its first version has this revision and every edit a later one. */
const firstRevision = '0';

function postOf(status: ReadStatus, item: Dictionary, domain: string, hearing: Hearing, us: Us): HeardPost {
  const { by, editedAt } = status;
  const isPrivate = status.visibility === 'private';
  const root = statusId(domain, idOf(item.root) ?? status.id);
  const id = (local: string | null) => (local === null ? null : statusId(domain, local));
  return {
    network: 'mastodon',
    networkId: statusId(domain, status.id),
    // What is private under a public root is a conversation of its own.
    thread: isPrivate ? `${root}/private` : root,
    parentNetworkId: id(status.parent),
    quotedNetworkId: id(status.quoted?.id ?? null),
    direction: hearing === 'own' ? 'house' : 'inbound',
    visibility: isPrivate ? 'direct' : 'public',
    hearing,
    by: { networkId: personId(by.name), handle: by.name, name: by.shown },
    conversationWith: hearing === 'own' ? answered(status, item, us) : personId(by.name),
    text: withoutOurNames(status, us),
    language: status.language,
    media: status.media,
    at: believable(status.at, instant(item.seenAt)),
    revision: editedAt === null ? firstRevision : `1${editedAt.toISOString()}`,
    ...(editedAt === null ? {} : { edited: true as const }),
    reach: by.followers === null ? null : { followers: by.followers, verified: null, shares: null },
    ...(by.stated === null ? {} : { stated: by.stated }),
    handle: handleOf(status, item),
    institution: null,
  };
}

/** What an answer needs to know before the server is asked again: how much room is left beside the author's name and the warning that is kept. */
function handleOf(status: ReadStatus, item: Dictionary): Record<string, string> {
  const most =
    typeof item.most === 'number' && Number.isSafeInteger(item.most) && item.most > 0 ? item.most : usualMost;
  const taken = graphemes(`@${status.by.name.split('@')[0]} `) + graphemes(status.warning);
  return {
    room: String(Math.max(1, most - taken)),
    ...(status.address === null ? {} : { address: status.address }),
  };
}

/** Who is answered by a post of ours: the author of what it answers, else the first outside who is named. */
function answered(status: ReadStatus, item: Dictionary, us: Us): string | null {
  const outside = (name: string | null): string | null =>
    name === null || us.ourIds.includes(personId(name)) ? null : personId(name);
  const parentBy = text(item.parentBy);
  if (parentBy !== null) return outside(parentBy);
  if (status.parentAccount !== null) {
    const named = status.mentioned.find(({ id }) => id === status.parentAccount);
    return outside(named?.name ?? null);
  }
  if (status.visibility !== 'private') return null;
  return status.mentioned.flatMap(({ name }) => outside(name) ?? [])[0] ?? null;
}

/** Our names before the words are how the network is told that we are meant: they say nothing more. */
function withoutOurNames(status: ReadStatus, us: Us): string {
  const short = us.ourIds.flatMap((id) => (id.startsWith('acct:') ? [id.slice(5)] : []));
  const isOurs = (name: string): boolean =>
    short.some((one) => one === name || (!name.includes('@') && one.startsWith(`${name}@`)));
  let words = status.warning === '' ? status.text : status.text.slice(status.warning.length).trimStart();
  for (;;) {
    const found = /^@([^\s@]+(?:@[^\s@]+[^\s@.,:;!?])?)[,:]?\s+/u.exec(words);
    if (found === null || !isOurs((found[1] ?? '').toLowerCase())) break;
    words = words.slice(found[0].length);
  }
  return status.warning === '' ? words : [status.warning, words].filter((part) => part !== '').join('\n\n');
}

/**
 * The author's server says when it was written; ours says when it told us. The former is believed within an hour before the latter: a post that pretends to be old
 * must not overtake those who wait.
 */
function believable(written: Date, told: Date | null): Date {
  if (told === null) return written;
  if (written > told) return told;
  return told.getTime() - written.getTime() <= 3_600_000 ? written : told;
}
