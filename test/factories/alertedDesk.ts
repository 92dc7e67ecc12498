/** A desk with an admin, an executive and an agent, each with a browser at a push service; posts, dangers and time come as a test says. */
import { expect, vi } from 'vitest';
import type { AlertSettingsInput, AlertSettingsView, AlertsView, CasePage } from '../../src/api/contract.ts';
import { type Alerting, alertingIn } from './alerting.ts';
import { join, type Person } from './apiServer.ts';
import { type BrowserDesk, openBrowserDesk } from './browserDesk.ts';
import { type PushService, startPushService } from './pushService.ts';

export interface AlertedDesk {
  desk: BrowserDesk;
  alerting: Alerting;
  executive: Person;
  agent: Person;
  ids: { admin: string; executive: string; agent: string };
  /** Of this test; `begin` starts it. */
  push: PushService;
  people(): (readonly [Person, string])[];
  /** Asks as the admin, or as somebody else. Throws with the server's words unless it is fine. */
  ask<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, as?: Person): Promise<T>;
  /** What somebody has not acknowledged. */
  open(as: Person): Promise<AlertsView>;
  choose(change: Partial<AlertSettingsInput>, as: Person): Promise<void>;
  /** An author writes; answers the id of the case. */
  written(text: string): Promise<string>;
  /** Somebody is in danger, as the models or a member find. */
  endanger(caseId: string): Promise<unknown>;
  /** Time passes, in milliseconds. */
  later(milliseconds: number): void;
  /** Minutes of the wall clock of the organisation, so many from now. */
  wallClock(inMinutes: number): number;
  /** A fresh push service, and no quiet hours. */
  begin(): Promise<void>;
  /** Nobody has a browser or an alert any more. */
  end(): Promise<void>;
  close(): Promise<void>;
}

const minute = 60_000;

export async function openAlertedDesk(): Promise<AlertedDesk> {
  const desk = await openBrowserDesk(false);
  const executive = await join(desk.server, desk.admin, 'executive', 'clare@water.example');
  const agent = await join(desk.server, desk.admin, 'agent', 'sipho@water.example');
  const ask: AlertedDesk['ask'] = async <T>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    as = desk.admin,
  ): Promise<T> => {
    const answer = await desk.server.ask({ method, url, as, ...(payload === undefined ? {} : { payload }) });
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  };
  const idOf = async (as: Person) =>
    (await ask<{ member: { id: string } }>('GET', '/api/me', undefined, as)).member.id;
  const own = (as: Person) => ask<AlertSettingsView>('GET', '/api/me/alerts', undefined, as);
  const people = () =>
    [
      [desk.admin, 'admin'],
      [executive, 'executive'],
      [agent, 'agent'],
    ] as const;
  const [admin, ofExecutive, ofAgent] = await Promise.all([desk.admin, executive, agent].map(idOf));
  const at: AlertedDesk = {
    desk,
    alerting: alertingIn(desk.server),
    executive,
    agent,
    ids: { admin: admin ?? '', executive: ofExecutive ?? '', agent: ofAgent ?? '' },
    push: await startPushService(),
    people: () => [...people()],
    ask,
    open: (as) => ask('GET', '/api/alerts', undefined, as),
    async choose(change, as) {
      await ask('PUT', '/api/me/alerts', { ...(await own(as)).settings, ...change }, as);
    },
    written: writing(desk, ask),
    endanger: (caseId) => ask('POST', `/api/cases/${caseId}/severity`, { severity: 4, vulnerable: false }),
    later(milliseconds) {
      desk.server.clock.ahead += milliseconds;
    },
    wallClock(inMinutes) {
      const then = new Date(desk.server.now().getTime() + inMinutes * minute);
      const said = then.toLocaleTimeString('en-GB', { timeZone: 'Africa/Johannesburg', hour12: false });
      const [hour = 0, minutes = 0] = said.split(':').map(Number);
      return hour * 60 + minutes;
    },
    async begin() {
      await at.push.close();
      at.push = await startPushService();
      for (const [as, name] of people()) {
        await at.choose({ quiet: null }, as);
        await ask('POST', '/api/me/devices', at.push.subscribe(name), as);
      }
    },
    async end() {
      for (const [as] of people()) {
        for (const { id } of (await own(as)).devices)
          await ask('DELETE', `/api/me/devices/${id}`, undefined, as);
        const ids = (await at.open(as)).alerts.map(({ id }) => id);
        if (ids.length > 0) await ask('POST', '/api/alerts/acknowledge', { ids }, as);
      }
      expect(at.push.faults).toEqual([]);
    },
    async close() {
      await at.push.close();
      await desk.close();
    },
  };
  return at;
}

function writing(desk: BrowserDesk, ask: AlertedDesk['ask']): AlertedDesk['written'] {
  let posts = 0;
  return async (text) => {
    posts += 1;
    const mark = `(${posts})`;
    await desk.hear(`author${posts}`, `${text} ${mark}`, { at: desk.server.now() });
    return vi.waitFor(
      async () => {
        const { rows } = await ask<CasePage>('GET', '/api/cases?view=all&limit=200');
        const found = rows.find((row) => row.words?.includes(mark));
        if (found === undefined) throw new Error('it is not at the desk yet');
        return found.id;
      },
      { timeout: 20_000 },
    );
  };
}
