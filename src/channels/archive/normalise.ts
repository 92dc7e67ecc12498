import type { Heard, HeardPost } from '../../domain/post.ts';
import { type ArchivePost, readArchiveRow } from './row.ts';

/**
 * Makes a post of a row. A payload that is text is a line which could not be parsed when it was imported: it is tried again, so that
 * a replay after a mended reader finds it. Pure; never throws.
 */
export function normaliseArchive(payload: unknown): Heard {
  const row = readArchiveRow(typeof payload === 'string' ? parsed(payload) : payload);
  if (row.kind === 'unreadable') return row;
  if (row.kind === 'deleted')
    return { kind: 'deleted', network: 'archive', networkId: idWithin(row.conversation, row.id), at: row.at };
  return { kind: 'post', post: toPost(row.post) };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // judged as a row without fields
  }
}

function toPost(row: ArchivePost): HeardPost {
  const { followers, verified, shares, home, place } = row;
  const reach =
    followers === null && verified === null && shares === null ? null : { followers, verified, shares };
  return {
    network: 'archive',
    networkId: idWithin(row.conversation, row.id),
    thread: row.conversation,
    parentNetworkId: row.inReplyTo === null ? null : idWithin(row.conversation, row.inReplyTo),
    quotedNetworkId: null,
    direction: row.inbound ? 'inbound' : 'house',
    visibility: 'public',
    hearing: 'imported',
    by: { networkId: row.author, handle: row.author, name: row.name },
    conversationWith: row.inbound ? row.author : null,
    text: row.text,
    language: row.language,
    media: [],
    at: row.at,
    revision: row.at.toISOString(),
    reach,
    handle: {},
    institution: row.institution,
    ...(home === null && place === null ? {} : { stated: { home, field: place } }),
  };
}

/** Archives keep one post in every conversation that it belongs to: only both names together are one post. */
function idWithin(conversation: string, id: string): string {
  return `${conversation.replaceAll('%', '%25').replaceAll('/', '%2F')}/${id}`;
}
