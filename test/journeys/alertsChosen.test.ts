/** Alerts: whatever is doubled tells once, members choose, the clock brings late cases and the morning's digest. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AlertSettingsView, CaseView } from '../../src/api/contract.ts';
import { followOnce, forgetOld, lookAtClock } from '../../src/jobs/raiseAlerts.ts';
import { remindOnce } from '../../src/jobs/remindPromises.ts';
import { tellDue } from '../../src/jobs/tellAlerts.ts';
import { type AlertedDesk, openAlertedDesk } from '../factories/alertedDesk.ts';
import { titles } from '../factories/alerting.ts';
import { promisingOn } from '../factories/promising.ts';

let at: AlertedDesk;
const minute = 60_000;

beforeAll(async () => {
  at = await openAlertedDesk();
});
afterAll(() => at?.close());
beforeEach(() => at.begin());
afterEach(() => at.end());

describe('jobs that are doubled', () => {
  it('tell each alert once, whoever looks at the same moment', async () => {
    for (let n = 0; n < 10; n++) await at.written('The executive, again and again');
    const { raising, telling } = at.alerting;
    await Promise.all(['one', 'two', 'three'].map((worker) => followOnce(raising, worker)));
    await followOnce(raising, 'four');
    await Promise.all([lookAtClock(raising), lookAtClock(raising)]);
    await Promise.all([tellDue(telling), tellDue(telling), tellDue(telling)]);
    expect(titles(at.push, 'executive')).toHaveLength(10);
    expect(new Set(at.push.taken.map(({ notice }) => notice.id)).size).toBe(10);
  });

  it('only list what comes when twenty lie unread, and tell again once somebody has looked', async () => {
    for (let n = 0; n < 22; n++) await at.written('The executive hears all of it');
    await at.alerting.run();
    expect(titles(at.push, 'executive')).toHaveLength(20);
    const { alerts, count } = await at.open(at.executive);
    expect(count).toBe(22);
    const { system } = at.desk.server.storage;
    const goingOn = system.selectFrom('alert').select('id').where('escalate_at', 'is not', null);
    const theirs = goingOn.where('member_id', '=', at.ids.executive).where('acknowledged_at', 'is', null);
    // What was only listed goes on to nobody.
    expect(await theirs.execute()).toHaveLength(20);
    await at.ask('POST', '/api/alerts/acknowledge', { ids: alerts.map(({ id }) => id) }, at.executive);
    await at.written('The executive once more');
    await at.alerting.run();
    expect(titles(at.push, 'executive')).toHaveLength(21);
  });
});

describe('what a member chooses', () => {
  it('is theirs: no way is no way, and stands in the list all the same', async () => {
    const { settings } = await at.ask<AlertSettingsView>('GET', '/api/me/alerts', undefined, at.executive);
    await at.choose({ ways: { ...settings.ways, names_me: [] } }, at.executive);
    await at.written('The executive wants none');
    await at.alerting.run();
    expect(at.push.taken).toEqual([]);
    expect((await at.open(at.executive)).count).toBe(1);
    await at.choose({ ways: settings.ways }, at.executive);
  });

  it('can be tried at once', async () => {
    const { devices } = await at.ask<AlertSettingsView>('GET', '/api/me/alerts', undefined, at.executive);
    await at.ask('POST', `/api/me/devices/${devices[0]?.id}/try`, undefined, at.executive);
    expect(titles(at.push, 'executive')).toEqual(['Notifications work here']);
    await expect(
      at.ask('POST', `/api/me/devices/${devices[0]?.id}/try`, undefined, at.agent),
    ).rejects.toThrow('404');
    at.push.answer = () => 500;
    await expect(
      at.ask('POST', `/api/me/devices/${devices[0]?.id}/try`, undefined, at.executive),
    ).rejects.toThrow('push_failed');
  });

  it('is refused where it leads into the house, or to nothing', async () => {
    const { keys, endpoint } = at.push.subscribe('other');
    const refused = (given: object) =>
      expect(at.ask('POST', '/api/me/devices', given)).rejects.toThrow('400');
    await refused({ endpoint: 'http://10.0.0.7/push', keys });
    await refused({ endpoint: 'no address', keys });
    await refused({ endpoint, keys: { ...keys, auth: 'c2hvcnQ' } });
    await expect(at.choose({ timeZone: 'Africa/Nowhere' }, at.executive)).rejects.toThrow('time zone');
  });
});

describe('a grave case that waits past its time', () => {
  it('is told of once to whoever must answer it, until it is settled', async () => {
    const caseId = await at.written('The pump of the clinic stands still');
    await at.ask('POST', `/api/cases/${caseId}/severity`, { severity: 3, vulnerable: true });
    await at.ask('POST', `/api/cases/${caseId}/assign`, { memberId: at.ids.agent });
    await at.alerting.run();
    const late = () =>
      at.push.taken.filter(
        ({ name, notice }) =>
          name === 'agent' && notice.title.startsWith('A grave case') && notice.link.endsWith(caseId),
      );
    expect(late()).toEqual([]);
    at.later(24 * 60 * minute);
    await at.alerting.run();
    await at.alerting.run();
    expect(late()).toHaveLength(1);
    const listed = async () => (await at.open(at.agent)).alerts.filter((alert) => alert.caseId === caseId);
    expect(await listed()).toMatchObject([{ kind: 'grave_late', link: `/inbox/all/${caseId}` }]);
    await at.ask('POST', `/api/cases/${caseId}/resolve`);
    await at.alerting.run();
    expect(await listed()).toEqual([]);
  });
});

describe('a promise and an answer that waits', () => {
  it('are told to whoever keeps the one and may approve the other, until that is done', async () => {
    const made = await promisingOn(at.desk);
    const due = new Date(at.desk.server.now().getTime() + 2 * 60 * minute);
    const promise = await made.promise('tanker', 'Send the tanker', due);
    at.later(100 * minute);
    await remindOnce(at.alerting.raising);
    await at.alerting.run();
    await at.alerting.run();
    const promised = () => titles(at.push, 'admin').filter((title) => title.startsWith('A promise'));
    expect(promised()).toHaveLength(1);
    await at.ask('PUT', `/api/commitments/${promise}/kept`, { evidence: 'It stands there.' });
    await at.alerting.run();
    const kinds = async () => (await at.open(at.desk.admin)).alerts.map(({ kind }) => kind);
    expect(await kinds()).not.toContain('promise');

    const caseId = await at.written('May I pay in parts?');
    const { permissions, answering, sequence } = await at.ask<CaseView>('GET', `/api/cases/${caseId}`);
    const reply = {
      replyId: randomUUID(),
      text: 'You may.',
      mode: 'public',
      postId: answering,
      accountId: permissions[0]?.accountId,
      writtenOn: sequence,
    };
    await at.ask('PUT', `/api/rota/${at.ids.agent}`, {
      superiorId: at.ids.admin,
      timeZone: 'Africa/Johannesburg',
      week: null,
      deputyId: null,
    });
    await at.ask('POST', `/api/cases/${caseId}/ask-approval`, reply, at.agent);
    await at.alerting.run();
    const asked = () => titles(at.push, 'admin').filter((title) => title.startsWith('An answer waits'));
    expect(asked()).toHaveLength(1);
    expect(await kinds()).toContain('approval');
    await at.ask('POST', `/api/replies/${reply.replyId}/send-back`, { reason: 'Say how.' });
    await at.alerting.run();
    expect(await kinds()).not.toContain('approval');
    expect(asked()).toHaveLength(1);
  });
});

describe('a follow-up', () => {
  it('is told to whoever is asked, its report to whoever asked, each until it is somebody else’s turn', async () => {
    const caseId = await at.written('Who answered that telephone?');
    const id = randomUUID();
    const dueAt = new Date(at.desk.server.now().getTime() + 24 * 60 * minute).toISOString();
    const asked = { id, caseId, memberId: at.ids.agent, question: 'Who was it?', dueAt };
    await at.ask('POST', '/api/follow-ups', asked);
    await at.alerting.run();
    const told = (name: string) => titles(at.push, name).filter((title) => title.startsWith('A follow-up'));
    expect([told('agent').length, told('admin').length]).toEqual([1, 0]);
    expect((await at.open(at.agent)).alerts).toMatchObject([{ kind: 'follow_up', link: '/follow-ups' }]);
    await at.ask('PUT', `/api/follow-ups/${id}/report`, { words: 'It was me.' }, at.agent);
    await at.alerting.run();
    expect((await at.open(at.agent)).count).toBe(0);
    expect([told('agent').length, told('admin').length]).toEqual([1, 1]);
  });
});

describe('the morning’s digest', () => {
  const chosen = () => ({ at: at.wallClock(10), days: [0, 1, 2, 3, 4, 5, 6] });
  const connectMail = async () => {
    const sealed = at.desk.server.key.seal({ organisationId: 1, accountId: mailAccount }, { password: 'x' });
    const { institutions } = await at.ask<{ institutions: { id: string }[] }>('GET', '/api/me');
    await at.desk.server.storage.system
      .insertInto('connected_account')
      .values({
        organisation_id: 1,
        id: mailAccount,
        institution_id: institutions[0]?.id ?? '',
        network: 'email',
        network_id: 'care@water.example',
        handle: 'care@water.example',
        settings: '{}',
        lacks: '[]',
        watched: '[]',
        secret: sealed,
      })
      .execute();
  };
  const mailAccount = '01900000-0000-7000-8000-000000000001';

  it('comes by letter once a day, whoever looks and however often, and its lines lead to where they are answered', async () => {
    // At ten in the morning: what goes back and forth below is one day.
    at.later(((34 * 60 - at.wallClock(0)) % (24 * 60)) * minute);
    await connectMail();
    const { settings } = await at.ask<AlertSettingsView>('GET', '/api/me/alerts', undefined, at.executive);
    await at.choose({ digest: chosen(), ways: { ...settings.ways, digest: ['email'] } }, at.executive);
    await at.alerting.run();
    expect(at.alerting.letters).toEqual([]);
    at.later(11 * minute);
    await Promise.all([lookAtClock(at.alerting.raising), lookAtClock(at.alerting.raising)]);
    await at.alerting.run();
    expect(at.alerting.letters).toHaveLength(1);
    const [letter] = at.alerting.letters;
    expect(letter?.to).toBe('clare@water.example');
    expect(letter?.text).toContain('Good morning, The executive.');
    expect(letter?.text).toContain('https://desk.example/inbox/queue');
    // It is not something to be acknowledged.
    expect((await at.open(at.executive)).alerts.map(({ kind }) => kind)).not.toContain('digest');
    // A clock that is put back, and a choice that is made anew on the same day.
    at.later(-30 * minute);
    await at.alerting.run();
    await at.choose({ digest: { ...chosen(), at: at.wallClock(1) } }, at.executive);
    at.later(40 * minute);
    await at.alerting.run();
    expect(at.alerting.letters).toHaveLength(1);
    at.later(24 * 60 * minute);
    await at.alerting.run();
    expect(at.alerting.letters).toHaveLength(2);
    await at.choose({ digest: null }, at.executive);
  });

  it('that may have left is not written again', async () => {
    await at.choose({ digest: chosen() }, at.executive);
    at.alerting.mail.answer = { kind: 'unknown', reason: 'The connection broke.' };
    at.later(11 * minute);
    await at.alerting.run();
    at.alerting.mail.answer = null;
    const before = at.alerting.letters.length;
    at.later(10 * minute);
    await at.alerting.run();
    expect(at.alerting.letters).toHaveLength(before);
    await at.choose({ digest: null }, at.executive);
  });
});

describe('a fact of which no alert can be kept', () => {
  it('holds up none behind it, and is logged', async () => {
    const lost = await at.written('The executive, of whom this cannot be kept');
    await at.written('The executive, of whom this can');
    const { system } = at.desk.server.storage;
    await sql`alter table alert add constraint none_of_it check (case_id <> ${sql.lit(lost)}) not valid`.execute(
      system,
    );
    const logged: string[] = [];
    const log = (event: string) => void logged.push(event);
    try {
      while (await followOnce({ ...at.alerting.raising, log }, 'test'));
    } finally {
      await sql`alter table alert drop constraint none_of_it`.execute(system);
    }
    expect(new Set(logged)).toEqual(new Set(['fact_alerts_nobody']));
    const { alerts } = await at.open(at.executive);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.caseId).not.toBe(lost);
  });
});

describe('an alert that ended', () => {
  it('is forgotten after ninety days; one that nobody has taken is not', async () => {
    await at.written('The executive was here');
    await at.alerting.run();
    const ended = (await at.open(at.executive)).alerts.map(({ id }) => id);
    await at.ask('POST', '/api/alerts/acknowledge', { ids: ended }, at.executive);
    await at.written('The executive is awaited');
    await at.alerting.run();
    const { alerts } = await at.open(at.executive);
    expect(alerts).toHaveLength(1);
    const after = new Date(at.desk.server.now().getTime() + 91 * 24 * 60 * minute);
    while (await forgetOld({ ...at.alerting.raising, now: () => after }));
    const kept = await at.desk.server.storage.system.selectFrom('alert').select('id').execute();
    expect(kept.map(({ id }) => id)).toContain(alerts[0]?.id);
    for (const id of ended) expect(kept.map((one) => one.id)).not.toContain(id);
  });
});
