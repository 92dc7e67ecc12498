/** A desk of which posts are passed on as a test says, and whose jobs that watch it run when it says. */
import { sql } from 'kysely';
import type { CasePage, NeedsPage, SpreadPage, SpreadSettings } from '../../src/api/contract.ts';
import { type AskDeps, askOnce } from '../../src/desk/spreading/askNetwork.ts';
import { watchOnce } from '../../src/jobs/watchSpreading.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import { type AlertedDesk, openAlertedDesk } from './alertedDesk.ts';
import type { Person } from './apiServer.ts';
import type { BrowserDesk } from './browserDesk.ts';

/** What the jobs need of a desk. */
export function askDepsOf({ server, channels }: BrowserDesk): AskDeps {
  const { storage, key, now } = server;
  return {
    storage,
    channels,
    openAccount: (organisation, account) => openAccount(storage, key, organisation, account),
    now,
    log: () => undefined,
  };
}

/** What the jobs do in three minutes, by two programs: what is due has waited for long enough to be asked for. */
export async function watchAndAsk(deps: AskDeps, clock: { ahead: number }): Promise<void> {
  await watchOnce(deps, 'one');
  clock.ahead += 180_000;
  while ((await askOnce(deps, 'one')) || (await askOnce(deps, 'other')));
  await watchOnce(deps, 'other');
}

export interface SpreadingDesk {
  at: AlertedDesk;
  deps: AskDeps;
  /** So many minutes pass, and three more in which the jobs run. */
  pass(minutes?: number): Promise<void>;
  /** The page of stories. */
  stories(list?: 'open' | 'ended', as?: Person): Promise<SpreadPage>;
  /** How many alerts of stories somebody has open. */
  alertsOf(as: Person): Promise<number>;
  warn(memberIds: string[], teamIds?: string[]): Promise<SpreadSettings>;
  /** The newest post of a case, and the network's id of it. */
  postOf(caseId: string): Promise<{ id: string; networkId: string }>;
  /** Everything that anybody else than communications staff goes by. */
  elsewhere(): Promise<object>;
}

export async function openSpreadingDesk(): Promise<SpreadingDesk> {
  const at = await openAlertedDesk();
  const deps = askDepsOf(at.desk);
  await at.begin();
  // An organisation that is new is found in the round after.
  await watchOnce(deps, 'one');
  return {
    at,
    deps,
    async pass(minutes = 0) {
      at.later(minutes * 60_000);
      await at.alerting.run();
      await watchAndAsk(deps, at.desk.server.clock);
    },
    stories: (list = 'open', as = at.desk.admin) =>
      at.ask('GET', `/api/spreading?list=${list}`, undefined, as),
    async alertsOf(as) {
      return (await at.open(as)).alerts.filter(({ kind }) => kind === 'spreading').length;
    },
    async warn(memberIds, teamIds = []) {
      const settings = await at.ask<SpreadSettings>('GET', '/api/spreading/settings');
      return at.ask('PUT', '/api/spreading/settings', { ...settings, memberIds, teamIds });
    },
    async postOf(caseId) {
      const found = await sql<{ id: string; networkId: string }>`
        select p.id, p.network_id as "networkId" from care_case as k
        join post as p on p.organisation_id = k.organisation_id and p.id = k.last_inbound_post_id where k.id = ${caseId}::uuid`.execute(
        deps.storage.system,
      );
      return found.rows[0] ?? { id: '', networkId: '' };
    },
    elsewhere: () => elsewhere(at),
  };
}

async function elsewhere(at: AlertedDesk): Promise<object> {
  const queue = await at.ask<CasePage>('GET', '/api/cases?view=queue&limit=200');
  const needs = await at.ask<NeedsPage>('GET', '/api/front/needs', undefined, at.executive);
  const alerts = await Promise.all(at.people().map(([as]) => at.open(as)));
  return {
    queue: queue.rows.map(({ id, dueAt }) => [id, dueAt]),
    needs: needs.rows.map(({ caseId, reasons }) => [caseId, reasons]),
    alerts: alerts.map((all) =>
      all.alerts.filter(({ kind }) => kind !== 'spreading').map(({ kind, caseId }) => [kind, caseId]),
    ),
  };
}
