/** Raw item -> post, deletion, news of a reply, or what is wrong with it. Pure. */
import type { Heard, HeardPost, Media } from '../../domain/post.ts';
import { dictionary } from '../reading.ts';
import { type ReadPost, readItem, version } from './format.ts';

interface Us {
  networkId: string;
}

/** Two systems of one organisation may both have an item "1" and an author "7". */
export const within = (us: Us, id: string): string => `${us.networkId}:${id}`;

/** Reads one raw item; strange input is `unreadable`, never a throw. */
export function normalise(payload: unknown, us: Us): Heard {
  const kept = dictionary(payload);
  if (kept?.version !== version)
    return { kind: 'unreadable', reason: `This is no item of version ${version} of the format.` };
  const read = readItem(kept.item);
  if (read.kind === 'wrong')
    return {
      kind: 'unreadable',
      reason: read.sentence,
      ...(read.id === null ? {} : { networkId: within(us, read.id) }),
    };
  if (read.kind === 'deleted')
    return { kind: 'deleted', network: 'own', networkId: within(us, read.id), at: read.at };
  if (read.kind === 'post') return { kind: 'post', post: postOf(read, us) };
  const { reply: networkId, status, at, reason } = read;
  return { kind: 'delivery', network: 'own', networkId, status, at, reason };
}

function postOf(read: ReadPost, us: Us): HeardPost {
  const author = within(us, read.author.id);
  return {
    network: 'own',
    networkId: within(us, read.id),
    thread: within(us, read.thread),
    parentNetworkId: read.answers === null ? null : within(us, read.answers),
    quotedNetworkId: null,
    direction: 'inbound',
    visibility: read.isPublic ? 'public' : 'direct',
    hearing: read.isPublic ? 'mention' : 'direct',
    by: { networkId: author, handle: read.author.name ?? read.author.id, name: read.author.name },
    conversationWith: author,
    text: read.text,
    language: read.language,
    media: read.media.map(mediaOf),
    at: read.at,
    revision: read.editedAt === null ? '0' : read.editedAt.toISOString(),
    ...(read.editedAt === null ? {} : { edited: true as const }),
    reach: null,
    // As the system itself calls them: an answer names them so.
    handle: { id: read.id, thread: read.thread, author: read.author.id },
    institution: null,
    ...(read.place === null ? {} : { stated: { home: null, field: read.place } }),
  };
}

function mediaOf({ address, type, alt }: ReadPost['media'][number]): Media {
  const isPicture = type?.startsWith('image/') === true && type !== 'image/svg+xml';
  return { kind: isPicture ? 'image' : 'link', address, alt, type };
}
