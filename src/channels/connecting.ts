/** What a channel asks of a person who connects an account, and how it leads them through it. */

/** What a channel asks of a person who connects an account. */
export interface ConnectField {
  name: string;
  label: string;
  secret: boolean;
  required: boolean;
  help: string | null;
  /** Few need it: forms show it only when asked. */
  advanced?: boolean;
  /** The only values it takes; the first is what holds where nothing is chosen. */
  choices?: readonly { value: string; label: string }[];
  /** Asked for (and required) only while another field has one of these values. */
  when?: { field: string; is: readonly string[] };
}

export interface Connected {
  networkId: string;
  handle: string;
  name: string | null;
  settings: Record<string, string>;
  secret: Record<string, string>;
  /** Names in `secret` that were made up here: where the account has them already, those stand (what was signed with them stays signed). */
  keeps?: readonly string[];
  /** What this account cannot do for want of rights, each a sentence that says how to mend it. */
  lacks: readonly string[];
  /** What was asked of the network and answered well, each a short sentence ("The number is +250..., verified."). */
  checks?: readonly string[];
}

/** One thing that a person does at the network while an account is set up. */
export interface SetUpStep {
  /** A sentence: what to do, and where. */
  text: string;
  /** What is to be copied there: an address of ours, a word. */
  copy?: { label: string; value: string };
  /** The network's own page for it. */
  link?: string;
}

/** What is known of an account while it is set up. */
export interface SetUp {
  accountId: string;
  /** Where the network is to call: with a path of `receive.paths` after a slash. Null where nobody outside can reach us yet. */
  address: string | null;
}

export interface Connecting {
  fields: readonly ConnectField[];
  /** Pure: what to do at the network, in order, with what was typed so far. Left out: the fields are all. */
  guide?(typed: Readonly<Record<string, string>>, setUp: SetUp): readonly SetUpStep[];
  /** A heading over these steps, where "At" and the network's name would be none: "At your system". */
  guideHeading?: string;
  /**
   * What a person does so that something comes round, before the account is saved: "Send TEST by SMS to +250...". A sentence; null where nothing can come before it is
   * saved. What comes is shown; who has seen nothing come may save all the same, with a warning.
   */
  trial?(connected: Connected): string | null;
  /** Tests what was typed against the network. Throws Fault `account_refused`, `network_unreachable` or `input_invalid`. */
  try(typed: Record<string, string>, setUp?: SetUp): Promise<Connected>;
  /** Sends a short test to somebody whom the person names; absent where nothing can be sent unasked. */
  sendTest?: {
    /** "Telephone number", say. */
    label: string;
    send(connected: Connected, to: string): Promise<{ sent: true } | { sent: false; reason: string }>;
  };
}
