/** What a house does in a reply, in the words of corpus/guide.md. */
export const sayings = ['apology', 'move', 'promise', 'next_step', 'brush_off', 'closing'] as const;
export type Saying = (typeof sayings)[number];

/** How exact the words are that say when a promise is due; a part is one of a day. */
export const exactnesses = ['minute', 'part', 'day', 'week', 'month'] as const;
export type Exactness = (typeof exactnesses)[number];

/** When a promise is due, as its words say. */
export interface Promised {
  /** The last moment at which it is kept: an ISO instant. */
  due: string;
  exact: Exactness;
  /** Where the words stand in the text: from and up to (UTF-16 units). */
  because: [from: number, to: number][];
}

/** Who is to keep a promise: whoever wrote it, the house, a group or an office of it, or one who is named or has a role. */
export const keepers = ['speaker', 'house', 'team', 'office', 'person'] as const;
export type Keeper = (typeof keepers)[number];

/** Who is to keep a promise, as its words say. */
export interface Kept {
  by: Keeper;
  /** Where the words stand that name them (UTF-16 units); nowhere where the house keeps it because nobody is named. */
  because: [from: number, to: number][];
}
