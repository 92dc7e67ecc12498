/** What words are told of a language to find who keeps a promise; promiseOwnerWords.ts and promiseOwnerWordsMore.ts have them. */

/** What a word or a phrase does in a sentence that promises. */
export type OwnerRole =
  | 'team' // a group of the house
  | 'office'
  | 'person' // one with a role or a title
  | 'i' // whoever writes, before a verb
  | 'we'
  | 'you' // the reader, and what asks them for something
  | 'other' // it, they: somebody who was named before, or nobody
  | 'iWill' // the same with the verb in one word or phrase
  | 'weWill'
  | 'youWill'
  | 'will' // a verb of what is to come, of anybody else
  | 'calls' // a verb of what only people do, after which a name with a capital is a person
  | 'opens' // stands at the beginning of a name: "our", "the"
  | 'own' // the same after it: "wetu"
  | 'of' // joins a name with what it belongs to
  | 'near' // the same, where a name or an office follows: "from Thika"
  | 'and' // a clause with another subject may follow
  | 'ends' // is no part of a name any more: "who", "today"
  | 'at' // before a name that does nothing itself: "at our office"
  | 'gives'; // before whoever is sent or asked, or does what is done: "send", "by"

export interface OwnerWords {
  /** Phrases parted by "|"; "!" behind one: only where it is written with accents. */
  words: Partial<Record<OwnerRole, string>>;
  /** Single words by their form, as they are looked up (small letters without marks). */
  forms?: Partial<Record<OwnerRole, RegExp>>;
  /** The last word of a name says who it is ("branch manager"); else the first ("meneja wa tawi"). */
  headLast: boolean;
  /** Further words of a name may follow without one that joins them. */
  goesOn: boolean;
  /** How many words may stand between a name and its verb. */
  reach: number;
}
