/** Office hours through the API: what is set is what the queue and the clocks of a case say. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeOnce, renewAll } from '../../src/jobs/officeHours.ts';
import { type ApiServer, join, type Person } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let server: ApiServer;
let admin: Person;
let open: DeskInApi;

const workday = [{ from: 8 * 60, to: 17 * 60 }];
const weekdays = {
  timeZone: 'Africa/Johannesburg',
  week: [[], workday, workday, workday, workday, workday, []],
  country: null as string | null,
  days: {},
};
// The posts are of Saturday the 4th of January 2031, from 8:00 in Johannesburg on.

beforeAll(async () => {
  open = await openDeskInApi();
  ({ server, admin } = open);
});
afterAll(() => server.close());

const put = (officeHours: unknown, as = admin) =>
  server.ask({ method: 'PUT', url: '/api/office-hours', as, payload: { officeHours } });
const place = async () => {
  while ((await placeOnce({ storage: server.storage, now: server.now, log: () => undefined })) > 0);
};
const cases = async () => {
  const page = await server.ask({ url: '/api/cases', as: admin });
  return (page.body as { rows: { id: string; dueAt: string; tier: number }[] }).rows;
};
const mention = (key: string, minute: number) =>
  item({
    did: `did:plc:${key}`,
    key,
    minute,
    text: 'No water since Thursday',
    mentions: [open.desk.house.did],
  });

describe('office hours', () => {
  it('are around the clock until somebody sets them', async () => {
    await open.take(mention('early', 0));
    expect((await cases())[0]?.dueAt).toBe('2031-01-04T07:00:00.000Z');
    expect((await server.ask({ url: '/api/office-hours', as: admin })).body).toEqual({
      officeHours: null,
      timeZone: 'Africa/Johannesburg',
      placing: false,
    });
  });

  it('once set, place the cases that wait, and those that come', async () => {
    expect((await put(weekdays)).body).toMatchObject({ officeHours: weekdays, placing: true });
    await open.take(mention('late', 5));
    await place();
    expect((await cases()).map(({ dueAt }) => dueAt)).toEqual(Array(2).fill('2031-01-06T07:00:00.000Z'));
    expect((await server.ask({ url: '/api/me', as: admin })).body).toMatchObject({
      organisation: { placing: false, officeHours: { timeZone: 'Africa/Johannesburg' } },
    });
  });

  it('show the same time on the clocks of a case as in the queue', async () => {
    const [first] = await cases();
    const clocks = await server.ask({ url: `/api/cases/${first?.id}/clocks`, as: admin });
    expect(clocks.body).toMatchObject([
      { name: 'first_response', state: 'running', promised: 3_600_000, dueAt: first?.dueAt },
    ]);
  });

  it('do not keep danger waiting', async () => {
    const [first] = await cases();
    await server.ask({
      method: 'POST',
      url: `/api/cases/${first?.id}/severity`,
      as: admin,
      payload: { severity: 4, vulnerable: false },
    });
    expect((await cases())[0]).toMatchObject({ id: first?.id, tier: 0, dueAt: '2031-01-04T06:15:00.000Z' });
  });

  it('place cases again when the promised minutes change, and promise a settlement', async () => {
    const changed = await server.ask({
      method: 'PATCH',
      url: '/api/organisation',
      as: admin,
      payload: { firstResponseMinutes: 120, resolutionMinutes: 2 * 540 },
    });
    expect(changed.body).toMatchObject({ organisation: { resolutionMinutes: 1_080, placing: true } });
    await place();
    const plain = (await cases()).find(({ tier }) => tier === 2);
    expect(plain?.dueAt).toBe('2031-01-06T08:00:00.000Z');
    const clocks = await server.ask({ url: `/api/cases/${plain?.id}/clocks`, as: admin });
    expect(clocks.body).toMatchObject([
      { name: 'first_response' },
      // Two whole days: Monday and Tuesday.
      { name: 'resolution', state: 'running', dueAt: '2031-01-07T15:00:00.000Z' },
    ]);
  });

  it('know the holidays of a country for three years, against which a member may write, and renew them', async () => {
    const own = { '2031-12-16': { name: 'We work', ranges: null, by: 'hand' } };
    const saved = (await put({ ...weekdays, country: 'ZA', days: own })).body as {
      officeHours: { days: Record<string, { name: string; by: string }> };
    };
    const { days } = saved.officeHours;
    expect(days['2031-12-16']).toEqual(own['2031-12-16']);
    expect(days[`${new Date().getUTCFullYear() + 2}-12-25`]).toMatchObject({ ranges: [], by: 'country' });
    const later = () => new Date('2034-02-01T00:00:00Z');
    await renewAll({ storage: server.storage, now: later, log: () => undefined });
    const renewed = await server.storage.system
      .selectFrom('organisation')
      .select('office_hours')
      .executeTakeFirstOrThrow();
    expect(Object.keys(renewed.office_hours?.days ?? {}).at(-1)).toMatch(/^2036-12/);
    expect(renewed.office_hours?.days['2031-12-16']).toEqual(own['2031-12-16']);
  });

  it.each([
    [{ ...weekdays, timeZone: 'Mars/Olympus' }, /no time zone/],
    [{ ...weekdays, week: [[], [], [], [], [], [], []] }, /Open at least one/],
    [{ ...weekdays, week: [[{ from: 600, to: 500 }], [], [], [], [], [], []] }, /up to 6 ranges/],
    [{ ...weekdays, country: 'XX' }, /are not known/],
    [{ ...weekdays, days: { '2031-02-31': { name: 'x', ranges: [], by: 'hand' } } }, /is no date/],
  ])('that cannot be kept are refused in words', async (wanted, sentence) => {
    const refused = await put(wanted);
    expect(refused).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
    expect((refused.body as { sentence: string }).sentence).toMatch(sentence);
  });

  it('are read by every member and set by admins only', async () => {
    const agent = await join(server, admin, 'agent', 'thandi@water.example');
    expect((await put(weekdays, agent)).status).toBe(403);
    expect((await server.ask({ url: '/api/office-hours', as: agent })).status).toBe(200);
    const audit = (await server.ask({ url: '/api/audit', as: admin })).body as { action: string }[];
    expect(audit.map(({ action }) => action)).toContain('office_hours.changed');
  });
});
