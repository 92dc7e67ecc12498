/** Automation rules that wait: for an author who does not answer, and for us who do not. Each acts once on a wait, in the history of its case, and can be taken back. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CasePage, CaseRow, CaseView } from '../../src/api/contract.ts';
import { dryRun } from '../../src/desk/rules/dryRun.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { lookOnce } from '../../src/jobs/rules.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { addressOf, at, item, rows } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

const hour = 60;
const day = 24 * hour;
let open: DeskInApi;
let supervisor: Person;
let pumps = '';
let written = 0;

/** What an author or the house writes, so many minutes after the test's first moment. */
async function writes(by: 'author' | 'house', author: string, minute: number, text: string): Promise<void> {
  written += 1;
  const did = by === 'author' ? `did:plc:${author}` : open.desk.house.did;
  const first = addressOf(`did:plc:${author}`, 'first');
  const isFirst = by === 'author' && (await caseOf(author)) === undefined;
  const post = { did, key: isFirst ? 'first' : `more${written}`, minute, text };
  await open.take(item({ ...post, ...(isFirst ? { mentions: [open.desk.house.did] } : { root: first }) }));
}
async function caseOf(author: string): Promise<CaseRow | undefined> {
  const { rows: found } = await open.ask<CasePage>('GET', '/api/cases?view=all&limit=200');
  return found.find((one) => one.author.handle.startsWith(author));
}
async function show(author: string): Promise<CaseView> {
  return open.ask<CaseView>('GET', `/api/cases/${(await caseOf(author))?.id}`);
}
/** The job looks, so many minutes after the test's first moment; whenever it looked last. */
async function look(minute: number): Promise<void> {
  await open.server.storage.system.updateTable('rule_reading').set({ waits_at: null }).execute();
  const deps = { storage: open.server.storage, now: () => at(minute), log: () => undefined };
  while (await lookOnce(deps));
}
const keep = (body: object) => open.ask<{ id: string }>('POST', '/api/rules', body, supervisor);
const rule = (name: string, more: object) => ({
  name,
  when: 'waiting_author',
  hours: 72,
  match: 'all',
  conditions: [],
  acts: [{ do: 'resolve' }],
  enabled: true,
  ...more,
});
const byRule = ({ history }: CaseView) =>
  history.flatMap((fact) => (fact.rule === null ? [] : [`${fact.rule}: ${fact.action}`]));

beforeAll(async () => {
  open = await openDeskInApi();
  supervisor = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  pumps = (await open.ask<{ id: string }>('POST', '/api/teams', { name: 'Pumps', memberIds: [] })).id;
});
afterAll(() => open.server.close());

it('are refused where their parts do not fit together', async () => {
  await expect(keep(rule('a', { hours: null }))).rejects.toThrow(/how many hours/);
  await expect(keep(rule('a', { when: 'written' }))).rejects.toThrow(/how many hours/);
  await expect(keep(rule('a', { when: 'waiting_us' }))).rejects.toThrow(/waited for its author/);
  await expect(keep(rule('a', { hours: 0 }))).rejects.toThrow(/400/);
  const asked = { rule: rule('a', { hours: null }), from: null };
  await expect(open.ask('POST', '/api/rules/dry-run', asked, supervisor)).rejects.toThrow(/how many hours/);
});

it('resolve what its author lets rest, once a wait; an answer of ours begins another, and what was taken back stays so', async () => {
  await keep(rule('Rests', {}));
  await keep(rule('Ask again', { hours: 24, acts: [{ do: 'tag', tag: 'quiet' }] }));
  await writes('author', 'aline', 0, 'No water.');
  await writes('house', 'aline', 10, 'Since when?');
  await writes('author', 'juma', 0, 'My bill is wrong.');
  await look(10 + day - 1);
  expect((await show('aline')).row).toMatchObject({ state: 'waiting_author', tags: [] });
  await look(10 + day);
  await look(10 + day + 1);
  expect(byRule(await show('aline'))).toEqual(['Ask again: tags_set']);
  // Another answer of ours: the wait begins anew.
  await writes('house', 'aline', 2 * day, 'Are you there?');
  await look(10 + 3 * day);
  expect((await show('aline')).row.state).toBe('waiting_author');
  await look(5 * day);
  const resolved = await show('aline');
  expect(resolved.row).toMatchObject({ state: 'resolved', waitingSince: null });
  // The tag stands already; it is given once.
  expect(byRule(resolved)).toEqual(['Ask again: tags_set', 'Rests: case_resolved']);
  expect(resolved.history.at(-1)).toMatchObject({ actor: null, action: 'case_resolved', rule: 'Rests' });
  await open.ask('POST', `/api/cases/${resolved.row.id}/reopen`);
  await look(9 * day);
  expect((await show('aline')).row.state).toBe('reopened');
  // Answered once more and left once more.
  await writes('house', 'aline', 20 * day * 100, 'Is all well?');
  await look(20 * day * 100 + 3 * day);
  expect(byRule(await show('aline')).filter((one) => one.startsWith('Rests'))).toHaveLength(2);
  expect((await show('juma')).row).toMatchObject({ state: 'new', tags: [] });
});

it('leave a case while a colleague is on it', async () => {
  await writes('author', 'zola', 0, 'The meter stands still.');
  await writes('house', 'zola', 10, 'Which number?');
  const { row } = await show('zola');
  const later = at(10 + 3 * day + 30);
  const claim = { organisation_id: 1, case_id: row.id, at: at(0), until: later };
  const [member] = await rows<{ id: string }>(open.desk, 'member');
  await open.server.storage.system
    .insertInto('claim')
    .values({ ...claim, member_id: member?.id ?? '' })
    .execute();
  await look(10 + 3 * day);
  expect((await show('zola')).row.state).toBe('waiting_author');
  // Tried before: it would have met this case, and any that came to so long a wait within the week.
  const here = { storage: open.server.storage, organisationId: 1, now: at(10 + 3 * day) };
  const tried = await dryRun(here, rule('x', {}) as Rule, null);
  expect(tried).toMatchObject({ looked: 1, matched: [{ caseId: row.id, acts: [0] }], next: null, share: 1 });
  expect((await dryRun(here, rule('x', { hours: 73 }) as Rule, null)).looked).toBe(0);
  expect((await dryRun({ ...here, now: at(11 * day) }, rule('x', {}) as Rule, null)).looked).toBe(0);
  await look(10 + 3 * day + 31);
  expect((await show('zola')).row.state).toBe('resolved');
});

it('hand on what waits for us too long, in office hours, but danger by the clock; nothing that was over before they were kept', async () => {
  const before = 'before';
  await writes('author', before, -60 * 24 * 365 * 6, 'From long before the rule.');
  // The fourth of January 2031 is a Saturday.
  const weekday = [{ from: 480, to: 1020 }];
  const week = [[], weekday, weekday, weekday, weekday, weekday, []];
  const officeHours = { timeZone: 'Africa/Kigali', week, country: null, days: {} };
  await open.ask('PUT', '/api/office-hours', { officeHours });
  await keep(rule('Late', { when: 'waiting_us', hours: 2, acts: [{ do: 'team', teamId: pumps }] }));
  await writes('author', 'danger', 0, 'A wire lies on the ground.');
  await writes('author', 'calm', 0, 'When do you open?');
  await open.ask('POST', `/api/cases/${(await caseOf('danger'))?.id}/severity`, {
    severity: 4,
    vulnerable: false,
  });
  await look(2 * hour - 1);
  expect((await show('danger')).row.team).toBeNull();
  await look(2 * hour);
  expect([(await show('danger')).row.team?.id, (await show('calm')).row.team]).toEqual([pumps, null]);
  // Monday, two hours after the office opened: 10 in the morning in Kigali.
  await look(2 * day + 2 * hour - 1);
  expect((await show('calm')).row.team).toBeNull();
  await look(2 * day + 2 * hour);
  expect((await show('calm')).row.team?.id).toBe(pumps);
  expect((await show(before)).row.team).toBeNull();
});
