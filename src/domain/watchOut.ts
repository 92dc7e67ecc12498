/** Watch-outs: accounts that answer our authors as if they were we. What speaks for it, how much each counts, and from when on a person is shown it. Pure; nothing here knows how many follow an account. */
import { holdsName, looksLike } from './lookAlike.ts';
import { privateIn } from './numbersInText.ts';

export const watchSigns = [
  'look_alike',
  'holds_name',
  'asks_private',
  'moves_away',
  'says_we',
  'many_authors',
] as const;
export type WatchSign = (typeof watchSigns)[number];

/** What a person decided; `suspected` until then. `ours`: an account of the house or of a colleague. */
export const watchStates = ['suspected', 'imposter', 'innocent', 'ours'] as const;
export type WatchState = (typeof watchStates)[number];

/** How much each sign counts, and from which sum on an account is suspected. */
export interface WatchLimits {
  from: number;
  weights: Readonly<Record<WatchSign, number>>;
}

export const usualWatchLimits: WatchLimits = {
  from: 60,
  weights: {
    look_alike: 60,
    holds_name: 35,
    asks_private: 25,
    moves_away: 25,
    says_we: 15,
    many_authors: 20,
  },
};

/** Several authors within this time are answered by who does it as work. */
export const answeredWithin = 15 * 60_000;
const manyAuthors = 3;

/** A word that begins and ends as words do, in any writing. */
const said = (words: string) => new RegExp(`(?<![\\p{L}])(?:${words})(?![\\p{L}])`, 'iu');

/** What is asked of an author that is nobody's business: English, French, Swahili, Kinyarwanda. */
const asksPrivate = said(
  [
    'pin(?: code)?|passwords?|otp|one[- ]time (?:code|pin)|card (?:number|details)|account (?:number|details)|id (?:number|card)|national id|phone number|bank details|login',
    'mot de passe|code secret|num[ée]ro de (?:compte|carte|t[ée]l[ée]phone)|coordonn[ée]es bancaires|carte d.identit[ée]',
    'nywila|nambari (?:ya|yako ya) (?:siri|simu|akaunti|kadi|kitambulisho)|namba (?:ya|yako ya) (?:siri|simu|akaunti)',
    'ijambo ry.?ibanga|umubare w.?ibanga|nimero (?:ya|y) ?(?:konti|telefone|indangamuntu)',
  ].join('|'),
);

/** Where an author is asked to go on elsewhere. */
const movesAway = said(
  [
    'dm(?: (?:us|me))?|pm me|inbox (?:us|me)|direct message|private(?:ly)? message|message (?:us|me)|whats ?app|telegram|t\\.me|wa\\.me|call (?:us|me|this)|text (?:us|me)',
    'message priv[ée]|en priv[ée]|[ée]crivez[- ]nous|appelez[- ]nous|contactez[- ]nous',
    'ujumbe (?:wa faragha|binafsi)|tuandikie|tupigie|niandikie|nipigie',
    'twandikire|duhamagare|mu butumwa bwihariye',
  ].join('|'),
);
const link = /https?:\/\/|www\.|\b(?:wa|t|bit|tinyurl)\.(?:me|ly|com)\//iu;

/** Where somebody speaks for a house. */
const saysWe = said(
  [
    'our (?:team|agents?|staff|support|office|engineers?|technicians?|customer (?:care|service|support))|customer (?:care|service|support)|help ?desk|we (?:can|will|shall) (?:help|assist|refund|resolve|look into)|we apologi[sz]e|we are (?:very |so |truly )?sorry|on behalf of',
    'notre (?:[ée]quipe|service|agence)|nos (?:agents|[ée]quipes)|service client(?:s|[èe]le)?|nous (?:allons|pouvons) vous|nous sommes d[ée]sol[ée]s',
    'timu yetu|wahudumu wetu|huduma kwa wateja|tutakusaidia|tunaweza kukusaidia|tunaomba radhi',
    'itsinda ryacu|abakozi bacu|tuzagufasha|turagufasha|twihanganishe',
  ].join('|'),
);

/** What is known of an account that answered an author of ours. */
export interface Answering {
  handle: string;
  name: string | null;
  text: string;
  /** Different authors that it answered within `answeredWithin`. */
  authors: number;
}

export interface Judged {
  score: number;
  signs: WatchSign[];
  /** The name of ours that it looks like or holds; null where there is none. */
  like: string | null;
  suspected: boolean;
}

/** What speaks for it that an account answers in our name; `ours` are our handles and names. */
export function judge(answering: Answering, ours: readonly string[], limits: WatchLimits): Judged {
  const { text, authors } = answering;
  const like = looksLike(answering, ours);
  // Critics hold it, too: alone it is not enough.
  const held = like === null ? holdsName(answering, ours) : null;
  const holds: Record<WatchSign, boolean> = {
    look_alike: like !== null,
    holds_name: held !== null,
    asks_private: asksPrivate.test(text),
    moves_away: movesAway.test(text) || link.test(text) || privateIn(text).length > 0,
    says_we: saysWe.test(text),
    many_authors: authors >= manyAuthors,
  };
  const signs = watchSigns.filter((sign) => holds[sign]);
  const score = Math.min(
    100,
    signs.reduce((sum, sign) => sum + limits.weights[sign], 0),
  );
  return { score, signs, like: like?.name ?? held, suspected: signs.length > 0 && score >= limits.from };
}
