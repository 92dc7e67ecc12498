import type { Call } from './call.ts';
import type { DeliveryNews } from './delivery.ts';
import type { Media } from './media.ts';
import type { Network } from './network.ts';

/** `inbound` came from an author; `house` is ours, whoever of us wrote it and with whichever program. */
export type Direction = 'inbound' | 'house';

/** `direct`: only the author and the house can read it. */
export type Visibility = 'public' | 'direct';

/** Why the network showed us this post; a post may be heard for several reasons, the first of this order is kept. */
export const hearings = ['direct', 'reply', 'mention', 'quote', 'watched', 'imported', 'own'] as const;
export type Hearing = (typeof hearings)[number];

export type { Media } from './media.ts';

/** A name on a network, as heard with a post. */
export interface HeardIdentity {
  networkId: string;
  handle: string;
  name: string | null;
}

/**
 * How far a post or its author carries. Kept in a table that the queue cannot read: it is for the audit
 * of fairness and for nothing that orders work.
 */
export interface Reach {
  followers: number | null;
  verified: boolean | null;
  shares: number | null;
}

/** What is said of where an author or a post is, in their own words or the network's; never coordinates. At most 300 characters each. */
export interface StatedPlaces {
  /** Where the author says that they live. */
  home: string | null;
  /** Where the network says that the post, or its author, is. */
  field: string | null;
}

/** A post as `normalise` gives it: past this point no field has a network's own name for it. */
export interface HeardPost {
  network: Network;
  /** The network's id: with the organisation and the network it identifies the post. */
  networkId: string;
  /** The network's id of the thread's root (of the private conversation for direct posts). */
  thread: string;
  parentNetworkId: string | null;
  quotedNetworkId: string | null;
  direction: Direction;
  visibility: Visibility;
  hearing: Hearing;
  by: HeardIdentity;
  /**
   * Whose conversation it belongs to: the network's id of the author outside. For an inbound post that is its writer;
   * for a house post the one who is answered, or null where only our own store can tell (an answer to ourselves).
   */
  conversationWith: string | null;
  text: string;
  /** ISO 639 code as the network or author claims it. */
  language: string | null;
  media: Media[];
  at: Date;
  /** Orders the versions of one post; compared as text. */
  revision: string;
  /** True for a later version, also where the first one was never heard. */
  edited?: true;
  /** Written by a program (an absence note, say): it is shown, and moves neither a case nor its clock. */
  automatic?: true;
  /** Its author asks in so many words not to be written to any more, or allows it again (STOP and START on the telephone). */
  asks?: 'stop' | 'start';
  reach: Reach | null;
  /** What the channel needs to answer this very post (a content hash, say); opaque to everybody else. */
  handle: Record<string, string>;
  /** The institution that the post is addressed to, where the item says so (archives); else the connected account's. */
  institution: string | null;
  /** Left out where neither is said. */
  stated?: StatedPlaces;
  /** Our id of the unit that the item names, where it names one; a unit of that institution. */
  unit?: string;
  /** It is a telephone call: how long it was, and whether somebody took it. */
  call?: Call;
}

/** What a raw item turned out to be. */
export type Heard =
  | { kind: 'post'; post: HeardPost }
  | { kind: 'deleted'; network: Network; networkId: string; at: Date }
  /** What became of a post of ours on its way to its author. */
  | ({ kind: 'delivery' } & DeliveryNews)
  /** Understood and not for us: counted, and its words are erased. */
  | { kind: 'ignored'; reason: string }
  /** Not understood: set aside with its reason, shown, replayable. `networkId`: the post that it is of, where that much can be read. */
  | { kind: 'unreadable'; reason: string; networkId?: string };

/** True when more than the network's id of an author is known. */
export function isNamed(by: HeardIdentity): boolean {
  return by.handle !== by.networkId;
}
