/** What a channel is handed of a connected account, and what it hands back of what it heard. */
import type { AccountNotice, Meter } from './telling.ts';

/** One raw item as the network gave it. `key` is cheap to find and the same for all posts of one thread where it can be known. */
export interface RawItem {
  key: string;
  payload: unknown;
}

/** A file that came with a post. Its bytes are kept beside the raw item; the post's media names it by `address`. */
export interface HeardFile {
  /** Made from what the file is and the post it came with: the same file of the same post has the same address. */
  address: string;
  name: string;
  /** As the network claims it; believed only after `outside` has looked. */
  type: string;
  bytes: Uint8Array;
}

/** A connected account as a channel sees it: decrypted, valid for this call only. */
export interface AccountAccess {
  accountId: string;
  /** The account's id and name on the network. */
  networkId: string;
  handle: string;
  /** Addresses and options that are no secret (the server, say). */
  settings: Record<string, string>;
  /** Passwords and tokens. Never logged. */
  secret: Record<string, string>;
  /** Ids on this network of every connected account of the organisation, this one included. */
  ourIds: readonly string[];
  /** Words and names to hear without a mention, lower case. */
  watched: readonly string[];
  /** False: what is written to this account in private is not read. Left out, it is. */
  hearsDirect?: boolean;
  /** False: nothing but what is written to this account in private is read. Left out, all is. */
  hearsPublic?: boolean;
  /**
   * Which of these ids of posts the organisation already has. Channels that hear everybody's edits and deletions use it to keep those of
   * our posts only; without it they know only what they heard since the stream began.
   */
  knows?(networkIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Keeps renewed tokens: the channel calls it when the network gave new ones. */
  keepSecret(secret: Record<string, string>): Promise<void>;
  /** Says what happened; the same again within the hour is counted, not listed. Absent where nobody reads it. */
  tell?(notice: AccountNotice): void;
  /** Where its network calls us now, to be named in requests that ask to be told of something; a path of `receive.paths` follows after a slash. Null where nobody outside can reach us. */
  calledAt?: string | null;
  /** Absent where the account's network is not metered. */
  meter?: Meter;
}
