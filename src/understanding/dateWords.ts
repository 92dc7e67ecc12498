/**
 * The words that say when something will be, by language. Each string holds ways of writing, parted by "|"; marks and capitals do not matter, an apostrophe or a hyphen is
 * a space ("n'ime" is "n ime"). A way that ends in "!" is tried only with its accents, or where the language of the text is known to be this one: it is another
 * language's word for something else; one that ends in "^" is written with a capital letter. No native
 * speaker has read any of it.
 */
import type { DateWords } from './dateWordTypes.ts';
import type { Language } from './language.ts';
import { french, kinyarwanda, portuguese, swahili } from './promiseDateWords.ts';
import { amharic } from './promiseDateWordsAmharic.ts';
import { hausa, igbo, yoruba } from './promiseDateWordsMore.ts';

const english: DateWords = {
  days: {
    0: 'today|later today|in the course of the day|over the course of the day|during the day',
    1: 'tomorrow|tmrw|tmr|tomoro|tomorow|tommorow|tommorrow|2moro|2morrow',
    2: 'day after tomorrow|the day after tomorrow|overmorrow',
    past: 'yesterday|day before yesterday|last night|ystday|yday',
  },
  weekdays: [
    'sunday|sun!^',
    'monday|mon!^',
    'tuesday|tue!^|tues',
    'wednesday|wed!^|weds',
    'thursday|thu!^|thur|thurs',
    'friday|fri!^',
    'saturday|sat!^',
  ],
  months: [
    'january|jan',
    'february|feb',
    'march|mar',
    'april|apr',
    'may^',
    'june|jun',
    'july|jul',
    'august|aug',
    'september|sept|sep',
    'october|oct',
    'november|nov',
    'december|dec',
  ],
  parts: {
    dawn: 'dawn|early morning',
    morning: 'morning|mornin',
    afternoon: 'afternoon|lunchtime|lunch time',
    evening: 'evening|sunset',
    night: 'night',
    close:
      'end of day|end of the day|end of business|close of play|close of business|end of business day|end of the business day|end of the working day|close of work|cob|eod|c o b|close of the day|close of day',
  },
  todayParts: { night: 'tonight|tonite|2nite|this night', close: 'end of today' },
  units: {
    minute: 'minute|minutes|min|mins',
    hour: 'hour|hours|hr|hrs|h',
    day: 'day|days|calendar days',
    workday: 'working day|working days|business day|business days|work days|workdays|workday',
    week: 'week|weeks|wk|wks',
    month: 'month|months',
  },
  numberAfter: false,
  numbers: 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve'.split('|'),
  others: {
    2: 'couple of|a couple of|couple',
    13: 'thirteen',
    14: 'fourteen',
    15: 'fifteen',
    20: 'twenty',
    24: 'twenty four',
    30: 'thirty',
    36: 'thirty six',
    45: 'forty five',
    48: 'forty eight',
    60: 'sixty',
    72: 'seventy two',
    90: 'ninety',
  },
  ordinals: 'first|second!|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth'.split('|'),
  one: 'a|an|the next|a single|the',
  halfHour: 'half an hour|half hour|half a hour',
  words: {
    within:
      'within|within the next|in|in the next|in about|in around|in approximately|in less than|in under|in at most|over the next|in the coming|the next|next|inside|inside of|after|in the space of|under|less than|no later than|no longer than|not longer than|at most|maximum|max|maximum of|up to|takes|take|take up to|takes up to|take about|allow|allow up to|give us|a maximum of|not more than|no more than|by|before|before the next|for the next|in maximum',
    withinAfter: 'from now|from today|at most|maximum|max',
    by: 'by|before|at|on|until|till|til|latest|by latest|at the latest|not later than|no later than|around|about|due|at about|at around|from about|towards|on the|by the|before the|until the|dated',
    since: 'since|after|ever since',
    from: 'from|starting|starting from|beginning|as from|as of|effective',
    to: 'to|until|till|til|through|thru|up to|or',
    and: 'and|&|to|or',
    between: 'between|anytime between',
    every: 'every|each|any|per|weekly on|daily at',
    this: 'this|this coming|in this',
    next: 'next|coming|the coming|following|the following',
    last: 'last|past|previous',
    agoAfter: 'ago|back|earlier|late|old|already',
    end: 'end of|end of the|the end of|the end of the|ending|close of|end|s end',
    working: 'working|business|work',
    weekend: 'weekend|week end',
    clockAfter: 'o clock|oclock|h',
    am: 'am|a m',
    pm: 'pm|p m',
    noon: 'noon|midday|mid day|12 noon|12noon',
    midnight: 'midnight|mid night',
    halfPast: 'half past',
    quarterPast: 'quarter past|a quarter past',
    quarterTo: 'quarter to|a quarter to',
    ordinal: 'st|nd|rd|th',
    glue: 'the|of|in|on|at|by|before|in the|at the|latest|around|about|later|early|between|not|no|than|day|date|time|midday|from|until|till|and|date of',
  },
  was: /^(?:was|were|did|had|received|came|went|got|sent|called|visited|fixed|repaired|reported|happened|started|arrived|failed|restored|replaced|resolved|completed|closed|noted|spoke|paid|occurred|wrote|waited|finished|billed|rated|promised|missed|used|ran|lost|met|told|began|opened|registered|logged|delivered|refunded|ended|attended|said|took)$/,
  willBe:
    /^(?:will|ll|shall|going|gonna|expect|expected|should|must|promise|plan|planned|scheduled|booked|hope|aim|ensure)$/,
};

const pidgin: DateWords = {
  days: {
    0: 'today',
    1: 'tomorrow|tumoro|tomoro|tmrw|2moro',
    2: 'next tomorrow|nex tomorrow|day after tomorrow',
    past: 'yesterday|yestaday|yesterdey|last night',
  },
  weekdays: [
    'sunday|sonde',
    'monday|monde!',
    'tuesday|tusde',
    'wednesday|wenesday|wensday',
    'thursday|tosday',
    'friday|fraide!',
    'saturday|satoday',
  ],
  months: [],
  parts: {
    morning: 'morning|mornin|for morning',
    afternoon: 'afternoon|aftanoon',
    evening: 'evening|evenin',
    night: 'night|nite',
  },
  todayParts: {
    night: 'tonight|dis night|this night|dis nite',
    evening: 'dis evening',
    morning: 'dis morning',
    afternoon: 'dis afternoon',
  },
  units: { minute: 'minit|minits', hour: 'awa!|hawa!', day: 'days', week: 'wik|wiks', month: 'mont' },
  numberAfter: false,
  numbers: 'wan|tu!|tri|fo!|faiv|siks|seven|eit|nain|ten|eleven|twelf'.split('|'),
  others: { 24: 'twenty fo', 48: 'forty eit', 72: 'seventy tu' },
  one: 'one|wan',
  words: {
    within: 'inside|for inside|witin|within|in|before|for like|like',
    by: 'before|by|for|reach|latest|on top',
    since: 'since|after',
    from: 'from|start from',
    to: 'reach|to|go reach|till',
    and: 'and|to',
    between: 'between|bitwin',
    every: 'every|evri',
    this: 'dis|this',
    next: 'next|nex|wey dey come|wey dey kome',
    last: 'last|wey pass',
    agoAfter: 'wey don pass|ago|don pass',
    end: 'end of|end of dis',
    glue: 'for|the|di|by|before|d',
  },
  was: /^(?:don|bin|was|happened|came|received|yestaday)$/,
  willBe: /^(?:go|will|dey)$/,
};

/** By ISO 639-3. */
export const dateWords: Readonly<Record<Language, DateWords>> = {
  eng: english,
  pcm: pidgin,
  fra: french,
  por: portuguese,
  swa: swahili,
  kin: kinyarwanda,
  hau: hausa,
  yor: yoruba,
  ibo: igbo,
  amh: amharic,
};
