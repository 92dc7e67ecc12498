import type { AlertKind } from '../../domain/alert.ts';

/** What alerts and digests say. Each language has all of it. Names of people, topics and units are put in as they are. */
export interface AlertWords {
  title: Record<AlertKind, string>;
  /** Nobody has taken it yet, so it comes to this member. */
  /** Something was written to the member alone; their own account is not read any more. */
  alone: string;
  notRead: string;
  goneOn: string;
  /** So many authors. */
  sayTheSame(count: number): string;
  caseNumber(number: number): string;
  /** Before a link. */
  open: string;
  test: { title: string; body: string };
  /** Below a letter. */
  whyYou: string;
  digest: {
    subject(date: string): string;
    hello(name: string): string;
    yesterday: string;
    heard(count: number): string;
    answered(count: number): string;
    waiting(count: number): string;
    grave(count: number): string;
    forYou: string;
    ownCases(count: number): string;
    approvals(count: number): string;
    alerts(count: number): string;
    nothing: string;
    promises: string;
    due(what: string, time: string): string;
    late(what: string): string;
    praise: string;
  };
}

const s = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

export const en: AlertWords = {
  title: {
    danger: 'Somebody may be in danger',
    incident: 'Many say the same at once',
    grave_late: 'A grave case waits past its time',
    names_me: 'A post names you',
    follow_up: 'A follow-up needs you',
    promise: 'A promise of yours waits for you',
    approval: 'An answer waits for your approval',
    call_unsent: 'An announcement of your call for complaints did not leave',
    call_report: 'The report of your call for complaints is due',
    spreading: 'A story spreads',
    digest: 'Your morning',
  },
  alone: 'Something was written to you alone',
  notRead: 'Your own account is not read any more',
  goneOn: 'Nobody has taken this yet.',
  sayTheSame: (count) => s(count, 'person says the same', 'people say the same'),
  caseNumber: (number) => `Case ${number}`,
  open: 'Open it:',
  test: { title: 'Notifications work here', body: 'Alerts of Answerable will look like this.' },
  whyYou:
    'You chose to be told of this by email. What you are told, and when, you choose in Settings > Alerts. Nobody reads answers to this letter.',
  digest: {
    subject: (date) => `Your morning, ${date}`,
    hello: (name) => `Good morning, ${name}.`,
    yesterday: 'Yesterday',
    heard: (count) => s(count, 'post was heard', 'posts were heard'),
    answered: (count) => s(count, 'answer left', 'answers left'),
    waiting: (count) => s(count, 'case waits', 'cases wait'),
    grave: (count) => s(count, 'grave case waits past its time', 'grave cases wait past their time'),
    forYou: 'What waits for you',
    ownCases: (count) => s(count, 'case of yours waits for an answer', 'cases of yours wait for an answer'),
    approvals: (count) => s(count, 'answer waits for your approval', 'answers wait for your approval'),
    alerts: (count) => s(count, 'alert that you have not seen', 'alerts that you have not seen'),
    nothing: 'Nothing waits for you.',
    promises: 'Promised for today',
    due: (what, time) => `${time}: ${what}`,
    late: (what) => `late: ${what}`,
    praise: 'Somebody said',
  },
};
