import type { HiddenWay } from '../domain/hiding.ts';
import type { Network } from '../domain/network.ts';
import type { Heard, HeardPost } from '../domain/post.ts';
import type { ReplyMode } from '../domain/reply.ts';
import type { AccountAccess, HeardFile, RawItem } from './access.ts';
import type { Connecting } from './connecting.ts';
import type { Receiving } from './receiving.ts';

export type { AccountAccess, HeardFile, RawItem } from './access.ts';

/** A step of a stream: items and the cursor after them, to be saved in one transaction. */
export interface Heading {
  items: RawItem[];
  /** Files that came with the items; saved in the same transaction. */
  files?: readonly HeardFile[];
  /** Where to go on after a restart; opaque; null when the source has none. */
  cursor: string | null;
}

/** What a network can ever do. */
export interface Abilities {
  hears: readonly ('stream' | 'polling' | 'webhook' | 'import')[];
  /** It hears posts that hold the account's watched words, though nobody mentions the account. */
  watches: boolean;
  replies: readonly ReplyMode[];
  announces: boolean;
  deletes: boolean;
  /** What becomes of another's post that `hide` takes away: hidden it can be shown again, deleted it cannot. Left out where nobody may. */
  hides?: HiddenWay;
  /** Hours for which the desk may keep the words of a post after its author deleted it there; 0: they go at once. */
  deletedStays: number;
  attachments: { most: number; types: readonly string[]; mostBytes: number } | null;
  length: LengthRule | null;
  /** True when a reply can be found again by its key, so that sending twice publishes once. */
  keyed: Record<ReplyMode, boolean>;
}

/** A text is too long when any of the limits is passed. */
export interface LengthRule {
  /** Characters as people see them; units of `domain/weightedLength.ts` where `weighted` says so. */
  graphemes: number;
  weighted?: true;
  bytes: number;
  /** So many SMS at most (domain/smsParts.ts); left out where the network does not count in them. */
  parts?: number;
}

/** May we answer this very post, and how. */
export interface Permission {
  mode: ReplyMode;
  allowed: boolean;
  /** When not allowed: a safe sentence that says why and what to do instead. */
  reason: string | null;
  until: Date | null;
  length: LengthRule;
  /** Price of one reply in millionths of the currency; of each SMS of it where the length is counted in parts. */
  price: { micros: number; currency: string } | null;
  /** What the writer is told before sending: that it is only recorded here, say. A safe sentence. */
  note?: string;
  /**
   * Not allowed by a program, but by a person: they take the words to this page of the network and post them there. The reply is `unknown` until `check` finds it, or a person
   * says what became of it.
   */
  byHand?: { address: string };
}

export interface ReplyToSend {
  replyId: string;
  mode: ReplyMode;
  text: string;
  language: string | null;
  /** The post that is answered; null for an announcement. */
  to: Pick<HeardPost, 'networkId' | 'thread' | 'by' | 'handle' | 'visibility'> | null;
  /** Ids of the network quoted rather than answered. */
  quote: { networkId: string; handle: Record<string, string> } | null;
  attachments: readonly { type: string; alt: string; bytes: Uint8Array; width: number; height: number }[];
  /** Made once by `networkKey` and kept before the first attempt. */
  networkKey: string;
  /** When the first attempt began; the same at every attempt. */
  firstAttemptAt: Date;
  /** Ids on the network that other replies hold: a search by words passes them over, so that one message never proves two replies. */
  heldByOthers?: ReadonlySet<string>;
  /** Told by the network, with our key, since the first attempt (a status that it called us with): under which id it has the reply. */
  toldOf?: { networkId: string; at: Date };
  /** Since when nobody knows whether the last attempt went out; only while it is looked for. Not the first attempt: that may lie hours before the last one. */
  doubtfulSince?: Date;
}

export type Outcome =
  | { kind: 'sent'; networkId: string; at: Date; handle: Record<string, string> }
  | { kind: 'refused'; code: string; reason: string }
  /** `money_short`: it waits for money, and is tried at once when the account's ceiling is changed. */
  | { kind: 'later'; at: Date; reason: string; code?: 'money_short' }
  /** It may have gone out: `check` must look before anything is sent again. */
  | { kind: 'unknown'; reason: string };

/** A letter of the program to a member of the house: an alert, or the morning's digest. Nobody answers it. */
export interface MemberLetter {
  /** The same letter has the same id at every attempt. */
  id: string;
  /** The member's address on the network. */
  to: string;
  subject: string;
  text: string;
  /** The same for who sees more than letters; null where the text is all. */
  html: string | null;
  /** When the first attempt was to be. */
  at: Date;
}

/** What looking for a reply on the network found. `uncertain`: only a person can say. */
export type Found =
  | { kind: 'there'; networkId: string; at: Date; handle: Record<string, string> }
  | { kind: 'absent' }
  | { kind: 'uncertain'; reason: string };

/**
 * How often posts were passed on, as the network says now: by its id; who is missing is not there any more, or is not shown. `later`: the network asks to be left alone until then.
 * `refused`: it does not answer this question, though it might one about some of these posts.
 */
export type SharesCounted =
  | { kind: 'counted'; shares: ReadonlyMap<string, number> }
  | { kind: 'refused'; reason: string }
  | { kind: 'later'; at: Date };

export interface SharesAsked {
  /** So many posts in one question at most. */
  atOnce: number;
  /** Throws Fault `account_refused` or `network_unreachable`. */
  count(account: AccountAccess, networkIds: readonly string[]): Promise<SharesCounted>;
}

/** How the evidence for this channel was got; shown in the console and in docs/channels.md. */
export type Evidence =
  | 'our own pages'
  | 'real server'
  | 'official description and samples'
  | 'our double'
  | 'paper';

/**
 * The one small interface between the desk and a network. Everything is called with the account and the clock given;
 * a channel holds no state of ours. Nobody outside `channels/` asks which network it is.
 */
export interface Channel {
  network: Network;
  name: string;
  evidence: readonly { what: string; by: Evidence }[];
  abilities: Abilities;
  /** In which currency an account's requests are charged: each is set aside on its meter before it is made. Null or absent where nothing is, or no price is known. Pure. */
  charges?(account: { settings: Readonly<Record<string, string>> }): string | null;
  /** Null where accounts cannot be connected by hand (an archive). */
  connect: Connecting | null;
  /** Its webhooks; absent where the network never calls. */
  receive?: Receiving;
  /**
   * Streams until the signal ends it; yields at most every few hundred items or 200 ms. Ends by throwing on any loss of
   * connection: the caller goes on from the last saved cursor with back-off. Several sources run side by side (posts, direct messages),
   * each with its own name and cursor.
   */
  sources: readonly {
    name: string;
    /** It brings private posts and nothing else. */
    isDirect?: true;
    stream(account: AccountAccess, cursor: string | null, signal: AbortSignal): AsyncIterable<Heading>;
  }[];
  /** Pure: the same payload gives the same answer, always. Never throws on strange input: says `unreadable`. */
  normalise(
    payload: unknown,
    account: { networkId: string; ourIds: readonly string[]; watched: readonly string[] },
  ): Heard;
  /** Pure. One entry per mode of the network. */
  mayReply(
    post: HeardPost | Pick<HeardPost, 'visibility' | 'handle' | 'direction'>,
    account: { lacks: readonly string[]; settings?: Readonly<Record<string, string>> },
    now: Date,
  ): Permission[];
  /** The post's page on the network, for a person to open; absent where the network has none. */
  pageAddress?(networkId: string): string | null;
  /**
   * A key for the network, made once per reply and kept before the first attempt. Pure: same input, same key. `from` is our account's id on the
   * network, `thread` the thread that is answered; left out by who has none.
   */
  networkKey(reply: { replyId: string; at: Date; from?: string; thread?: string }): string;
  send(account: AccountAccess, reply: ReplyToSend): Promise<Outcome>;
  check(account: AccountAccess, reply: ReplyToSend): Promise<Found>;
  /** By which of a member's addresses `writeToMember` reaches them; left out: by email. */
  reachesMembersBy?: 'email' | 'sms';
  /** Writes to a member of the house from this account; absent where members cannot be reached. `unknown`: it may have gone out, and is not sent again. */
  writeToMember?(account: AccountAccess, letter: MemberLetter): Promise<Outcome>;
  /**
   * Asks the network, as cheaply as it can be asked, whether it still lets this account in; the doctor does. Throws Fault `account_refused` or
   * `network_unreachable`. Absent where nothing can be asked.
   */
  tryAccess?(account: AccountAccess): Promise<void>;
  /** Counts again how often posts were passed on; absent where the network cannot be asked. */
  shares?: SharesAsked;
  /** Deletes one of our own posts on the network. */
  remove(account: AccountAccess, networkId: string): Promise<Outcome>;
  /**
   * Hides another's post that stands under ours from everybody, or shows it again (never asked where `abilities.hides` is `deleted`); absent where the network lets nobody. Done twice it is no
   * fault. `sent`: it is done.
   */
  hide?(
    account: AccountAccess,
    post: { networkId: string; thread: string },
    hidden: boolean,
  ): Promise<Outcome>;
  /** Reports an account (its id on the network) that answers in our name to whoever runs the network; absent where a program cannot. `sent`: the report was taken. */
  report?(account: AccountAccess, reported: { networkId: string; reason: string }): Promise<Outcome>;
  /** The network's own page on which a person reports this account (its id and handle there); absent where there is none. */
  reportAddress?(reported: { networkId: string; handle: string }): string | null;
  /** Everything the network has for us since then, as raw items, so that what is missing can be taken in at once. `id` is null for items that carry none. */
  reconcile(
    account: AccountAccess,
    since: Date,
    signal: AbortSignal,
  ): AsyncIterable<{ networkId: string | null; item: RawItem; files?: readonly HeardFile[] }[]>;
}

export type ChannelFactory = (tools: ChannelTools) => Channel;

/**
 * Asks an address that an admin wrote: https, never one in a private network that the operator did not allow, no redirect. Throws Fault `address_private`, `input_invalid` or
 * `network_unreachable`.
 */
export type AskedOutside = (
  address: string,
  ask: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string },
) => Promise<{ status: number; headers: Record<string, string>; bytes: Uint8Array }>;

/** What `main` hands to every channel. */
export interface ChannelTools {
  fetch: typeof fetch;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
  /** How long posts are held up for the names of their authors, in milliseconds; the channel's own measure when left out. */
  namesWithin?: number;
  /** For addresses that an admin wrote; absent, no such address is asked. */
  askOutside?: AskedOutside;
}
