/** Alerts, from a post to a telephone: pushed once, encrypted for one browser, kept quiet at night, acknowledged, handed on. Against a push service that reads them as a browser does. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AlertSettingsView, CasePage } from '../../src/api/contract.ts';
import { type AlertedDesk, openAlertedDesk } from '../factories/alertedDesk.ts';
import { titles } from '../factories/alerting.ts';
import type { Person } from '../factories/apiServer.ts';

let at: AlertedDesk;
const minute = 60_000;

beforeAll(async () => {
  at = await openAlertedDesk();
});
afterAll(() => at?.close());
beforeEach(() => at.begin());
afterEach(() => at.end());

describe('a post that names a member', () => {
  it('lies on their telephone once, encrypted for it alone, without a word of the author', async () => {
    const caseId = await at.written('The executive should come and see: no water for a week');
    await at.alerting.run();
    await at.alerting.run();
    expect(titles(at.push, 'executive')).toEqual(['A post names you']);
    expect(titles(at.push, 'agent')).toEqual([]);
    const [told] = at.push.taken;
    expect(told?.notice.link).toBe(`/inbox/all/${caseId}`);
    expect(told?.notice.body).toMatch(/^Case \d+$/);
    expect(told).toMatchObject({ urgency: 'high', ttl: 12 * 3_600 });
    expect((await at.open(at.executive)).alerts).toMatchObject([{ kind: 'names_me', caseId, level: 0 }]);
    expect((await at.open(at.agent)).count).toBe(0);
  });

  it('shows the words to whoever asked for them', async () => {
    await at.choose({ showsWords: true }, at.executive);
    await at.written('Ask The Executive why nobody comes');
    await at.alerting.run();
    expect(at.push.taken[0]?.notice.body).toContain('“Ask The Executive why nobody comes');
    await at.choose({ showsWords: false }, at.executive);
  });

  it('is theirs until they say that they have it, and then lies nowhere', async () => {
    await at.written('The executive knows');
    await at.alerting.run();
    const [alert] = (await at.open(at.executive)).alerts;
    const acknowledge = (as: Person) => at.ask('POST', '/api/alerts/acknowledge', { ids: [alert?.id] }, as);
    // Somebody else's alert is nobody else's to take.
    expect(await acknowledge(at.agent)).toEqual({ acknowledged: 0 });
    expect(await acknowledge(at.executive)).toEqual({ acknowledged: 1 });
    expect(await acknowledge(at.executive)).toEqual({ acknowledged: 0 });
    expect((await at.open(at.executive)).count).toBe(0);
    const history = await at.ask('GET', `/api/cases/${alert?.caseId}/history?before=1000000`);
    expect(JSON.stringify(history)).toContain('alert_acknowledged');
  });

  it('alerts nobody where it was written days ago', async () => {
    const old = new Date(at.desk.server.now().getTime() - 3 * 86_400_000);
    await at.desk.hear('archive', 'The executive did nothing in those days', { at: old });
    await at.written('An other matter');
    await at.alerting.run();
    expect(titles(at.push, 'executive')).toEqual([]);
  });
});

/** To whom danger was told, in its order. */
const inDanger = () =>
  at.push.taken.filter(({ notice }) => notice.title === 'Somebody may be in danger').map(({ name }) => name);

describe('danger', () => {
  it('goes to those on duty who run the desk, and to nobody more once one of them has it', async () => {
    const caseId = await at.written('A wire lies on the ground');
    await at.endanger(caseId);
    await at.alerting.run();
    expect(titles(at.push, 'admin')).toEqual(['Somebody may be in danger']);
    await at.ask('POST', `/api/cases/${caseId}/claim`);
    await at.alerting.run();
    expect((await at.open(at.desk.admin)).count).toBe(0);
    at.later(11 * minute);
    await at.alerting.run();
    expect(inDanger()).toEqual(['admin']);
  });

  it('goes on to the deputy, then to the superior, until somebody has it; all of them are told once', async () => {
    await at.ask('PUT', `/api/rota/${at.ids.agent}`, {
      superiorId: at.ids.admin,
      timeZone: 'Africa/Johannesburg',
      week: null,
      deputyId: at.ids.executive,
    });
    const caseId = await at.written('The cable burns');
    await at.ask('POST', `/api/cases/${caseId}/assign`, { memberId: at.ids.agent });
    await at.endanger(caseId);
    await at.alerting.run();
    expect(titles(at.push, 'agent')).toEqual(['Somebody may be in danger']);
    expect(titles(at.push, 'executive')).toEqual([]);
    at.later(11 * minute);
    await at.alerting.run();
    expect(titles(at.push, 'executive')).toEqual(['Somebody may be in danger']);
    const toExecutive = at.push.taken.find(({ name }) => name === 'executive');
    expect(toExecutive?.notice.body).toContain('Nobody has taken this yet.');
    expect((await at.open(at.executive)).alerts).toMatchObject([{ level: 1 }]);
    at.later(11 * minute);
    await at.alerting.run();
    expect(inDanger()).toEqual(['agent', 'executive', 'admin']);
    const alert = (await at.open(at.desk.admin)).alerts.find(({ kind }) => kind === 'danger');
    await at.ask('POST', '/api/alerts/acknowledge', { ids: [alert?.id] });
    for (const [as] of at.people())
      expect((await at.open(as)).alerts.filter(({ kind }) => kind === 'danger')).toEqual([]);
    at.later(60 * minute);
    await at.alerting.run();
    expect(inDanger()).toHaveLength(3);
  });
});

/** What somebody has of danger. */
const dangerOf = async (as: Person) => (await at.open(as)).alerts.filter(({ kind }) => kind === 'danger');
const seen = async (as: Person) => {
  const ids = (await at.open(as)).alerts.map(({ id }) => id);
  await at.ask('POST', '/api/alerts/acknowledge', { ids }, as);
};

describe('a case that was told once', () => {
  it('is told again when its author writes after it was resolved, and when it is found as grave as before', async () => {
    const caseId = await at.written('Sparks over the street');
    await at.endanger(caseId);
    await at.alerting.run();
    await seen(at.desk.admin);
    await at.ask('POST', `/api/cases/${caseId}/resolve`);
    await at.alerting.run();
    at.later(minute);
    await at.ask('POST', `/api/cases/${caseId}/reopen`);
    await at.alerting.run();
    expect(await dangerOf(at.desk.admin)).toMatchObject([{ caseId }]);
    await seen(at.desk.admin);
    await at.ask('POST', `/api/cases/${caseId}/severity`, { severity: 1, vulnerable: false });
    await at.alerting.run();
    expect(await dangerOf(at.desk.admin)).toEqual([]);
    await at.endanger(caseId);
    await at.alerting.run();
    await at.alerting.run();
    expect(await dangerOf(at.desk.admin)).toHaveLength(1);
    expect(inDanger()).toEqual(['admin', 'admin', 'admin']);
  });

  it('goes on to nobody once the case is done', async () => {
    const caseId = await at.written('The executive is asked for water');
    await at.alerting.run();
    await at.ask('POST', `/api/cases/${caseId}/resolve`);
    at.later(121 * minute);
    await at.alerting.run();
    const told = at.push.taken.filter(({ notice }) => notice.title === 'A post names you');
    expect(told.map(({ name }) => name)).toEqual(['executive']);
  });

  it('is settled with the case that it was merged into', async () => {
    const caseId = await at.written('A pole falls');
    const into = await at.written('The same pole falls');
    await at.endanger(caseId);
    await at.alerting.run();
    const { rows } = await at.ask<CasePage>('GET', '/api/cases?view=all&limit=200');
    const caseNumber = rows.find(({ id }) => id === caseId)?.number;
    await at.ask('POST', `/api/cases/${into}/same-author`, { caseNumber });
    await at.ask('POST', `/api/cases/${into}/merge`, { from: caseId });
    await at.ask('POST', `/api/cases/${into}/claim`);
    await at.alerting.run();
    expect(await dangerOf(at.desk.admin)).toEqual([]);
  });
});

describe('a browser that is turned on anew', () => {
  it('is shown what waits until quiet hours end, each alert once', async () => {
    await at.choose({ quiet: { from: at.wallClock(-60), to: at.wallClock(30) } }, at.executive);
    await at.written('The executive changes the telephone');
    await at.alerting.run();
    const again = at.push.subscribe('executive anew');
    const add = () => at.ask<{ id: string }>('POST', '/api/me/devices', again, at.executive);
    const [first, second] = [await add(), await add()];
    expect(second).toEqual(first);
    at.later(31 * minute);
    await at.alerting.run();
    expect(titles(at.push, 'executive anew')).toEqual(['A post names you']);
  });
});

describe('quiet hours', () => {
  it('keep an alert until they end, and let danger through', async () => {
    const quiet = { from: at.wallClock(-60), to: at.wallClock(30) };
    await at.choose({ quiet, exceptions: ['danger'] }, at.executive);
    await at.choose({ quiet, exceptions: ['danger'] }, at.desk.admin);
    await at.written('The executive sleeps');
    await at.endanger(await at.written('Smoke over the station'));
    await at.alerting.run();
    expect(titles(at.push, 'executive')).toEqual([]);
    expect(titles(at.push, 'admin')).toEqual(['Somebody may be in danger']);
    at.later(31 * minute);
    await at.alerting.run();
    expect(titles(at.push, 'executive')).toEqual(['A post names you']);
  });

  it('are not broken by what was dealt with before they ended', async () => {
    await at.choose({ quiet: { from: at.wallClock(-60), to: at.wallClock(30) } }, at.executive);
    await at.written('The executive is asked again');
    await at.alerting.run();
    const [alert] = (await at.open(at.executive)).alerts;
    await at.ask('POST', '/api/alerts/acknowledge', { ids: [alert?.id] }, at.executive);
    at.later(31 * minute);
    await at.alerting.run();
    expect(at.push.taken).toEqual([]);
  });
});

describe('a push service', () => {
  it('that says a browser is gone is believed: it is told nothing more', async () => {
    at.push.answer = () => 410;
    await at.written('The executive has a new telephone');
    await at.alerting.run();
    expect(
      (await at.ask<AlertSettingsView>('GET', '/api/me/alerts', undefined, at.executive)).devices,
    ).toEqual([]);
    expect((await at.open(at.executive)).count).toBe(1);
  });

  it('that asks to wait is asked again when it said, and not before', async () => {
    at.push.answer = () => ({ status: 429, headers: { 'retry-after': '120' } });
    await at.written('The executive is busy');
    await at.alerting.run();
    expect(at.push.came).toHaveLength(1);
    at.push.answer = () => 201;
    at.later(100_000);
    await at.alerting.run();
    expect(at.push.came).toHaveLength(1);
    at.later(21_000);
    await at.alerting.run();
    expect(titles(at.push, 'executive')).toEqual(['A post names you']);
  });

  it('that fails is tried again under the same name', async () => {
    const answers = [500, 503];
    at.push.answer = () => answers.shift() ?? 201;
    await at.written('The executive is not reached');
    for (let n = 0; n < 4; n++) {
      await at.alerting.run();
      at.later(minute);
    }
    expect(at.push.taken).toHaveLength(1);
    expect(at.push.came).toHaveLength(3);
    expect(new Set(at.push.came.map(({ topic }) => topic)).size).toBe(1);
  });

  it('that refuses a message is not asked for ever', async () => {
    at.push.answer = () => 413;
    await at.written('The executive cannot be told');
    for (let n = 0; n < 3; n++) {
      await at.alerting.run();
      at.later(60 * minute);
    }
    expect(at.push.came.filter(({ name }) => name === 'executive')).toHaveLength(1);
  });
});
