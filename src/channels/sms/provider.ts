/** What the channel asks of whoever carries its messages. Behind it nobody asks which provider it is. */
import type { AccountAccess, ChannelTools, Found, Heading, RawItem } from '../channel.ts';
import type { SetUp, SetUpStep } from '../connecting.ts';
import type { AskedWhileReceiving, Called, Taken } from '../receiving.ts';

/** One message to one number. */
export interface Sms {
  /** Ours: the same at every attempt. */
  key: string;
  /** E.164, or a short code. */
  to: string;
  /** Our number, short code or name. */
  from: string;
  text: string;
  /** When the first attempt began. */
  firstAttemptAt: Date;
  /** Ids of messages that are other replies. */
  heldByOthers: ReadonlySet<string>;
}

export interface Cost {
  micros: number;
  currency: string;
}

/** What a provider said of a message. */
export type Carried =
  /** `cost` is null where it is not said, or not yet. */
  | { kind: 'taken'; networkId: string; cost: Cost | null }
  | { kind: 'refused'; code: string; reason: string }
  | { kind: 'later'; at: Date; reason: string; asked?: true }
  | { kind: 'unknown'; reason: string };

/** An account as it is typed, before it is saved. */
export interface TypedAccount {
  networkId: string;
  settings: Readonly<Record<string, string>>;
  secret: Readonly<Record<string, string>>;
}

export interface ReadBack {
  name: string | null;
  /** Each a short sentence. */
  checks: string[];
  /** Each a sentence that says how to mend it. */
  lacks: string[];
}

/** The webhooks of an account, told apart by the last part of their address. */
export type Take = (
  account: AccountAccess,
  called: Called,
  desk: AskedWhileReceiving,
) => Promise<Taken> | Taken;

export interface Provider {
  /** Hands a message over once. Never throws. */
  send(tools: ChannelTools, account: AccountAccess, sms: Sms): Promise<Carried>;
  /** Looks for a message that may have left; absent where the provider cannot be asked. */
  find?(tools: ChannelTools, account: AccountAccess, sms: Sms): Promise<Found>;
  /** Asks for the account itself. Throws Fault `account_refused` or `network_unreachable`. */
  readBack(tools: ChannelTools, account: TypedAccount, setUp: SetUp | undefined): Promise<ReadBack>;
  /** The same of an account that works already; left out where reading it back disturbs nothing. */
  tryAccess?(tools: ChannelTools, account: AccountAccess): Promise<void>;
  guide(typed: Readonly<Record<string, string>>, setUp: SetUp): readonly SetUpStep[];
  webhooks: Readonly<Record<string, Take>>;
  /** Where the provider is listened to instead of calling us. */
  listen?(
    tools: ChannelTools,
    account: AccountAccess,
    cursor: string | null,
    signal: AbortSignal,
  ): AsyncIterable<Heading>;
  /** What it holds for us since then; absent where it cannot be asked. */
  inboxSince?(
    tools: ChannelTools,
    account: AccountAccess,
    since: Date,
    signal: AbortSignal,
  ): AsyncIterable<RawItem[]>;
}
