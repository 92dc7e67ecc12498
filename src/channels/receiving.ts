/** How a network calls us: what came, and what a channel makes of it. */
import type { AccountAccess, HeardFile, RawItem } from './access.ts';

/** A request of a network, as it came. Nothing in it is believed before the channel has looked. */
export interface Called {
  method: 'GET' | 'POST';
  /** Which of the account's webhooks was called: what follows the account's own address, without the slash ('' where there is one only). */
  path: string;
  /** The whole address as the network knows it, query included: some sign it. */
  address: string;
  query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Byte for byte: signatures are over these. At most `mostBytes`. */
  body: Uint8Array;
}

/** An answer that the network reads. */
export interface PlainAnswer {
  status: number;
  /** Its media type. */
  type: string;
  body: string;
}

/** What a request turned out to be. */
export type Taken =
  /** Saved before `answer` is given; an empty list is a request that says nothing that has to be kept. */
  | { kind: 'kept'; items: readonly RawItem[]; files?: readonly HeardFile[]; answer: PlainAnswer }
  /** A question of the network that is answered and nothing else: a challenge, a menu. */
  | { kind: 'answered'; what: string; answer: PlainAnswer }
  /** Nobody proved to be the network, or nothing can be made of it: counted and shown. `reason`: a safe sentence. Status 401 for a wrong signature. */
  | { kind: 'refused'; status: 400 | 401 | 403 | 404 | 413; reason: string };

/** How a case stands, as its own author may hear it (on a telephone's menu, say). */
export interface CaseStands {
  number: number;
  /** `waiting`: for us; `answered`: our answer was the last word; `resolved`. */
  state: 'waiting' | 'answered' | 'resolved';
  /** When the first post was written. */
  since: Date;
  /** Our last answer in this conversation; null where none was given. */
  lastAnswer: { text: string; at: Date } | null;
}

/** What a channel may ask the desk while it answers a network. */
export interface AskedWhileReceiving {
  now: Date;
  /** The latest cases (at most `most`) of an author of this account's network, the newest first: no other author's, and none where nothing was written by them. */
  casesOf(authorNetworkId: string, most: number): Promise<readonly CaseStands[]>;
  /** Whether the organisation's office is open now; absent where nobody can tell, and then it is taken for open. */
  isOpen?(): Promise<boolean>;
}

/** The webhooks of a channel. */
export interface Receiving {
  /** Which there are, for the set-up: what to paste where. */
  paths: readonly { path: string; what: string }[];
  /** Larger requests are refused unread, with 413. Bytes. */
  mostBytes: number;
  /** Whether the network proves itself (a signature), or only knows the secret address. Shown to the admin. */
  proof: 'signature' | 'secret address';
  /** Checks and reads one request. Never throws on strange input. */
  take(account: AccountAccess, called: Called, desk: AskedWhileReceiving): Promise<Taken>;
}
