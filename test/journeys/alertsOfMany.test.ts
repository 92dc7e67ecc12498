/** Suspected incidents, from many authors to a telephone: what stands on the front row is told once to whom it concerns, at night too, and nothing else is. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { FrontSettings, NeedsPage } from '../../src/api/contract.ts';
import { nothingFound, type PostFinding } from '../../src/domain/finding.ts';
import { followOnce, lookAtClock } from '../../src/jobs/raiseAlerts.ts';
import { readOnce } from '../../src/jobs/readPosts.ts';
import { tellDue } from '../../src/jobs/tellAlerts.ts';
import type { Storage, Tenant } from '../../src/storage/database.ts';
import { type AlertedDesk, openAlertedDesk } from '../factories/alertedDesk.ts';
import type { Person } from '../factories/apiServer.ts';
import { otherOrganisation } from '../factories/otherOrganisation.ts';

let at: AlertedDesk;
const minute = 60_000;
const title = 'Many say the same at once';

beforeAll(async () => {
  at = await openAlertedDesk();
});
afterAll(() => at?.close());
beforeEach(() => at.begin());
afterEach(() => at.end());

/** Posts are read as far as it takes to see that they are alike. */
async function read(found: Partial<PostFinding> = {}): Promise<void> {
  const { storage, now } = at.desk.server;
  const reading = async (posts: readonly unknown[]) => posts.map(() => ({ ...nothingFound(), ...found }));
  const deps = { storage, now, read: reading, models: () => 'test', log: () => undefined };
  // A new organisation is found in the second round.
  for (let n = 0; n < 2; n++) while (await readOnce(deps, 'test/reading'));
}

/** So many authors say that the water is gone from a place; answers the cases. */
async function gone(place: string, authors: number, found?: Partial<PostFinding>): Promise<string[]> {
  const cases: string[] = [];
  for (let n = 0; n < authors; n++)
    cases.push(
      await at.written(`${place}: ${place} households wait, ${place} taps ran dry at ${place} clinic`),
    );
  await read(found);
  return cases;
}

const told = () => at.push.taken.filter(({ notice }) => notice.title === title).map(({ name }) => name);
const openOf = async (as: Person) => (await at.open(as)).alerts.filter(({ kind }) => kind === 'incident');
const onFrontRow = async () => {
  const { rows } = await at.ask<NeedsPage>('GET', '/api/front/needs', undefined, at.executive);
  return rows.filter(({ reasons }) => reasons.includes('incident')).map(({ caseId }) => caseId);
};
async function set(change: Partial<FrontSettings['needs']>): Promise<void> {
  const kept = await at.ask<FrontSettings>('GET', '/api/front/settings');
  await at.ask('PUT', '/api/front/settings', { ...kept, needs: { ...kept.needs, ...change } });
}

it('are told once to who runs the desk and to executives, in quiet hours too, without a word of an author', async () => {
  const quiet = { from: at.wallClock(-60), to: at.wallClock(600) };
  for (const as of [at.executive, at.desk.admin]) await at.choose({ quiet, showsWords: true }, as);
  const [lead] = await gone('Sunnyside', 5);
  await at.alerting.run();
  expect(told().sort()).toEqual(['admin', 'executive']);
  const notices = at.push.taken.map(({ notice }) => notice);
  for (const notice of notices) {
    expect(notice.body).toMatch(/^5 people say the same\nCase \d+$/);
    expect(notice.link).toBe(`/inbox/all/${lead}`);
  }
  expect(JSON.stringify([notices, at.alerting.letters])).not.toMatch(/Sunnyside|households|taps|clinic/i);
  expect(await openOf(at.executive)).toMatchObject([{ kind: 'incident', caseId: lead, level: 0 }]);
  expect(await openOf(at.agent)).toEqual([]);
  expect(await onFrontRow()).toEqual([lead]);
  await gone('Sunnyside', 1);
  at.later(5 * minute);
  await at.alerting.run();
  await at.alerting.run();
  expect(told()).toHaveLength(2);
  for (const as of [at.executive, at.desk.admin]) await at.choose({ showsWords: false }, as);
});

it('are as many authors as the organisation says, and none where it looks for none', async () => {
  const [lead] = await gone('Mamelodi', 4);
  await at.alerting.run();
  expect(told()).toEqual([]);
  await set({ off: ['incident'], incidentAuthors: 3 });
  await at.alerting.run();
  expect(told()).toEqual([]);
  expect(await onFrontRow()).toEqual([]);
  await set({ off: [] });
  await at.alerting.run();
  expect(told().sort()).toEqual(['admin', 'executive']);
  expect(await onFrontRow()).toContain(lead);
  await set({ incidentAuthors: 5 });
});

it('are none where one author says it five times, or where it was said days ago', async () => {
  const past = new Date(at.desk.server.now().getTime() - 2 * 24 * 60 * minute);
  const once = 'The substation in Brixton hums, smokes and then goes dark every evening';
  const before = 'In those days the pump at Soshanguve stood still for a whole week';
  const by = { networkId: 'did:plc:loud', handle: 'loud.example', name: 'loud' };
  const loud = { by, conversationWith: by.networkId, at: at.desk.server.now() };
  for (let n = 0; n < 5; n++) {
    await at.desk.hear(`loud${n}`, `${once} ${n}`, loud);
    await at.desk.hear(`old${n}`, `${before} ${n}`, { at: past });
  }
  await gone('Nobody', 1);
  const { rows } = await sql`
    select from campaign_post as m join post as p on p.id = m.post_id where p.text like ${`${once}%`} or p.text like ${`${before}%`}`.execute(
    at.desk.server.storage.system,
  );
  expect(rows).toHaveLength(10);
  await at.alerting.run();
  expect(told()).toEqual([]);
});

it('are none where they are read as praise, as the entries of a contest are, and are some where they complain', async () => {
  const sure = { sure: 90, because: [] };
  await gone('Kilner', 6, { kinds: [{ name: 'praise', ...sure }] });
  await at.alerting.run();
  expect(told()).toEqual([]);
  const before = await onFrontRow();
  const [lead] = await gone('Lynnwood', 5, {
    kinds: [
      { name: 'praise', ...sure },
      { name: 'complaint', ...sure },
    ],
  });
  await at.alerting.run();
  expect(told().sort()).toEqual(['admin', 'executive']);
  expect((await onFrontRow()).sort()).toEqual([lead, ...before].sort());
});

it('go on to whoever stands in while nobody takes them, whichever case stands for the others, and end when that is taken', async () => {
  const rota = { superiorId: null, timeZone: 'Africa/Johannesburg', week: null };
  await at.ask('PUT', `/api/rota/${at.ids.executive}`, { ...rota, deputyId: at.ids.agent });
  const [lead, next] = await gone('Atteridgeville', 5);
  await at.alerting.run();
  expect(told().sort()).toEqual(['admin', 'executive']);
  // The author of the first one has deleted it: another case stands for them now.
  const { system } = at.desk.server.storage;
  await sql`update care_case set state = 'waiting_author', waiting_since = null, due_at = null, tier = null where id = ${lead ?? ''}::uuid`.execute(
    system,
  );
  await sql`update campaign set lead_case_id = ${next ?? ''}::uuid where lead_case_id = ${lead ?? ''}::uuid`.execute(
    system,
  );
  await at.alerting.run();
  expect(told()).toHaveLength(2);
  at.later(11 * minute);
  await at.alerting.run();
  expect(told()).toEqual(expect.arrayContaining(['agent']));
  expect(told()).toHaveLength(3);
  await at.ask('POST', `/api/cases/${next}/claim`);
  await at.alerting.run();
  for (const [as] of at.people()) expect(await openOf(as)).toEqual([]);
  await at.ask('PUT', `/api/rota/${at.ids.executive}`, { ...rota, deputyId: null });
});

/** A storage whose program is killed just before its work would stand. */
const killed = (storage: Storage): Storage =>
  Object.assign(Object.create(storage), {
    inOrganisation: (id: number, work: (tx: Tenant) => Promise<unknown>) =>
      storage.inOrganisation(id, async (tx) => {
        await work(tx);
        throw new Error('killed');
      }),
  });

it('are told once by jobs that are doubled, and by the next one after a kill, and to nobody elsewhere', async () => {
  const other = await otherOrganisation(at.desk.server);
  await gone('Hatfield', 5);
  const { raising, telling } = at.alerting;
  await followOnce(raising, 'one');
  const failed: unknown[] = [];
  const dying = { ...raising, storage: killed(raising.storage), log: (event: string) => failed.push(event) };
  await lookAtClock(dying);
  expect(failed).toContain('alert_not_raised');
  await tellDue(telling);
  expect(told()).toEqual([]);
  await Promise.all([lookAtClock(raising), lookAtClock(raising), lookAtClock(raising)]);
  await Promise.all([tellDue(telling), tellDue(telling)]);
  await at.alerting.run();
  expect(told().sort()).toEqual(['admin', 'executive']);
  expect((await at.open(other)).count).toBe(0);
  const { rows } = await sql`select from alert where organisation_id = ${other.organisationId}`.execute(
    at.desk.server.storage.system,
  );
  expect(rows).toEqual([]);
});
