/** Follow-ups about no case: asked straight of a member, or about an author. The same life as any other, read by those alone between whom they stand. */
import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import type { AlertsView, CaseView } from '../../src/api/contract.ts';
import { readEvents } from '../../src/api/liveEvents.ts';
import { remindFollowUpsOnce } from '../../src/jobs/remindFollowUps.ts';
import { alertingIn } from '../factories/alerting.ts';
import { openAskedAlone, pdf } from '../factories/askedAlone.ts';
import { rows } from '../factories/desk.ts';

const { open, uwera, thabo, zanele, jean, auditor, ids, amina, now, ahead, ...api } = await openAskedAlone();
const { ask, put, read, listed, ofCase, upload, fetched } = api;
const day = 86_400_000;
afterAll(() => open.server.close());

it('is asked straight of a member, and lives as any other: late, brought up, reported, closed by whoever asked', async () => {
  const one = await ask({ dueAt: ahead(1) });
  expect(one).toMatchObject({ about: { kind: 'other' }, state: 'asked', isAsker: true });
  expect(await listed(thabo)).toEqual([one.id]);
  const look = () => remindFollowUpsOnce({ storage: open.server.storage, now, log: () => undefined });
  open.server.clock.ahead += 2 * day + 60_000;
  await look();
  await look();
  expect(await listed(zanele, '?list=told_me')).toEqual([one.id]);
  expect(await read(one, zanele)).toMatchObject({ overdue: true, mayGive: true });
  await alertingIn(open.server).run();
  const { alerts } = await open.ask<AlertsView>('GET', '/api/alerts', undefined, thabo);
  expect(alerts.filter(({ kind }) => kind === 'follow_up').length).toBeGreaterThan(0);
  const reminders = async () =>
    (
      await rows<{ follow_up_id: string; member_id: string; key: string; turn: number }>(
        open.desk,
        'follow_up_reminder',
      )
    )
      .filter((reminder) => reminder.follow_up_id === one.id)
      .map(({ turn, member_id, key }) => ({ turn, to: member_id, name: `${member_id} ${key}` }));
  const remindedIn = async (turn: number) =>
    [...new Set((await reminders()).filter((it) => it.turn === turn).map(({ to }) => to))].sort();
  expect(await remindedIn(0)).toEqual([ids.thabo, ids.uwera, ids.zanele].sort());
  const words = 'Every night from ten.';
  const suggested = put(one, 'report', { words, suggestion: 'We are sorry.' }, thabo);
  await expect(suggested).rejects.toThrow('no case here');
  await put(one, 'report', { words }, thabo);
  open.server.clock.ahead += 9 * day;
  await look();
  expect(await read(one, uwera)).toMatchObject({ state: 'reported', endedAt: null });
  // The report reminds whoever asked, and nobody of it once it is closed.
  expect(await remindedIn(1)).toContain(ids.uwera);
  expect(await put(one, 'report-accepted', { acts: 2 }, uwera)).toMatchObject({ state: 'done' });
  const sent = (await reminders()).map(({ name }) => name);
  expect(new Set(sent).size).toBe(sent.length);
  open.server.clock.ahead += 30 * day;
  await look();
  expect((await reminders()).length).toBe(sent.length);
  open.server.clock.ahead -= 30 * day;
});

it('is read by those alone between whom it stands, and by who oversees all; others hear no names', async () => {
  const end = (await lastEvents(0))?.to ?? 0;
  const one = await ask();
  for (const as of [uwera, thabo, zanele, auditor, open.admin])
    expect((await read(one, as)).question).toContain('Limbe depot');
  await expect(read(one, jean)).rejects.toThrow('404');
  for (const [what, body] of [
    ['accepted', {}],
    ['report', { words: 'Me.' }],
    ['asked', { memberId: ids.zanele }],
    ['withdrawn', { words: 'No.' }],
  ] as const)
    await expect(put(one, what, body, jean)).rejects.toThrow('404');
  for (const list of ['to_me', 'by_me', 'told_me'])
    expect(await listed(jean, `?list=${list}&standing=open`)).not.toContain(one.id);
  await expect(open.ask('GET', '/api/follow-ups/all', undefined, jean)).rejects.toThrow('403');
  const [fact] = (await lastEvents(end))?.facts ?? [];
  const { sequence, at, ...told } = fact ?? { sequence: 0, at: '' };
  const unsaid = { actor: null, rule: null, caseId: null, subjectId: null, particulars: {} };
  expect(told).toEqual({ action: 'follow_up_asked', ...unsaid });
  // Given away, it is still read by who did something about it.
  await put(one, 'accepted', {}, thabo);
  await put(one, 'asked', { memberId: ids.jean }, thabo);
  expect((await read(one, thabo)).isAsked).toBe(false);
  expect(await read(one, jean)).toMatchObject({ isAsked: true });
  await put(one, 'withdrawn', { words: 'I saw it myself.' }, uwera);
});
const lastEvents = (after: number) => readEvents({ storage: open.server.storage, now }, 1, after);

it('is asked about an author, beside their cases, and goes with what they are joined to', async () => {
  const id = randomUUID();
  const one = await ask({ id, about: 'author', caseId: amina, question: 'Is she the one who rang?' });
  expect(one.about).toMatchObject({ kind: 'author', caseId: amina, author: { protected: false } });
  // Sent twice it is one; anything else under its name is refused.
  await ask({ id, about: 'author', caseId: amina, question: 'Is she the one who rang?', dueAt: one.dueAt });
  await expect(ask({ id, dueAt: one.dueAt })).rejects.toThrow('otherwise');
  expect((await ofCase(amina, thabo)).map((it) => it.id)).toEqual([id]);
  expect(await ofCase(amina, jean)).toEqual([]);
  const { history } = await open.ask<CaseView>('GET', `/api/cases/${amina}`, undefined, jean);
  expect(history.filter(({ action }) => action.startsWith('follow_up'))).toEqual([]);
  await expect(ask({ about: 'author' })).rejects.toThrow('one of their cases');
  await expect(ask({ caseId: amina })).rejects.toThrow('neither');
  await expect(ask({ about: 'author', caseId: randomUUID() })).rejects.toThrow('404');
  await put(one, 'withdrawn', { words: 'She rang again.' }, uwera);
});

it('says of a protected author no more than everybody reads', async () => {
  const { row } = await open.ask<CaseView>('GET', `/api/cases/${amina}`);
  const name = row.author.handle;
  const one = await ask({ about: 'author', caseId: amina, question: `Does ${name} work for us?` });
  await open.ask('PUT', `/api/cases/${amina}/protected`, {
    reason: 'She works here.',
    readers: [ids.uwera],
  });
  const shown = await read(one, thabo);
  expect(shown.about).toMatchObject({ author: { protected: true } });
  expect(JSON.stringify(shown)).not.toContain(name);
  await open.ask('PUT', `/api/cases/${amina}/protected`, { reason: null, readers: [] });
  await put(one, 'withdrawn', { words: 'No.' }, uwera);
});

it('goes with its author: words and files are erased, and nothing about them is asked any more', async () => {
  const { file } = await upload('Letter.pdf', pdf, uwera);
  const one = await ask({ about: 'author', caseId: amina, question: 'Who is she?', files: [file.id] });
  const { names } = await open.ask<{ names: string[] }>('GET', `/api/cases/${amina}/erasure`);
  await open.ask('POST', `/api/cases/${amina}/erasure`, { confirm: names[0] });
  expect(await read(one, uwera)).toMatchObject({ question: null, state: 'asked' });
  expect((await fetched(file.address, uwera)).status).toBe(404);
  await expect(ask({ about: 'author', caseId: amina })).rejects.toThrow('erased before');
  // That it was asked, and stands, stays: only a person closes it, and nothing more is written about them.
  await expect(put(one, 'report', { words: 'It was she.' }, thabo)).rejects.toThrow('was erased');
  const closed = await put(one, 'withdrawn', { words: 'She left.' }, uwera);
  expect(closed).toMatchObject({ state: 'withdrawn', acts: [{}, { words: null }] });
});
