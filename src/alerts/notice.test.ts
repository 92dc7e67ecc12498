import { expect, it } from 'vitest';
import { alertKinds } from '../domain/alert.ts';
import type { AlertToTell } from '../storage/alertDeliveries.ts';
import { linkOf, noticeOf } from './notice.ts';
import { alertWords } from './words/words.ts';

const alert: AlertToTell = {
  kind: 'names_me',
  key: 'k',
  memberId: 'm',
  tellAt: new Date(0),
  level: 0,
  caseId: 'c1',
  caseNumber: 214,
  subjectId: null,
  about: ['Water', 'Meters'],
  unit: 'Kigali',
  authorsAlike: null,
  words: `Madam Uwera, we have had no water for a week. ${'The hotline only invites us to come. '.repeat(9)}`,
  organisation: 'Karoo Water',
};

it('says what it is about and no word of the author, unless the member asked for them', () => {
  const shut = noticeOf('a1', alert, { language: null, showsWords: false });
  expect(shut).toEqual({
    id: 'a1',
    title: 'A post names you',
    body: 'Case 214 · Water, Kigali',
    link: '/inbox/all/c1',
    language: 'en',
  });
  const open = noticeOf('a1', alert, { language: 'fr', showsWords: true });
  expect(open.title).toBe('Un message public vous nomme');
  expect(open.body).toMatch(/^Cas 214 · Water, Kigali\n“Madam Uwera, we have had no water.*…”$/);
  expect(open.body.length).toBeLessThan(200);
});

it('says of a suspected incident how many say the same, where any of it stands', () => {
  const many = { ...alert, kind: 'incident' as const, authorsAlike: 5, words: null };
  const bodyIn = (language: string, authorsAlike: number | null = 5) =>
    noticeOf('a1', { ...many, authorsAlike }, { language, showsWords: true }).body;
  expect(bodyIn('en')).toBe('5 people say the same\nCase 214 · Water, Kigali');
  expect(bodyIn('fr')).toMatch(/^5 personnes disent la même chose\n/);
  expect(bodyIn('sw')).toMatch(/^Watu 5 wanasema /);
  expect(bodyIn('en', null)).toBe('Case 214 · Water, Kigali');
});

it('says that nobody has taken it, where it went on', () => {
  expect(noticeOf('a1', { ...alert, level: 1 }, { language: 'sw', showsWords: false }).body).toBe(
    'Hakuna aliyeichukua bado.\nKesi 214 · Water, Kigali',
  );
});

it('leads to where it is dealt with', () => {
  expect(linkOf({ kind: 'approval', caseId: 'c1', subjectId: null })).toBe('/approvals');
  expect(linkOf({ kind: 'names_me', caseId: null, subjectId: null })).toBe('/front#posts');
  expect(linkOf({ kind: 'names_me', caseId: null, subjectId: 'a1' })).toBe('/settings/accounts');
  expect(linkOf({ kind: 'promise', caseId: 'c1', subjectId: null })).toBe('/commitments');
  expect(linkOf({ kind: 'danger', caseId: 'c1', subjectId: null })).toBe('/inbox/all/c1');
  expect(linkOf({ kind: 'incident', caseId: null, subjectId: null })).toBe('/alerts');
});

it('has a title of its own for each kind in each language', () => {
  for (const language of ['en', 'fr', 'sw']) {
    const { title } = alertWords(language).words;
    expect(new Set(alertKinds.map((kind) => title[kind])).size).toBe(alertKinds.length);
  }
});
