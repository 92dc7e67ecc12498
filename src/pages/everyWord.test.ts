/** No word of a public page stands beside the lists: the pages are drawn with a language whose every text is marked, and from data without a letter. */

import { expect, test } from 'vitest';
import { standings } from '../domain/commitment.ts';
import { hiddenBecause, hiddenMonths } from '../domain/hiding.ts';
import { publicLanguages } from '../domain/languages.ts';
import { callBody, callsBody } from './calls/callPage.ts';
import type { PublicCall } from './calls/publicCall.ts';
import { type CasePage, caseBody, pinBody } from './case/casePage.ts';
import { type FormPage, formBody } from './form/formPage.ts';
import { emptyForm, fieldNames } from './form/typed.ts';
import type { Html } from './html.ts';
import { pageText } from './layout.ts';
import { type MovePage, moveBody } from './move/movePage.ts';
import { methodBody, type PromisesPage, promisesBody } from './promises/promisesPage.ts';
import { en, type Words } from './words/en.ts';

const mark = (text: unknown) => `⟦${text}⟧`;
const marked = (table: object): object =>
  Object.fromEntries(
    Object.entries(table).map(([key, value]) => [
      key,
      typeof value === 'function'
        ? (...parts: unknown[]) => mark(value(...parts))
        : typeof value === 'string'
          ? mark(value)
          : Array.isArray(value)
            ? value.map(mark)
            : marked(value),
    ]),
  );
const words = marked(en) as Words;

/** Letters that a reader sees or hears and that come from no list. */
function unlisted(body: Html): string[] {
  const page = pageText({ language: 'en', words, title: '1', institution: '2', body, here: '/3' });
  const names = publicLanguages.map((language) => `lang="${language}" hreflang="${language}">`);
  const said = page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<time[^>]*>.*?<\/time>/gs, '')
    .replace(new RegExp(`(${names.join('|')})[^<]+`, 'g'), '')
    .replace(/<li aria-current="true">English/, '')
    .replace(/⟦.*?⟧/gs, '');
  const heard = [...said.matchAll(/\b(?:aria-label|alt|title|placeholder)="([^"]*)"/g)].map(
    ([, text]) => text ?? '',
  );
  const seen = said.replace(/<!doctype html>|<[^>]*>/g, '\n').split('\n');
  return [...heard, ...seen].filter((text) => /\p{L}/u.test(text.replace(/&\w+;/g, '')));
}

const errors = Object.fromEntries(fieldNames.map((name) => [name, '!']));
const form: FormPage = {
  form: {
    organisationId: 1,
    accountId: '1',
    institutionId: '1',
    institution: '1',
    slug: '1',
    title: '2',
    intro: '3',
    topics: ['4'],
    language: 'en',
    unitId: null,
    open: true,
  },
  language: 'en',
  action: '/1',
  unitName: '5',
  units: [{ id: '6', name: '7' }],
  formId: '8',
  call: { slug: '9', question: '10', isOver: true },
  typed: emptyForm(),
  errors: {},
  refusal: null,
  photosLost: false,
};
const at = new Date('2026-11-29T13:05:00Z');
const post = { id: '1', ours: false, text: 'Naledi', pictures: 2, at, signature: null };
const theCase: CasePage = {
  shown: {
    institution: '1',
    timeZone: 'UTC',
    caseNumber: 2,
    state: 'received',
    since: at,
    posts: [post, { ...post, ours: true }, { ...post, text: null }],
    staff: [{ name: 'Naledi', email: '', signature: null }],
    promisesPage: '9',
    promises: standings.map((standing) => ({
      id: '8',
      what: standing === 'made' ? null : '7',
      evidence: '6',
      standing,
      dueAt: at,
      endedAt: at,
      renewals: 2,
      confirmed: standing === 'kept_late',
      confirmedByReading: false,
      hidden: standing === 'late',
    })),
  },
  language: 'en',
  address: '3',
  path: '/4',
  picture: () => '/5',
  formId: '6',
  fresh: true,
  text: '7',
  errors: {},
  refusal: null,
  photosLost: false,
};

const move: MovePage = {
  institution: '1',
  action: '/1',
  formId: '8',
  typed: emptyForm(),
  errors: {},
  refusal: null,
};

const counted = { made: 1, keptOnTime: 2, keptLate: 3, broken: 4, open: 5, late: 6, renewed: 7 };
const line = { id: '1', evidence: '2', authorNames: [], madeAt: at, dueAt: at, endedAt: at, renewals: 1 };
const promises: PromisesPage = {
  ledger: {
    institution: { organisationId: 1, id: '1', name: '2', page: '3', timeZone: 'UTC' },
    at,
    lastYear: counted,
    everything: counted,
    hidden: hiddenMonths(hiddenBecause.map((because) => ({ month: '2026-12', because, count: 2 }))),
    news: [],
    late: [{ ...line, what: null, standing: 'late' }],
    lines: standings.map((standing) => ({ ...line, what: '4', standing })),
    next: { madeAt: at, id: '5' },
    staff: [],
  },
  language: 'en',
  chosen: null,
  goesOn: true,
};
const nothing = { made: 0, keptOnTime: 0, keptLate: 0, broken: 0, open: 0, late: 0, renewed: 0 };

const callCounts = {
  heard: 9,
  people: 8,
  answered: 7,
  settled: 1,
  waiting: 1,
  late: 2,
  folded: 3,
  takenOut: 4,
  putIn: 2,
  medianSeconds: 60,
  topics: [],
  places: [],
  days: [
    { day: '2026-11-28', posts: 4, answered: 3 },
    { day: '2026-11-29', posts: 5, answered: 4 },
  ],
};
const report = { version: 1, heard: '1', done: '2', counts: callCounts, publishedAt: at, by: 'Naledi' };
const call: PublicCall = {
  call: {
    organisationId: 1,
    id: '1',
    institutionId: '2',
    institution: '3',
    page: '4',
    slug: '5',
    timeZone: 'UTC',
    question: '6',
    hashtag: '7',
    form: { id: '8', slug: '9', title: '10' },
    member: { id: '11', name: 'Naledi' },
    signed: '12',
    openedAt: at,
    closesAt: at,
    endedAt: null,
    endedBy: null,
    hears: true,
    reminded: 0,
    reported: false,
    version: 0,
  },
  state: 'open',
  endsAt: at,
  reportDueAt: at,
  reportIsLate: false,
  counts: callCounts,
  topics: { named: [{ name: '13', posts: 4, people: 3 }], others: 2 },
  places: { named: [], others: 2 },
  accounts: [{ handle: '14', network: '15' }],
  promised: 3,
  reports: [],
};
const callPage = (more: Partial<PublicCall>) => ({
  shown: { ...call, ...more },
  language: 'en' as const,
  chosen: null,
});

test('a page that has a word of its own is noticed', () => {
  const own = formBody({ ...form, unitName: 'Own words' }, words);
  expect(unlisted(own)).toEqual(['1, Own words']);
});

test.each([
  ['the form', formBody(form, words)],
  ['the form with every fault', formBody({ ...form, errors, photosLost: true }, words)],
  ['the form that is refused', formBody({ ...form, refusal: '!' }, words)],
  ['the page behind a public link', moveBody(move, words)],
  ['the page behind a public link with every fault', moveBody({ ...move, errors }, words)],
  ['the private page', caseBody(theCase, words)],
  [
    'the private page with faults',
    caseBody({ ...theCase, errors: { text: '!', photo: '!' }, photosLost: true }, words),
  ],
  ['the page of promises', promisesBody(promises, words)],
  [
    'the page of promises where there is none',
    promisesBody({ ...promises, ledger: { ...promises.ledger, lastYear: nothing, lines: [] } }, words),
  ],
  ['the page of a call for complaints', callBody(callPage({}), words)],
  [
    'the page of a call that nobody answered yet',
    callBody(callPage({ counts: { ...callCounts, heard: 0, late: 0, folded: 0, takenOut: 0 } }), words),
  ],
  [
    'the page of a call whose report is late',
    callBody(callPage({ state: 'ended', reportIsLate: true }), words),
  ],
  [
    'the page of a call with its reports',
    callBody(callPage({ state: 'reported', reports: [report, report] }), words),
  ],
  [
    'the calls of an institution',
    callsBody({ institution: '1', calls: [call.call], language: 'en', chosen: null, now: at }, words),
  ],
  ['the method of the page of promises', methodBody({ page: '1', chosen: null }, words)],
  ['the PIN', pinBody({ path: '/1', fresh: true, address: '2', error: '!' }, words)],
])('every word of %s comes from its list', (_, body) => {
  expect(unlisted(body)).toEqual([]);
});
