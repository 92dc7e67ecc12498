import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clocksOf, type Promises } from './clocks.ts';
import { type OfficeHours, openTime } from './officeHours.ts';
import { type Measure, measuresOf, type RecordEvent } from './record.ts';

const minute = 60_000;
/** A Monday, 8.00 in Nairobi. */
const start = Date.UTC(2031, 0, 6, 5);
const at = (minutes: number) => new Date(start + minutes * minute);
const hours: OfficeHours = {
  timeZone: 'Africa/Nairobi',
  week: [[], ...Array.from({ length: 5 }, () => [{ from: 480, to: 1_020 }]), []],
  days: {},
};
const promises: Promises = {
  firstResponseMinutes: 60,
  nextResponseMinutes: 120,
  resolutionMinutes: 600,
  hours,
};
const calm = { severity: 0, vulnerable: false, threat: null } as const;
const event = (kind: RecordEvent['kind'], minutes: number, more: Partial<RecordEvent> = {}): RecordEvent => ({
  kind,
  at: at(minutes),
  postId: kind === 'inbound' || kind === 'answer' ? `post ${minutes}` : null,
  memberId: kind === 'inbound' ? null : 'naledi',
  ...more,
});
const measured = (...events: RecordEvent[]) => measuresOf(calm, events, promises);
const kinds = (all: readonly Measure[]) => all.map(({ kind }) => kind);

describe('what is measured of a case', () => {
  test('is the wait for the first answer, each wait after it, and the matter', () => {
    const all = measured(
      event('inbound', 0),
      event('answer', 45),
      event('inbound', 100),
      event('inbound', 110),
      event('answer', 130),
      event('resolved', 200),
    );
    expect(kinds(all)).toEqual(['first', 'next', 'resolution']);
    const [first, next, matter] = all;
    expect(first).toMatchObject({
      begun: at(0),
      ended: at(45),
      clock: 2_700,
      office: 2_700,
      onTime: true,
      begunPostId: 'post 0',
      endedPostId: 'post 45',
      memberId: 'naledi',
    });
    expect(next).toMatchObject({ begun: at(100), ended: at(130), clock: 1_800 });
    // Less the time in which we waited for the author: 0 to 45 and 100 to 130.
    expect(matter).toMatchObject({ begun: at(0), ended: at(200), clock: 75 * 60, runsFrom: null });
  });

  test('counts office hours beside the clock, and a promise in them', () => {
    const [overnight] = measured(event('inbound', 8 * 60 + 30), event('answer', 24 * 60 + 20));
    expect(overnight).toMatchObject({ clock: (15 * 60 + 50) * 60, office: 50 * 60, onTime: true });
    const [grave] = measuresOf(
      { ...calm, severity: 4 },
      [event('inbound', 8 * 60 + 30), event('answer', 24 * 60 + 20)],
      promises,
    );
    expect(grave).toMatchObject({ onTime: false });
  });

  test('goes on where a member settles the matter without an answer', () => {
    const [first] = measured(event('inbound', 0), event('resolved', 30));
    expect(first).toMatchObject({
      kind: 'first',
      ended: null,
      settled: true,
      runsFrom: at(0),
      dueAt: at(60),
    });
    const [late] = measured(
      event('inbound', 0),
      event('resolved', 30),
      event('inbound', 40),
      event('answer', 90),
    );
    expect(late).toMatchObject({ begun: at(0), ended: at(90), settled: false, onTime: false });
  });

  test('is answered by what leaves after the matter was settled, and no undo of it begins another wait', () => {
    const [late] = measured(event('inbound', 0), event('resolved', 5), event('answer', 6));
    expect(late).toMatchObject({ kind: 'first', ended: at(6), settled: false });
    const next = (...all: RecordEvent[]) => measured(...all).filter(({ kind: what }) => what === 'next');
    const again = [event('inbound', 0), event('answer', 1), event('inbound', 5), event('resolved', 6)];
    expect(next(...again)).toMatchObject([{ begun: at(5), ended: null, settled: true }]);
    expect(next(...again, event('answer', 7))).toMatchObject([{ begun: at(5), ended: at(7) }]);
    expect(next(...again, event('reopened', 7), event('answer', 8))).toMatchObject([
      { begun: at(5), ended: at(8) },
    ]);
    const undone = [event('inbound', 0), event('answer', 1), event('resolved', 3), event('reopened', 4)];
    expect(next(...undone, event('resolved', 20))).toEqual([]);
  });

  test('is late where it stands and took longer than promised, whatever its author does then', () => {
    const standing = measured(event('inbound', 0), event('answer', 24 * 60 * 30)).at(-1);
    expect(standing).toMatchObject({ kind: 'resolution', ended: null, onTime: false });
  });

  test('stands while the matter waits for its author, and ends with a word said meanwhile', () => {
    const waiting = measured(event('inbound', 0), event('answer', 20)).at(-1);
    expect(waiting).toMatchObject({
      kind: 'resolution',
      ended: null,
      runsFrom: null,
      clock: 1_200,
      dueAt: null,
    });
    const settled = measured(event('inbound', 0), event('answer', 20), event('resolved', 500)).at(-1);
    expect(settled).toMatchObject({ ended: at(500), clock: 1_200, onTime: true });
    const again = measured(event('inbound', 0), event('resolved', 20), event('reopened', 60)).at(-1);
    expect(again).toMatchObject({ ended: null, runsFrom: at(60), clock: 1_200 });
  });

  test('is nothing of a case in which nobody wrote', () => {
    expect(measured()).toEqual([]);
    expect(kinds(measured(event('answer', 5)))).toEqual([]);
  });

  const kind = fc.constantFrom('inbound', 'answer', 'resolved', 'reopened') as fc.Arbitrary<
    RecordEvent['kind']
  >;
  const events = fc
    .array(fc.tuple(kind, fc.nat(5_000)), { maxLength: 14 })
    .map((all) => all.map(([what, minutes]) => event(what, minutes)));

  test('agrees with the clocks that the case itself shows', () => {
    fc.assert(
      fc.property(events, (all) => {
        const now = at(6_000);
        const clocks = new Map(clocksOf(calm, all, promises, now).map((clock) => [clock.name, clock]));
        const measures = measuresOf(calm, all, promises);
        // Every post waits in exactly one wait, and no wait begins without one.
        const inbound = all.filter((one) => one.kind === 'inbound').map((one) => one.at.getTime());
        const waits = measures.filter(({ kind: what }) => what !== 'resolution');
        for (const { begun } of waits) expect(inbound).toContain(begun.getTime());
        for (const time of inbound) {
          const those = waits.filter(
            ({ begun, ended }) => begun.getTime() <= time && (ended === null || ended.getTime() > time),
          );
          expect(those.length).toBeLessThanOrEqual(1);
        }
        const matter = measures.find(({ kind: what }) => what === 'resolution');
        const clock = clocks.get('resolution');
        expect(matter === undefined).toBe(clock === undefined);
        if (matter === undefined || clock === undefined) return;
        expect(matter.runsFrom !== null).toBe(clock.state === 'running');
        const runs = matter.runsFrom === null ? 0 : openTime(hours, matter.runsFrom, now);
        expect(Math.floor(clock.passed / 1_000)).toBe(matter.office + Math.floor(runs / 1_000));
        expect(clock.dueAt).toEqual(matter.dueAt);
      }),
    );
  });
});
