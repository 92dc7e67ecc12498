/** Alerts, from a post to a telephone: pushed once, encrypted for one browser, kept quiet at night, acknowledged, handed on. Against a push service that reads them as a browser does. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AlertSettingsInput, AlertSettingsView, AlertsView, CasePage } from '../../src/api/contract.ts';
import { followOnce, lookAtClock } from '../../src/jobs/raiseAlerts.ts';
import { tellOnce } from '../../src/jobs/tellAlerts.ts';
import { type Alerting, alertingIn, titles } from '../factories/alerting.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { type PushService, startPushService } from '../factories/pushService.ts';

let desk: BrowserDesk;
let alerting: Alerting;
let push: PushService;
let executive: Person;
let agent: Person;
const ids = { admin: '', executive: '', agent: '' };
const minute = 60_000;

beforeAll(async () => {
  desk = await openBrowserDesk(false);
  alerting = alertingIn(desk.server);
  executive = await join(desk.server, desk.admin, 'executive', 'clare@water.example');
  agent = await join(desk.server, desk.admin, 'agent', 'sipho@water.example');
  const own = async (as: Person) =>
    (await ask<{ member: { id: string } }>('GET', '/api/me', undefined, as)).member.id;
  [ids.admin, ids.executive, ids.agent] = await Promise.all([own(desk.admin), own(executive), own(agent)]);
});
afterAll(async () => {
  await desk?.close();
});
beforeEach(async () => {
  push = await startPushService();
  for (const [as, name] of people()) {
    await choose({ quiet: null }, as);
    await ask('POST', '/api/me/devices', push.subscribe(name), as);
  }
});
afterEach(async () => {
  for (const [as] of people()) {
    const { devices } = await ask<AlertSettingsView>('GET', '/api/me/alerts', undefined, as);
    for (const { id } of devices) await ask('DELETE', `/api/me/devices/${id}`, undefined, as);
    const { alerts } = await open(as);
    if (alerts.length > 0)
      await ask('POST', '/api/alerts/acknowledge', { ids: alerts.map(({ id }) => id) }, as);
  }
  expect(push.faults).toEqual([]);
  await push.close();
});

const people = () =>
  [
    [desk.admin, 'admin'],
    [executive, 'executive'],
    [agent, 'agent'],
  ] as const;

async function ask<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
  as: Person = desk.admin,
): Promise<T> {
  const answer = await desk.server.ask({ method, url, as, ...(payload === undefined ? {} : { payload }) });
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  return answer.body as T;
}
const open = (as: Person) => ask<AlertsView>('GET', '/api/alerts', undefined, as);

async function choose(change: Partial<AlertSettingsInput>, as: Person): Promise<void> {
  const { settings } = await ask<AlertSettingsView>('GET', '/api/me/alerts', undefined, as);
  await ask('PUT', '/api/me/alerts', { ...settings, ...change }, as);
}

let posts = 0;
/** An author writes; answers the id of the case. */
async function written(text: string): Promise<string> {
  posts += 1;
  const words = `${text} (${posts})`;
  await desk.hear(`author${posts}`, words, { at: desk.server.now() });
  return vi.waitFor(
    async () => {
      const { rows } = await ask<CasePage>('GET', '/api/cases?view=all&limit=200');
      const found = rows.find((row) => row.words?.includes(`(${posts})`));
      if (found === undefined) throw new Error('it is not at the desk yet');
      return found.id;
    },
    { timeout: 20_000 },
  );
}
/** Somebody is in danger, as the models or a member find. */
const endanger = (caseId: string) =>
  ask('POST', `/api/cases/${caseId}/severity`, { severity: 4, vulnerable: false });
const later = (milliseconds: number) => {
  desk.server.clock.ahead += milliseconds;
};

/** Minutes of the wall clock of the organisation, so many from now. */
function wallClock(inMinutes: number): number {
  const at = new Date(desk.server.now().getTime() + inMinutes * minute);
  const said = at.toLocaleTimeString('en-GB', { timeZone: 'Africa/Johannesburg', hour12: false });
  const [hour = 0, minutes = 0] = said.split(':').map(Number);
  return hour * 60 + minutes;
}

describe('a post that names a member', () => {
  it('lies on their telephone once, encrypted for it alone, without a word of the author', async () => {
    const caseId = await written('The executive should come and see: no water for a week');
    await alerting.run();
    await alerting.run();
    expect(titles(push, 'executive')).toEqual(['A post names you']);
    expect(titles(push, 'agent')).toEqual([]);
    const [told] = push.taken;
    expect(told?.notice.link).toBe(`/inbox/all/${caseId}`);
    expect(told?.notice.body).toMatch(/^Case \d+$/);
    expect(told).toMatchObject({ urgency: 'high', ttl: 12 * 3_600 });
    expect((await open(executive)).alerts).toMatchObject([{ kind: 'names_me', caseId, level: 0 }]);
    expect((await open(agent)).count).toBe(0);
  });

  it('shows the words to whoever asked for them', async () => {
    await choose({ showsWords: true }, executive);
    await written('Ask The Executive why nobody comes');
    await alerting.run();
    expect(push.taken[0]?.notice.body).toContain('“Ask The Executive why nobody comes');
    await choose({ showsWords: false }, executive);
  });

  it('is theirs until they say that they have it, and then lies nowhere', async () => {
    await written('The executive knows');
    await alerting.run();
    const [alert] = (await open(executive)).alerts;
    const acknowledge = (as: Person) => ask('POST', '/api/alerts/acknowledge', { ids: [alert?.id] }, as);
    // Somebody else's alert is nobody else's to take.
    expect(await acknowledge(agent)).toEqual({ acknowledged: 0 });
    expect(await acknowledge(executive)).toEqual({ acknowledged: 1 });
    expect(await acknowledge(executive)).toEqual({ acknowledged: 0 });
    expect((await open(executive)).count).toBe(0);
    const history = await ask('GET', `/api/cases/${alert?.caseId}/history?before=1000000`);
    expect(JSON.stringify(history)).toContain('alert_acknowledged');
  });

  it('alerts nobody where it was written days ago', async () => {
    const at = new Date(desk.server.now().getTime() - 3 * 86_400_000);
    await desk.hear('archive', 'The executive did nothing in those days', { at });
    await written('An other matter');
    await alerting.run();
    expect(titles(push, 'executive')).toEqual([]);
  });
});

/** To whom danger was told, in its order. */
const inDanger = () =>
  push.taken.filter(({ notice }) => notice.title === 'Somebody may be in danger').map(({ name }) => name);

describe('danger', () => {
  it('goes to those on duty who run the desk, and to nobody more once one of them has it', async () => {
    const caseId = await written('A wire lies on the ground');
    await endanger(caseId);
    await alerting.run();
    expect(titles(push, 'admin')).toEqual(['Somebody may be in danger']);
    await ask('POST', `/api/cases/${caseId}/claim`);
    await alerting.run();
    expect((await open(desk.admin)).count).toBe(0);
    later(11 * minute);
    await alerting.run();
    expect(inDanger()).toEqual(['admin']);
  });

  it('goes on to the deputy, then to the superior, until somebody has it; all of them are told once', async () => {
    await ask('PUT', `/api/rota/${ids.agent}`, {
      superiorId: ids.admin,
      timeZone: 'Africa/Johannesburg',
      week: null,
      deputyId: ids.executive,
    });
    const caseId = await written('The cable burns');
    await ask('POST', `/api/cases/${caseId}/assign`, { memberId: ids.agent });
    await endanger(caseId);
    await alerting.run();
    expect(titles(push, 'agent')).toEqual(['Somebody may be in danger']);
    expect(titles(push, 'executive')).toEqual([]);
    later(11 * minute);
    await alerting.run();
    expect(titles(push, 'executive')).toEqual(['Somebody may be in danger']);
    const toExecutive = push.taken.find(({ name }) => name === 'executive');
    expect(toExecutive?.notice.body).toContain('Nobody has taken this yet.');
    expect((await open(executive)).alerts).toMatchObject([{ level: 1 }]);
    later(11 * minute);
    await alerting.run();
    expect(inDanger()).toEqual(['agent', 'executive', 'admin']);
    const alert = (await open(desk.admin)).alerts.find(({ kind }) => kind === 'danger');
    await ask('POST', '/api/alerts/acknowledge', { ids: [alert?.id] });
    for (const [as] of people())
      expect((await open(as)).alerts.filter(({ kind }) => kind === 'danger')).toEqual([]);
    later(60 * minute);
    await alerting.run();
    expect(inDanger()).toHaveLength(3);
  });
});

describe('quiet hours', () => {
  it('keep an alert until they end, and let danger through', async () => {
    const quiet = { from: wallClock(-60), to: wallClock(30) };
    await choose({ quiet, exceptions: ['danger'] }, executive);
    await choose({ quiet, exceptions: ['danger'] }, desk.admin);
    await written('The executive sleeps');
    await endanger(await written('Smoke over the station'));
    await alerting.run();
    expect(titles(push, 'executive')).toEqual([]);
    expect(titles(push, 'admin')).toEqual(['Somebody may be in danger']);
    later(31 * minute);
    await alerting.run();
    expect(titles(push, 'executive')).toEqual(['A post names you']);
  });

  it('are not broken by what was dealt with before they ended', async () => {
    await choose({ quiet: { from: wallClock(-60), to: wallClock(30) } }, executive);
    await written('The executive is asked again');
    await alerting.run();
    const [alert] = (await open(executive)).alerts;
    await ask('POST', '/api/alerts/acknowledge', { ids: [alert?.id] }, executive);
    later(31 * minute);
    await alerting.run();
    expect(push.taken).toEqual([]);
  });
});

describe('a push service', () => {
  it('that says a browser is gone is believed: it is told nothing more', async () => {
    push.answer = () => 410;
    await written('The executive has a new telephone');
    await alerting.run();
    expect((await ask<AlertSettingsView>('GET', '/api/me/alerts', undefined, executive)).devices).toEqual([]);
    expect((await open(executive)).count).toBe(1);
  });

  it('that asks to wait is asked again when it said, and not before', async () => {
    push.answer = () => ({ status: 429, headers: { 'retry-after': '120' } });
    await written('The executive is busy');
    await alerting.run();
    expect(push.came).toHaveLength(1);
    push.answer = () => 201;
    later(100_000);
    await alerting.run();
    expect(push.came).toHaveLength(1);
    later(21_000);
    await alerting.run();
    expect(titles(push, 'executive')).toEqual(['A post names you']);
  });

  it('that fails is tried again under the same name', async () => {
    const answers = [500, 503];
    push.answer = () => answers.shift() ?? 201;
    await written('The executive is not reached');
    for (let n = 0; n < 4; n++) {
      await alerting.run();
      later(minute);
    }
    expect(push.taken).toHaveLength(1);
    expect(push.came).toHaveLength(3);
    expect(new Set(push.came.map(({ topic }) => topic)).size).toBe(1);
  });

  it('that refuses a message is not asked for ever', async () => {
    push.answer = () => 413;
    await written('The executive cannot be told');
    for (let n = 0; n < 3; n++) {
      await alerting.run();
      later(60 * minute);
    }
    expect(push.came.filter(({ name }) => name === 'executive')).toHaveLength(1);
  });
});

describe('jobs that are doubled', () => {
  it('tell each alert once, whoever looks at the same moment', async () => {
    for (let n = 0; n < 10; n++) await written('The executive, again and again');
    const { raising, telling } = alerting;
    await Promise.all(['one', 'two', 'three'].map((worker) => followOnce(raising, worker)));
    await followOnce(raising, 'four');
    await Promise.all([lookAtClock(raising), lookAtClock(raising)]);
    const drain = async () => {
      while ((await tellOnce(telling)) > 0);
    };
    await Promise.all([drain(), drain(), drain()]);
    expect(titles(push, 'executive')).toHaveLength(10);
    expect(new Set(push.taken.map(({ notice }) => notice.id)).size).toBe(10);
  });

  it('only list what comes when twenty lie unread, and tell again once somebody has looked', async () => {
    for (let n = 0; n < 22; n++) await written('The executive hears all of it');
    await alerting.run();
    expect(titles(push, 'executive')).toHaveLength(20);
    const { alerts, count } = await open(executive);
    expect(count).toBe(22);
    await ask('POST', '/api/alerts/acknowledge', { ids: alerts.map(({ id }) => id) }, executive);
    await written('The executive once more');
    await alerting.run();
    expect(titles(push, 'executive')).toHaveLength(21);
  });
});

describe('what a member chooses', () => {
  it('is theirs: no way is no way, and stands in the list all the same', async () => {
    const { settings } = await ask<AlertSettingsView>('GET', '/api/me/alerts', undefined, executive);
    await choose({ ways: { ...settings.ways, names_me: [] } }, executive);
    await written('The executive wants none');
    await alerting.run();
    expect(push.taken).toEqual([]);
    expect((await open(executive)).count).toBe(1);
    await choose({ ways: settings.ways }, executive);
  });

  it('can be tried at once', async () => {
    const { devices } = await ask<AlertSettingsView>('GET', '/api/me/alerts', undefined, executive);
    await ask('POST', `/api/me/devices/${devices[0]?.id}/try`, undefined, executive);
    expect(titles(push, 'executive')).toEqual(['Notifications work here']);
    await expect(ask('POST', `/api/me/devices/${devices[0]?.id}/try`, undefined, agent)).rejects.toThrow(
      '404',
    );
    push.answer = () => 500;
    await expect(ask('POST', `/api/me/devices/${devices[0]?.id}/try`, undefined, executive)).rejects.toThrow(
      'push_failed',
    );
  });

  it('is refused where it leads into the house, or to nothing', async () => {
    const { keys, endpoint } = push.subscribe('other');
    const refused = (given: object) => expect(ask('POST', '/api/me/devices', given)).rejects.toThrow('400');
    await refused({ endpoint: 'http://10.0.0.7/push', keys });
    await refused({ endpoint: 'no address', keys });
    await refused({ endpoint, keys: { ...keys, auth: 'c2hvcnQ' } });
    await expect(choose({ timeZone: 'Africa/Nowhere' }, executive)).rejects.toThrow('time zone');
  });
});

describe('a grave case that waits past its time', () => {
  it('is told of once to whoever must answer it, until it is settled', async () => {
    const caseId = await written('The pump of the clinic stands still');
    await ask('POST', `/api/cases/${caseId}/severity`, { severity: 3, vulnerable: true });
    await ask('POST', `/api/cases/${caseId}/assign`, { memberId: ids.agent });
    await alerting.run();
    const late = () =>
      push.taken.filter(
        ({ name, notice }) =>
          name === 'agent' && notice.title.startsWith('A grave case') && notice.link.endsWith(caseId),
      );
    expect(late()).toEqual([]);
    later(24 * 60 * minute);
    await alerting.run();
    await alerting.run();
    expect(late()).toHaveLength(1);
    const listed = async () => (await open(agent)).alerts.filter((alert) => alert.caseId === caseId);
    expect(await listed()).toMatchObject([{ kind: 'grave_late', link: `/inbox/all/${caseId}` }]);
    await ask('POST', `/api/cases/${caseId}/resolve`);
    await alerting.run();
    expect(await listed()).toEqual([]);
  });
});

describe('the morning’s digest', () => {
  const chosen = () => ({ at: wallClock(10), days: [0, 1, 2, 3, 4, 5, 6] });
  const connectMail = async () => {
    const sealed = desk.server.key.seal({ organisationId: 1, accountId: mailAccount }, { password: 'x' });
    const { institutions } = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
    await desk.server.storage.system
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
    await connectMail();
    const { settings } = await ask<AlertSettingsView>('GET', '/api/me/alerts', undefined, executive);
    await choose({ digest: chosen(), ways: { ...settings.ways, digest: ['email'] } }, executive);
    await alerting.run();
    expect(alerting.letters).toEqual([]);
    later(11 * minute);
    await Promise.all([lookAtClock(alerting.raising), lookAtClock(alerting.raising)]);
    await alerting.run();
    expect(alerting.letters).toHaveLength(1);
    const [letter] = alerting.letters;
    expect(letter?.to).toBe('clare@water.example');
    expect(letter?.text).toContain('Good morning, The executive.');
    expect(letter?.text).toContain('https://desk.example/inbox/queue');
    // It is not something to be acknowledged.
    expect((await open(executive)).alerts.map(({ kind }) => kind)).not.toContain('digest');
    // A clock that is put back, and a choice that is made anew on the same day.
    later(-30 * minute);
    await alerting.run();
    await choose({ digest: { ...chosen(), at: wallClock(1) } }, executive);
    later(40 * minute);
    await alerting.run();
    expect(alerting.letters).toHaveLength(1);
    later(24 * 60 * minute);
    await alerting.run();
    expect(alerting.letters).toHaveLength(2);
    await choose({ digest: null }, executive);
  });

  it('that may have left is not written again', async () => {
    await choose({ digest: chosen() }, executive);
    alerting.mail.answer = { kind: 'unknown', reason: 'The connection broke.' };
    later(11 * minute);
    await alerting.run();
    alerting.mail.answer = null;
    const before = alerting.letters.length;
    later(10 * minute);
    await alerting.run();
    expect(alerting.letters).toHaveLength(before);
    await choose({ digest: null }, executive);
  });
});
