import { expect, it } from 'vitest';
import { usualSettings } from '../domain/alert.ts';
import type { DigestFacts } from '../storage/digestFacts.ts';
import { startOf } from './digest.ts';
import { type DigestToWrite, digestText } from './digestText.ts';

const facts: DigestFacts = {
  organisation: 'Karoo Water',
  heard: 214,
  answered: 1,
  waiting: 12,
  graveLate: 2,
  ownWaiting: 3,
  approvals: 1,
  alerts: 0,
  promises: [
    { what: 'Repair the pipe at <Kimironko>', caseId: 'c1', dueAt: new Date('2026-12-01T14:00:00Z') },
    { what: 'Ring about the meter', caseId: 'c2', dueAt: new Date('2026-11-30T14:00:00Z') },
  ],
  praise: { words: 'She rang back within the hour. Thank you!', caseId: 'c3' },
};
const written = (more: Partial<DigestToWrite> = {}) =>
  digestText({
    facts,
    member: {
      id: 'm',
      name: 'Clare Uwera',
      language: null,
      settings: usualSettings('executive', 'Africa/Kigali'),
    },
    date: '2026-12-01',
    base: 'https://desk.example',
    now: new Date('2026-12-01T05:00:00Z'),
    ...more,
  });

it('is read in a minute, and its lines lead to where they are answered', () => {
  const { subject, text, html } = written();
  expect(subject).toBe('Your morning, Tuesday, December 1, 2026');
  expect(text).toBe(`Good morning, Clare Uwera.

Yesterday · Karoo Water
- 214 posts were heard
  https://desk.example/inbox/all
- 1 answer left
- 12 cases wait
  https://desk.example/inbox/queue
- 2 grave cases wait past their time
  https://desk.example/inbox/queue

What waits for you
- 3 cases of yours wait for an answer
  https://desk.example/inbox/mine
- 1 answer waits for your approval
  https://desk.example/approvals

Promised for today
- ${text.match(/- (4:00.PM): Repair/)?.[1]}: Repair the pipe at <Kimironko>
  https://desk.example/inbox/all/c1
- late: Ring about the meter
  https://desk.example/inbox/all/c2

Somebody said
- “She rang back within the hour. Thank you!”
  https://desk.example/inbox/all/c3

You chose to be told of this by email. What you are told, and when, you choose in Settings > Alerts. Nobody reads answers to this letter.`);
  // 200 words are read in a minute.
  expect(text.split(/\s+/).length).toBeLessThan(200);
  expect(html).toContain('<a href="https://desk.example/inbox/all/c1">');
  expect(html).toContain('at &lt;Kimironko&gt;');
});

it('has no links where nobody knows our address, and says that nothing waits', () => {
  const idle = { ...facts, ownWaiting: 0, approvals: 0, promises: [], praise: null };
  const { text, html } = written({ base: null, facts: idle });
  expect(`${text}${html}`).not.toContain('http');
  expect(text).toContain('Nothing waits for you.');
  expect(text).not.toContain('Somebody said');
});

it('speaks the language of the member', () => {
  const member = {
    id: 'm',
    name: 'Clare',
    language: 'sw',
    settings: usualSettings('executive', 'Africa/Kigali'),
  };
  expect(written({ member }).text).toContain('Machapisho yaliyosikika: 214');
});

it('knows when a day begins where clocks are changed', () => {
  expect(startOf('Africa/Kigali', '2026-12-01', 0)).toEqual(new Date('2026-11-30T22:00:00Z'));
  expect(startOf('Europe/Berlin', '2027-03-28', 0)).toEqual(new Date('2027-03-27T23:00:00Z'));
  expect(startOf('Europe/Berlin', '2027-03-28', 1)).toEqual(new Date('2027-03-28T22:00:00Z'));
  expect(startOf('Pacific/Kiritimati', '2026-12-01', -1)).toEqual(new Date('2026-11-29T10:00:00Z'));
});
