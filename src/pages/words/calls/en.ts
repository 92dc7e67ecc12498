import { numberIn, pluralIn } from '../writing.ts';

/** Calls for complaints: the page on which everybody reads what is asked, how to take part, what was heard and what came of it. */
export const en = {
  title: 'Call for complaints',
  asks: (institution: string) => `${institution} asks`,
  all: (institution: string) => `What ${institution} asked the public`,
  none: 'Nothing was asked so far.',
  until: (when: string) => `Open until ${when}`,
  ended: (when: string) => `Ended ${when}`,

  how: 'How to take part',
  byTag: 'Write about it in public with this hashtag:',
  byAccount: 'So that we surely hear it, answer or name one of our accounts:',
  byForm: 'Or without an account, for our eyes only:',
  toForm: 'Write to us here',
  closed: 'What is still written is read and answered; it is counted apart, as late.',

  numbers: 'In numbers',
  nothing: 'Nobody has written yet.',
  heard: 'Posts heard',
  people: 'People who wrote them',
  answered: 'Answered',
  settled: 'Closed without an answer',
  waiting: 'Waiting for an answer',
  late: 'Came after the end',
  folded: 'Taken for abuse or spam, not counted',
  takenOut: 'Taken out by staff, not counted',
  putIn: 'Of those heard, put in by staff',
  median: 'Half of the answers came within',
  minutes: (n: number) =>
    pluralIn('en', n, { one: `${numberIn('en', n)} minute`, other: `${numberIn('en', n)} minutes` }),
  hours: (n: number) =>
    pluralIn('en', n, { one: `${numberIn('en', n)} hour`, other: `${numberIn('en', n)} hours` }),
  days: (n: number) =>
    pluralIn('en', n, { one: `${numberIn('en', n)} day`, other: `${numberIn('en', n)} days` }),
  topics: 'What it was about',
  places: 'Where it came from',
  part: 'Posts',
  parts: 'People',
  small: (n: number) =>
    pluralIn('en', n, {
      one: 'One post is not named here: fewer than three people wrote of the same, and somebody might recognise them.',
      other: `${numberIn('en', n)} posts are not named here: fewer than three people wrote of the same, and somebody might recognise them.`,
    }),
  byDay: 'Day by day',
  notAnswered: 'Not answered',
  asTable: 'As a table',
  day: 'Day',

  report: 'The report',
  reportDue: (when: string) => `What was heard and what is done about it will stand here by ${when}.`,
  reportLate: (when: string) => `The report was to stand here by ${when}. It is late.`,
  heardTitle: 'What was heard',
  doneTitle: 'What is done about it',
  published: (when: string) => `Published ${when}`,
  atThatTime: (heard: number, people: number, answered: number) =>
    `On that day: ${numberIn('en', heard)} heard, ${numberIn('en', people)} people, ${numberIn('en', answered)} answered.`,
  earlier: 'Earlier versions',
  promised: (n: number) =>
    pluralIn('en', n, {
      one: 'In the answers one promise was made.',
      other: `In the answers ${numberIn('en', n)} promises were made.`,
    }),

  answersTo: (question: string) => `Your words answer: ${question}`,
  answersLate: 'It has ended: your words are read and answered, and counted apart, as late.',
  method: 'How this is counted',
  methodParts: [
    'A post counts once, however many of our accounts hear it: where it answers or quotes the announcement, carries the hashtag, or was sent by the form above, between the opening and the end. What still goes on there once its author was answered is not counted anew. A member of staff may put one in or take one out; that is written down, and how many there are stands in the numbers, as do those that were taken for abuse or spam.',
    'Who deletes a post takes it out of the count. Nobody’s words and names stand here.',
    'Answered means that a person of the institution answered its author after it. Closed without an answer means that a member of staff closed its matter and answered nobody. Answered, closed and waiting are together all that was heard. How many follow somebody counts for nothing.',
    'Topics and places are found by a program and put right by members of staff. Where fewer than three people wrote of the same place or topic, it is not named. What comes by the form counts there as one person, however many wrote: nothing tells them apart.',
    'A report that was published is never changed. One that is put right stands as another version, and the earlier ones stay.',
  ],
};

export type CallWords = typeof en;
