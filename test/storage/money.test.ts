/** What accounts spend: several programs at once, one that is killed, months, days, and ceilings. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AccountNotice } from '../../src/channels/telling.ts';
import { type Use, usualLimits } from '../../src/domain/moneyCeiling.ts';
import { countUnsettledOnce } from '../../src/jobs/countUnsettledMoney.ts';
import { withMeter } from '../../src/listening/meter.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { moneyDays, moneyMonths, setMoneyLimits } from '../../src/storage/moneyCeiling.ts';
import { type Desk, makeDesk } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

const spender = fileURLToPath(new URL('../factories/spender.ts', import.meta.url));
const hour = 3_600_000;

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;
  let told: AccountNotice[];
  let clock: Date;
  let currency: string;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    desk = await makeDesk(storage);
    told = [];
    clock = new Date();
    currency = 'USD';
  });

  const place = () => ({ organisationId: desk.organisationId, accountId: desk.house.id });
  const meter = () => {
    const channels = { bluesky: { charges: () => currency } } as never;
    const { meter: made } = withMeter(
      { storage, channels, now: () => clock, log: () => undefined },
      { ...place(), network: 'bluesky', settings: {}, tell: (notice) => void told.push(notice) },
    );
    if (made === undefined) throw new Error('it is metered');
    return made;
  };
  const ceiling = (micros: number | null, more: Partial<typeof usualLimits> = {}) =>
    storage.inOrganisation(desk.organisationId, (tx) =>
      setMoneyLimits(
        tx,
        place(),
        { ...usualLimits, ...more, ceiling: micros, currency: 'USD' },
        { month: `${clock.toISOString().slice(0, 7)}-01`, now: clock },
      ),
    );
  const months = () => storage.inOrganisation(desk.organisationId, (tx) => moneyMonths(tx, place(), 12));
  const spend = async (use: Use, micros: number) => {
    const aside = await meter().setAside(use, micros);
    await aside?.settle(micros);
    return aside !== null;
  };

  /** Another program; `until` answers when it said this, else at its end. */
  function program(use: Use, micros: number, mode: 'settle' | 'hold') {
    const words = [database().url, desk.organisationId, desk.house.id, use, micros, mode].map(String);
    const child = spawn(process.execPath, [spender, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (data) => {
      said += String(data);
    });
    const ended = new Promise<string>((resolve) => child.on('close', () => resolve(said)));
    return { child, ended, said: () => said };
  }

  test('programs that spend at the same moment never pass the ceiling together, and use all of it', async () => {
    await ceiling(1_000_000);
    const all = ['answering', 'answering', 'hearing'].map((use) => program(use as Use, 7_000, 'settle'));
    const sums = (await Promise.all(all.map(({ ended }) => ended))).map(Number);
    const [month] = await months();
    expect(month).toMatchObject({ setAside: 0, spent: sums.reduce((a, b) => a + b, 0) });
    // What is left is too little for one more.
    expect(month?.spent).toBe(Math.floor(1_000_000 / 7_000) * 7_000);
  });

  test('what a killed program had set aside stays set aside, and counts as spent in the end', async () => {
    await ceiling(100_000);
    const one = program('answering', 30_000, 'hold');
    await expect.poll(() => one.said().split('held').length - 1).toBe(3);
    one.child.kill('SIGKILL');
    await one.ended;
    expect(await months()).toMatchObject([{ spent: 0, setAside: 90_000 }]);
    // It may have been charged: nobody spends it again.
    expect(await spend('answering', 30_000)).toBe(false);
    expect(await countUnsettledOnce({ storage, now: () => clock })).toBe(0);
    const later = new Date(clock.getTime() + hour + 60_000);
    expect(await countUnsettledOnce({ storage, now: () => later })).toBe(3);
    expect(await countUnsettledOnce({ storage, now: () => later })).toBe(0);
    const [month] = await months();
    expect(month).toMatchObject({ spent: 90_000, setAside: 0 });
    const days = await storage.inOrganisation(desk.organisationId, (tx) =>
      moneyDays(tx, place(), { month: month?.month ?? '', currency: 'USD' }),
    );
    expect(days).toMatchObject([{ use: 'answering', requests: 3, spent: 90_000 }]);
  });

  test('what is needed least stops first, each is told once, and a raised ceiling is told anew', async () => {
    await ceiling(1_000_000);
    expect(await spend('answering', 850_000)).toBe(true);
    expect(told.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('Stopped until the month ends'),
    ]);
    expect(await spend('counting', 1)).toBe(false);
    expect(await spend('repairing', 1)).toBe(false);
    expect(await spend('watching', 50_000)).toBe(true);
    expect(await spend('watching', 50_000)).toBe(false);
    expect(await spend('watching', 50_000)).toBe(false);
    expect(await spend('hearing', 60_000)).toBe(true);
    expect(await spend('hearing', 60_000)).toBe(false);
    expect(await spend('answering', 40_000)).toBe(true);
    expect(await spend('answering', 40_000)).toBe(false);
    const said = told.length;
    expect(await spend('answering', 40_000)).toBe(false);
    expect(told).toHaveLength(said);
    expect(told.at(-1)?.sentence).toContain('ceiling is reached');
    await ceiling(2_000_000);
    expect(await spend('counting', 1)).toBe(true);
    expect(await spend('answering', 700_000)).toBe(true);
    expect(told.length).toBeGreaterThan(said);
  });

  test('what was charged unasked is counted past the ceiling, and then nothing else is asked', async () => {
    await ceiling(1_000);
    await meter().charged('hearing', 5_000);
    expect(await months()).toMatchObject([{ spent: 5_000 }]);
    expect(await spend('answering', 1)).toBe(false);
    expect(told.length).toBeGreaterThan(0);
  });

  test('a new month has new money, by the clock of the organisation', async () => {
    await sql`update organisation set time_zone = 'Africa/Johannesburg' where id = ${desk.organisationId}`.execute(
      storage.system,
    );
    clock = new Date('2031-01-31T21:59:00Z');
    await ceiling(1_000_000);
    expect(await spend('answering', 1_000_000)).toBe(true);
    expect(await spend('answering', 1)).toBe(false);
    expect(await meter().monthEnds()).toEqual(new Date('2031-01-31T22:00:00Z'));
    clock = new Date('2031-01-31T22:00:00Z');
    expect(await spend('answering', 1_000_000)).toBe(true);
    expect((await months()).map(({ month, spent }) => [month, spent])).toEqual([
      ['2031-02-01', 1_000_000],
      ['2031-01-01', 1_000_000],
    ]);
  });

  test('what is set aside before midnight and settled after it belongs to the day on which it was asked', async () => {
    clock = new Date('2031-01-31T23:59:59Z');
    const aside = await meter().setAside('hearing', 100);
    clock = new Date('2031-02-01T00:00:05Z');
    await aside?.settle(60);
    await aside?.settle(60);
    expect(await months()).toMatchObject([{ month: '2031-01-01', spent: 60, setAside: 0 }]);
  });

  test('a price in another currency finds no room under a ceiling that was meant in the first, and has sums of its own', async () => {
    await ceiling(1_000_000);
    expect(await spend('answering', 10)).toBe(true);
    currency = 'KES';
    expect(await spend('answering', 10)).toBe(false);
    await ceiling(null);
    expect(await spend('answering', 10)).toBe(true);
    expect((await months()).map((one) => [one.currency, one.spent])).toEqual([
      ['KES', 10],
      ['USD', 10],
    ]);
  });

  test('what cost more than was set aside is counted in full', async () => {
    await ceiling(1_000);
    const aside = await meter().setAside('answering', 900);
    await aside?.settle(1_500);
    expect(await months()).toMatchObject([{ spent: 1_500, overrun: 600, setAside: 0 }]);
    expect(await spend('answering', 1)).toBe(false);
  });
});
