import { numberIn, pluralIn } from '../writing.ts';

/** Promises, on the private page of a case and on the public page of an institution. */
export const en = {
  due: (when: string) => `To be done by ${when}`,
  late: (when: string) => `Late: it was to be done by ${when}`,
  kept: (when: string) => `Done in time, ${when}`,
  keptLate: (when: string) => `Done late, ${when}`,
  broken: (when: string) => `Will not be done, said ${when}`,
  renewals: (n: number) =>
    pluralIn('en', n, {
      one: 'A new date was told in time, once.',
      other: `A new date was told in time, ${numberIn('en', n)} times.`,
    }),

  didItHappen: 'Did it happen?',
  yes: 'Yes, it happened',
  no: 'No, it did not',
  youSaidYes: 'You said that it happened.',
  staffReadYes: 'A member of staff read in your post that it happened.',
  hide: 'Do not show my promise in public',
  show: 'Show it in public again',
  hidden: 'In public it is counted, and its words are not shown.',
  all: (institution: string) => `All promises of ${institution}`,

  title: 'Promises',
  heading: (institution: string) => `What ${institution} promised`,
  intro:
    'Every promise that was made in an answer to somebody, and what became of it. It is counted by a program; nobody can change the numbers by hand.',
  share: (percent: number) => `${numberIn('en', percent)} % kept in time`,
  shareOf: (n: number) =>
    pluralIn('en', n, {
      one: 'of the one promise of the last twelve months that was due or has ended',
      other: `of the ${numberIn('en', n)} promises of the last twelve months that were due or have ended`,
    }),
  nothingDue: 'No promise of the last twelve months was due yet.',
  counts: 'In numbers',
  lastYear: 'Last 12 months',
  everything: 'Since the beginning',
  columns: {
    made: 'Made',
    keptOnTime: 'Kept in time',
    keptLate: 'Kept late',
    late: 'Late, not kept yet',
    broken: 'Broken',
    open: 'Not due yet',
    renewed: 'Given a new date in time',
  },
  lateNow: 'Late now',
  list: 'The promises, the latest first',
  none: 'Nothing was promised so far.',
  wordless: 'Its words are not public.',
  made: (when: string) => `Promised ${when}`,
  evidence: 'What shows it:',
  why: 'Why:',
  older: 'Older promises',
  latest: 'The latest promises',
  zone: (zone: string) => `All times are those of ${zone}.`,
  method: 'How this is counted',
  data: 'The same as data (JSON)',
  feed: 'The same as a feed (RSS)',
  author: 'the author',
  staff: 'a member of staff',

  hiddenPosts: 'Posts of others that were hidden',
  hidNothing: 'No post of anybody else was hidden or deleted on a network in the last twelve months.',
  hidMeans:
    'Only a supervisor can hide a post of somebody else on its network, and must say why. Criticism is no reason. Each is counted here, shown again or not.',
  hidInMonth: (month: string, n: number) =>
    pluralIn('en', n, {
      one: `${month}: one post hidden or deleted`,
      other: `${month}: ${numberIn('en', n)} posts hidden or deleted`,
    }),
  because: {
    imposter: 'answered in the institution’s name',
    fraud: 'fraud',
    threat: 'threats',
    hate: 'hatred',
    private_data: 'private data of somebody',
    sexual: 'sexual content',
    illegal: 'against the law',
  },

  methodParts: [
    'A promise is counted once the answer that makes it has left. Where a program notices that an answer promises something, whoever writes it is asked what, by when and by whom; where it is sure, the answer waits for that. What nobody noticed is not counted unless a member of staff writes it down.',
    'Kept in time means that a person said so before the date that the author was told last, with something that shows it, or that the author said that it happened. Time alone keeps no promise.',
    'Late means that the date has passed and nobody has said what became of it. A promise that was late once and is kept in the end is kept late, even where a new date was told after the first had passed.',
    'A new date counts as told in time only where the author had it before the old one passed. The promise then stands with its new date, and is counted once more under the new dates.',
    'Broken means that a member of staff said that it will not be kept, and why. The author may say that what is called kept did not happen: the promise is open again then.',
    'Words are left out where the promise was given in private, where the author asked for it, where the author is protected, and where somebody is in danger. Names, numbers and mail addresses are taken out of those that are shown. All of them are counted.',
    'Every number is computed from what was written down at the time. What was written down cannot be changed, by the institution neither.',
  ],
};

export type PromiseWords = typeof en;
