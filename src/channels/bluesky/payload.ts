/** The raw items of this channel: what is stored with the cursor, and what `normalise` reads. */

/** Whoever wrote a post, as far as it was known when it was heard. */
export interface RawAuthor {
  did: string;
  handle: string;
  name: string | null;
  followers: number | null;
  verified: boolean | null;
  /** Where they say that they live. Left out of what was kept before it was looked for, and of most authors. */
  home?: string;
}

/** A change of one record in somebody's repository, from the firehose or from Jetstream. */
export interface CommitPayload {
  form: 'commit';
  operation: 'create' | 'update' | 'delete';
  did: string;
  rkey: string;
  rev: string;
  cid: string | null;
  record: unknown;
  /** When the network saw it, ISO 8601. */
  at: string;
  author: RawAuthor | null;
  /** Where the network serves pictures: `{did}` and `{cid}` to be filled in. */
  pictures: string;
  /** Heard though it does not name us: an edit of a post that we have, or an answer to an author of ours in a name that looks like ours. */
  known?: true;
}

/** A post as the network's own views show it: a notification, a search result, our own record. */
export interface ViewPayload {
  form: 'view';
  uri: string;
  cid: string;
  author: RawAuthor;
  record: unknown;
  /** When the network saw it, ISO 8601; null where the view does not say. */
  at: string | null;
  /** Why the network told us; null when we asked. */
  reason: string | null;
  pictures: string;
}

/** A direct message, or its removal. */
export interface MessagePayload {
  form: 'message';
  convo: string;
  removed: boolean;
  message: unknown;
  members: RawAuthor[];
}

/** A frame that concerned us and could not be decoded. */
export interface UnreadablePayload {
  form: 'unreadable';
  reason: string;
  bytes: string;
}

export type Payload = CommitPayload | ViewPayload | MessagePayload | UnreadablePayload;

/** Where pictures are served when the account's settings name no other place. */
export const publicPictures = 'https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{cid}@jpeg';

/** The id of a direct message: alone it is unique only within its conversation. */
export function messageId(convo: string, id: string): string {
  return `${convo}/${id}`;
}
