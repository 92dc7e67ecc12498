import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newestVersion } from '../../storage/migrate.ts';
import type { ServerFacts } from '../../storage/serverFacts.ts';
import {
  clockGap,
  judgeClock,
  judgeConnections,
  judgeDisk,
  judgeRoles,
  judgeSafety,
  judgeSchema,
  judgeVersion,
  processesAmong,
} from './judge.ts';

const well: ServerFacts = {
  version: '18.4',
  fsync: 'on',
  fullPageWrites: 'on',
  synchronousCommit: 'on',
  mostConnections: 57,
  connections: 20,
  clock: new Date(0),
  asked: { before: 0, after: 0 },
  bytes: 1,
  schema: newestVersion,
  restoring: false,
  standby: false,
};

test.each([
  [{ fsync: 'off' }, 'fault', 'fsync is off'],
  [{ fullPageWrites: 'off' }, 'fault', 'full_page_writes is off'],
  [{ synchronousCommit: 'off' }, 'fault', 'synchronous_commit is off'],
  [{ synchronousCommit: 'remote_apply' }, 'ok', 'keep what was acknowledged'],
  [{}, 'ok', 'keep what was acknowledged'],
] as const)('safety with %j is %s', (change, state, words) => {
  const finding = judgeSafety({ ...well, ...change });
  expect(finding).toMatchObject({ state, sentence: expect.stringContaining(words) });
  expect(finding.mend === null).toBe(state === 'ok');
});

test.each([
  [{ version: '14.9' }, 'fault'],
  [{ version: '15.6' }, 'ok'],
  [{ standby: true }, 'fault'],
] as const)('a database with %j is %s', (change, state) => {
  expect(judgeVersion({ ...well, ...change }).state).toBe(state);
});

test.each([
  [{ restoring: true }, 'fault'],
  [{ schema: newestVersion + 1 }, 'fault'],
  [{ schema: newestVersion - 1 }, 'warning'],
  [{ schema: 0 }, 'warning'],
  [{}, 'ok'],
] as const)('tables with %j are %s', (change, state) => {
  expect(judgeSchema({ ...well, ...change }).state).toBe(state);
});

test('connections are too few when all processes together may open more', () => {
  expect(judgeConnections(well, 1, 13).state).toBe('ok');
  expect(judgeConnections(well, 5, 13)).toMatchObject({
    state: 'warning',
    sentence: expect.stringContaining('65'),
  });
  expect(judgeConnections({ ...well, connections: 55 }, 1, 13).state).toBe('fault');
});

test.each([
  [100e6, 0, 'fault'],
  [900e6, 0, 'warning'],
  [5e9, 6e9, 'warning'],
  [9e9, 6e9, 'ok'],
] as const)('%d bytes free beside %d are %s', (free, used, state) => {
  expect(judgeDisk('disk', '/data', free, used).state).toBe(state);
});

test('a clock that may agree is taken to agree, whatever the way took', () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(5_000), fc.nat(1_000), (way, moment, grain) => {
      const asked = { before: 1_000_000, after: 1_000_000 + way };
      const true_ = asked.before + Math.min(moment, way);
      const shown = new Date(Math.floor(true_ / (grain + 1)) * (grain + 1));
      expect(clockGap(shown, asked, grain)).toBe(0);
    }),
  );
  const asked = { before: 100_000, after: 101_000 };
  expect(clockGap(new Date(141_000), asked, 1_000)).toBe(40_000);
  expect(clockGap(new Date(90_000), asked, 1_000)).toBe(-9_000);
});

test.each([
  [0, 'ok', 'agrees'],
  [-9_000, 'warning', '9 s behind'],
  [40_000, 'fault', '40 s ahead of'],
] as const)('a gap of %d ms is %s', (gap, state, words) => {
  expect(judgeClock('clock', 'It', gap)).toMatchObject({ state, sentence: expect.stringContaining(words) });
});

test('roles: all of them, none of them, or a part of them', () => {
  const now = new Date(1_000_000);
  const beat = (role: 'serve' | 'work' | 'listen' | 'send', pid: number, ago = 0) => ({
    role,
    host: 'one',
    pid,
    beatAt: new Date(now.getTime() - ago),
  });
  const all = [beat('serve', 1), beat('work', 2), beat('send', 2), beat('listen', 3)];
  expect(judgeRoles(all, now).state).toBe('ok');
  expect(judgeRoles([], now).state).toBe('warning');
  expect(judgeRoles([beat('serve', 1), beat('work', 2, 60_000)], now)).toMatchObject({
    state: 'fault',
    sentence: 'work, listen, send do not run.',
    mend: 'Start npx answerable work and npx answerable listen.',
  });
  expect(processesAmong(all, now)).toBe(3);
});
