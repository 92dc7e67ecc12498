import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Commitment,
  type CommitmentAct,
  commitmentOf,
  ledgerOf,
  mayFollow,
  nextReminderAt,
  reminderDue,
  soonFrom,
  standingOf,
} from './commitment.ts';

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.UTC(2026, 2, 7, 6, 39);
const at = (hours: number) => new Date(start + hours * hour);
const made = (due: number): CommitmentAct => ({ kind: 'made', at: at(0), dueAt: at(due) });

test('a promise is made, comes near, is late by the clock, and is kept by a person only', () => {
  const open = commitmentOf([made(48)]);
  expect(standingOf(open, at(1))).toBe('made');
  expect(standingOf(open, at(37))).toBe('due_soon');
  expect(standingOf(open, at(48))).toBe('due_soon');
  expect(standingOf(open, at(48.01))).toBe('late');
  expect(standingOf(open, at(40_000))).toBe('late');
  const kept = commitmentOf([made(48), { kind: 'kept', at: at(48), by: 'member' }]);
  expect(standingOf(kept, at(40_000))).toBe('kept');
  expect(kept.confirmed).toBe(false);
});

test('what is kept after its date is kept late, also when it was broken before', () => {
  const late = commitmentOf([made(2), { kind: 'kept', at: at(3), by: 'author' }]);
  expect(standingOf(late, at(3))).toBe('kept_late');
  expect(late.lateSince).toEqual(at(2));
  const given = commitmentOf([
    made(2),
    { kind: 'broken', at: at(1) },
    { kind: 'kept', at: at(9), by: 'member' },
  ]);
  expect(standingOf(given, at(9))).toBe('kept_late');
});

test('a new date counts as a renewal when the author heard of it before the old one had passed', () => {
  const renewed = commitmentOf([made(24), { kind: 'renewed', at: at(20), dueAt: at(72) }]);
  expect(renewed.renewals).toBe(1);
  expect(standingOf(renewed, at(30))).toBe('made');
  const after = commitmentOf([made(24), { kind: 'renewed', at: at(25), dueAt: at(72) }]);
  expect(after.renewals).toBe(0);
  expect(standingOf(after, at(30))).toBe('made');
  // It was late once, whatever comes.
  const kept = commitmentOf([
    made(24),
    { kind: 'renewed', at: at(25), dueAt: at(72) },
    { kind: 'kept', at: at(60), by: 'author' },
  ]);
  expect(standingOf(kept, at(60))).toBe('kept_late');
});

test('the author’s no opens it again, the author’s yes ends that', () => {
  const kept: CommitmentAct[] = [made(24), { kind: 'kept', at: at(20), by: 'member' }];
  const disputed = commitmentOf([...kept, { kind: 'disputed', at: at(21) }]);
  expect(standingOf(disputed, at(22))).toBe('due_soon');
  expect(standingOf(disputed, at(25))).toBe('late');
  const yes = commitmentOf([...kept, { kind: 'kept', at: at(90), by: 'author' }]);
  expect(yes).toMatchObject({ confirmed: true, endedAt: at(20), lateSince: null });
  expect(mayFollow(yes, { kind: 'disputed', at: at(91) })).toBe(false);
  expect(mayFollow(yes, { kind: 'kept', at: at(91), by: 'member' })).toBe(false);
});

test('acts that no rule allows are refused', () => {
  expect(() => commitmentOf([])).toThrow('begins by being made');
  expect(() => commitmentOf([{ kind: 'broken', at: at(0) }])).toThrow('begins by being made');
  expect(() => commitmentOf([made(1), made(2)])).toThrow('"made" cannot follow');
  const broken: CommitmentAct[] = [made(9), { kind: 'broken', at: at(1) }];
  expect(() => commitmentOf([...broken, { kind: 'renewed', at: at(2), dueAt: at(5) }])).toThrow(
    'where a commitment is broken',
  );
});

test('the reminder before a date is a quarter of the time ahead, an hour at least and a day at most', () => {
  expect(soonFrom({ madeAt: at(0), dueAt: at(48) })).toEqual(at(36));
  expect(soonFrom({ madeAt: at(0), dueAt: at(24 * 30) })).toEqual(at(24 * 29));
  expect(soonFrom({ madeAt: at(0), dueAt: at(2) })).toEqual(at(1));
  expect(soonFrom({ madeAt: at(0), dueAt: at(0.5) })).toEqual(at(0));
});

test('reminders go to the owner, then up, then every week', () => {
  const open = commitmentOf([made(48)]);
  const ups = [10, 40, 48, 60, 73, 48 + 73, 48 + 24 * 7, 48 + 24 * 13, 48 + 24 * 14].map((hours) => {
    const due = reminderDue(open, at(hours), new Set());
    return due === null ? null : `${due.key.split(' of ')[0]}: ${due.up}`;
  });
  expect(ups).toEqual([
    null,
    'soon: 0',
    'due: 0',
    'due: 0',
    'late 1: 1',
    'late 2: 2',
    'late 3, week 0: 3',
    'late 3, week 0: 3',
    'late 3, week 1: 3',
  ]);
});

/** Acts in the order of their times, as people come by: those that no rule allows are left out, as the desk refuses them. */
const acts = fc
  .array(
    fc.record({
      kind: fc.constantFrom('renewed', 'kept', 'broken', 'disputed'),
      after: fc.integer({ min: 0, max: 200 }),
      due: fc.integer({ min: 1, max: 400 }),
      by: fc.constantFrom('author', 'member'),
    }),
    { maxLength: 8 },
  )
  .map((wanted) => {
    const done: CommitmentAct[] = [made(48)];
    let now = 0;
    for (const { kind, after, due, by } of wanted) {
      now += after;
      const act = {
        kind,
        at: at(now),
        ...(kind === 'renewed' ? { dueAt: at(now + due) } : {}),
        ...(kind === 'kept' ? { by } : {}),
      } as CommitmentAct;
      if (mayFollow(commitmentOf(done), act)) done.push(act);
    }
    return done;
  });

test('property: time alone never ends a commitment, and nothing that is done later makes it look better than it was', () => {
  fc.assert(
    fc.property(acts, fc.integer({ min: 0, max: 10_000 }), (done, hours) => {
      const commitment = commitmentOf(done);
      const last = done.at(-1)!.at.getTime();
      const ended = done.some(({ kind }) => kind === 'kept' || kind === 'broken');
      if (!ended) expect(commitment.state).toBe('open');
      // By the clock only open ones move, and only to what is worse.
      const [soon, later] = [new Date(last), new Date(last + hours * hour)];
      if (commitment.state !== 'open')
        expect(standingOf(commitment, later)).toBe(standingOf(commitment, soon));
      if (standingOf(commitment, soon) === 'late') expect(standingOf(commitment, later)).toBe('late');
      // Once late, kept late: at every act before the last.
      const before = done.slice(0, -1);
      if (before.length > 0 && commitmentOf(before).lateSince !== null)
        expect(commitment.lateSince).toEqual(commitmentOf(before).lateSince);
    }),
  );
});

/** As a job comes by at these hours, with restarts in which nothing is done. */
function remindersSent(commitment: Commitment, visits: readonly number[]) {
  const sent = new Set<string>();
  const told: { key: string; hours: number; up: number }[] = [];
  for (const hours of visits) {
    const due = reminderDue(commitment, at(hours), sent);
    if (due === null) continue;
    sent.add(due.key);
    told.push({ key: due.key, hours, up: due.up });
  }
  return told;
}

test('property: each reminder is sent once, never before its time, and what is late is never forgotten', () => {
  const visits = fc
    .array(fc.integer({ min: 0, max: 24 * 60 }), { minLength: 1, maxLength: 60 })
    .map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(acts, visits, (done, hours) => {
      const commitment = commitmentOf(done);
      const told = remindersSent(
        commitment,
        hours.flatMap((one) => [one, one]),
      );
      expect(new Set(told.map(({ key }) => key)).size).toBe(told.length);
      if (commitment.state !== 'open') expect(told).toEqual([]);
      // Whoever was told stays told: it goes up and never down while the date stands.
      told.forEach(({ up }, n) => {
        expect(up).toBeGreaterThanOrEqual(told[n - 1]?.up ?? 0);
      });
      const last = hours.at(-1)!;
      if (commitment.state === 'open' && at(last) >= commitment.dueAt)
        expect(told.some((one) => at(one.hours) >= commitment.dueAt)).toBe(true);
    }),
  );
});

test('property: between now and the next reminder nothing is due that was not due now', () => {
  fc.assert(
    fc.property(
      acts,
      fc.integer({ min: 0, max: 3_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (done, hours, part) => {
        const commitment = commitmentOf(done);
        const now = at(hours);
        const next = nextReminderAt(commitment, now);
        if (next === null) {
          expect(commitment.state).not.toBe('open');
          return;
        }
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(
          Math.max(7 * day, commitment.dueAt.getTime() - now.getTime()),
        );
        const between = new Date(now.getTime() + Math.floor(part * (next.getTime() - now.getTime())));
        expect(reminderDue(commitment, between, new Set())).toEqual(reminderDue(commitment, now, new Set()));
        const before = reminderDue(commitment, now, new Set())?.key;
        expect(reminderDue(commitment, next, new Set(before === undefined ? [] : [before]))).not.toBeNull();
      },
    ),
  );
});

test('property: a ledger counts every commitment once', () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 12 }), fc.integer({ min: 0, max: 2_000 }), (all, hours) => {
      const {
        made: count,
        renewed,
        ...columns
      } = ledgerOf(
        all.map((done) => commitmentOf(done)),
        at(hours),
      );
      expect(count).toBe(all.length);
      expect(Object.values(columns).reduce((sum, one) => sum + one, 0)).toBe(count);
      expect(renewed).toBeLessThanOrEqual(count);
    }),
  );
});

test('a confirmation that a member read may be disputed or said by the author; the author’s own is final', () => {
  const at = new Date('2031-01-04T12:00:00Z');
  const kept = [
    { kind: 'made', at, dueAt: at },
    { kind: 'kept', at, by: 'member' },
  ] as const;
  const read = { kind: 'kept', at, by: 'author', read: true } as const;
  const own = { kind: 'kept', at, by: 'author' } as const;
  const no = { kind: 'disputed', at } as const;
  const confirmed = commitmentOf([...kept, read]);
  expect(confirmed).toMatchObject({ confirmed: true, confirmedByReading: true });
  expect([no, own, read].map((act) => mayFollow(confirmed, act))).toEqual([true, true, false]);
  expect(commitmentOf([...kept, read, no])).toMatchObject({ state: 'open', confirmed: false });
  expect(mayFollow(commitmentOf([...kept, read, own]), no)).toBe(false);
});
