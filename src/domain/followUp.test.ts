import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type FollowUp,
  type FollowUpAct,
  type FollowUpActKind,
  followUpOf,
  followUpReminderDue,
  isDueSoon,
  isOverdue,
  mayFollowOn,
  nextFollowUpReminderAt,
  waitsFor,
} from './followUp.ts';

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.UTC(2026, 2, 7, 6, 39);
const at = (hours: number) => new Date(start + hours * hour);
const asked = (due: number): FollowUpAct => ({ kind: 'asked', at: at(0), dueAt: at(due) });

test('is asked, accepted, reported, sent back, reported again and closed, each by a person', () => {
  const acts: FollowUpAct[] = [asked(48)];
  const then = (act: FollowUpAct) => {
    acts.push(act);
    return followUpOf(acts);
  };
  expect(then({ kind: 'accepted', at: at(1) }).state).toBe('accepted');
  const reported = then({ kind: 'reported', at: at(20) });
  expect(reported).toMatchObject({ state: 'reported', turn: 1, turnAt: at(20), lateSince: null });
  expect(waitsFor(reported)).toBe('asker');
  const back = then({ kind: 'sent_back', at: at(21), dueAt: at(60) });
  expect(back).toMatchObject({ state: 'sent_back', dueAt: at(60), turn: 2, turnAt: at(21) });
  then({ kind: 'reported', at: at(61) });
  const done = then({ kind: 'report_accepted', at: at(62) });
  expect(done).toMatchObject({ state: 'done', endedAt: at(62), lateSince: at(60) });
  expect(waitsFor(done)).toBeNull();
});

test('is overdue by the clock while no report has come, and by nothing else', () => {
  const open = followUpOf([asked(48)]);
  expect(isDueSoon(open, at(35))).toBe(false);
  expect(isDueSoon(open, at(36))).toBe(true);
  expect(isOverdue(open, at(48))).toBe(false);
  expect(isOverdue(open, at(48.01))).toBe(true);
  expect(isDueSoon(open, at(48.01))).toBe(false);
  const reported = followUpOf([asked(48), { kind: 'reported', at: at(47) }]);
  expect(isOverdue(reported, at(40_000))).toBe(false);
});

test('what is closed is not opened again, and acts that no rule allows are refused', () => {
  expect(() => followUpOf([])).toThrow('begins by being asked');
  expect(() => followUpOf([asked(1), asked(2)])).toThrow('"asked" cannot follow');
  const withdrawn: FollowUpAct[] = [asked(9), { kind: 'withdrawn', at: at(1) }];
  expect(() => followUpOf([...withdrawn, { kind: 'reported', at: at(2) }])).toThrow(
    'where a follow-up is withdrawn',
  );
  expect(mayFollowOn({ state: 'accepted' }, 'accepted')).toBe(false);
  expect(mayFollowOn({ state: 'reported' }, 'given')).toBe(false);
  expect(mayFollowOn({ state: 'asked' }, 'report_accepted')).toBe(false);
});

const said = (followUp: FollowUp, hours: number) => {
  const due = followUpReminderDue(followUp, at(hours), new Set());
  return due === null
    ? null
    : `${due.key.split(' of ')[0]}: ${due.waitsFor}${due.asker ? ' and asker' : ''} up ${due.up}`;
};

test('reminders go to whoever is asked, then to whoever asked, then up, then every week', () => {
  const open = followUpOf([asked(48)]);
  expect([10, 40, 48, 60, 72, 48 + 73, 48 + 24 * 7, 48 + 24 * 14].map((hours) => said(open, hours))).toEqual([
    null,
    'soon: asked up 0',
    'due: asked and asker up 0',
    'due: asked and asker up 0',
    'late 1: asked and asker up 1',
    'late 3: asked and asker up 2',
    'late 7: asked and asker up 3',
    'late 7, week 1: asked and asker up 3',
  ]);
});

test('a report that nobody looks at reminds whoever asked, then goes up', () => {
  const reported = followUpOf([asked(48), { kind: 'reported', at: at(30) }]);
  expect([30, 40, 54, 30 + 72, 30 + 24 * 7, 30 + 24 * 21].map((hours) => said(reported, hours))).toEqual([
    'report: asker up 0',
    'report: asker up 0',
    'unread 1: asker up 0',
    'unread 3: asker up 1',
    'unread 7: asker up 2',
    'unread 7, week 2: asker up 2',
  ]);
});

test('another who is given it, and another date, are reminded anew', () => {
  const key = (acts: FollowUpAct[], hours: number) =>
    followUpReminderDue(followUpOf([asked(48), ...acts]), at(hours), new Set())?.key;
  const first = key([], 41);
  expect(key([{ kind: 'given', at: at(41) }], 47)).not.toBe(first);
  expect(key([{ kind: 'accepted', at: at(41) }], 41)).toBe(first);
  expect(key([{ kind: 'moved', at: at(41), dueAt: at(50) }], 41)).not.toBe(first);
  // Given after its date there is no "soon" any more.
  expect(said(followUpOf([asked(48), { kind: 'given', at: at(50) }]), 50)).toBe('due: asked and asker up 0');
});

const kinds: readonly FollowUpActKind[] = [
  'accepted',
  'reported',
  'report_accepted',
  'sent_back',
  'given',
  'moved',
  'withdrawn',
];

/** Acts as people come by, by a clock that is put forward and back: those that no rule allows are left out, as the desk refuses them. */
const acts = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...kinds, 'reported' as const, 'sent_back' as const),
      after: fc.integer({ min: -50, max: 200 }),
      due: fc.integer({ min: -20, max: 400 }),
    }),
    { maxLength: 9 },
  )
  .map((wanted) => {
    const done: FollowUpAct[] = [asked(48)];
    let now = 0;
    for (const { kind, after, due } of wanted) {
      now += after;
      const dated = kind === 'sent_back' || kind === 'moved' ? { dueAt: at(now + due) } : {};
      const act = { kind, at: at(now), ...dated } as FollowUpAct;
      if (mayFollowOn(followUpOf(done), kind)) done.push(act);
    }
    return done;
  });

test('property: only a person closes it; time makes it overdue at most', () => {
  fc.assert(
    fc.property(acts, fc.integer({ min: -500, max: 20_000 }), (done, hours) => {
      const followUp = followUpOf(done);
      const closing = done.some(({ kind }) => kind === 'report_accepted' || kind === 'withdrawn');
      expect(waitsFor(followUp) === null).toBe(closing);
      expect(followUp.endedAt === null).toBe(!closing);
      if (isOverdue(followUp, at(hours))) expect(isOverdue(followUp, at(hours + 1))).toBe(true);
      if (followUp.state === 'reported') expect(isOverdue(followUp, at(hours))).toBe(false);
    }),
  );
});

test('property: nothing that is done later hides that a date had passed', () => {
  fc.assert(
    fc.property(acts, (done) => {
      for (let n = 1; n <= done.length; n++) {
        const before = followUpOf(done.slice(0, n));
        if (before.lateSince !== null) expect(followUpOf(done).lateSince).toEqual(before.lateSince);
      }
    }),
  );
});

test('property: while it is open there is always a next reminder, in a week at the latest once its date has passed', () => {
  fc.assert(
    fc.property(acts, fc.integer({ min: -100, max: 20_000 }), (done, hours) => {
      const followUp = followUpOf(done);
      const now = at(hours);
      const next = nextFollowUpReminderAt(followUp, now);
      if (waitsFor(followUp) === null) {
        expect(next).toBeNull();
        expect(followUpReminderDue(followUp, now, new Set())).toBeNull();
        return;
      }
      expect(next!.getTime()).toBeGreaterThan(now.getTime());
      const begins = Math.max(followUp.dueAt.getTime(), followUp.turnAt.getTime());
      expect(next!.getTime() - now.getTime()).toBeLessThanOrEqual(Math.max(7 * day, begins - now.getTime()));
    }),
  );
});

test('property: between now and the next reminder nothing is due that was not due now, and then something is', () => {
  fc.assert(
    fc.property(
      acts,
      fc.integer({ min: -100, max: 3_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (done, hours, part) => {
        const followUp = followUpOf(done);
        const now = at(hours);
        const next = nextFollowUpReminderAt(followUp, now);
        if (next === null) return;
        const between = new Date(now.getTime() + Math.floor(part * (next.getTime() - now.getTime())));
        const due = followUpReminderDue(followUp, now, new Set());
        expect(followUpReminderDue(followUp, between, new Set())).toEqual(due);
        expect(followUpReminderDue(followUp, next, new Set(due === null ? [] : [due.key]))).not.toBeNull();
      },
    ),
  );
});

test('property: nobody is reminded twice of the same, however often and in whatever order of times a job comes by', () => {
  const visits = fc.array(fc.integer({ min: -100, max: 24 * 60 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(acts, visits, (done, hours) => {
      const followUp = followUpOf(done);
      const sent = new Set<string>();
      const told: string[] = [];
      for (const one of hours.flatMap((hour) => [hour, hour])) {
        const due = followUpReminderDue(followUp, at(one), sent);
        if (due === null) continue;
        expect(due.at.getTime()).toBeLessThanOrEqual(at(one).getTime());
        told.push(due.key);
        sent.add(due.key);
      }
      expect(new Set(told).size).toBe(told.length);
      const latest = Math.max(...hours);
      const isPast =
        waitsFor(followUp) !== null && at(latest) >= followUp.dueAt && at(latest) >= followUp.turnAt;
      if (isPast) expect(told.length).toBeGreaterThan(0);
    }),
  );
});
