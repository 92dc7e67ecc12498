import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Call, callEvents, takenAt } from './call.ts';
import { clocksOf, responses } from './clocks.ts';
import { queuePlace } from './queue.ts';
import { firstResponse } from './responseTime.ts';

const began = new Date('2030-03-01T09:30:00Z');
const call = (more: Partial<Call>): Call => ({
  seconds: 60,
  heldSeconds: 0,
  abandoned: false,
  recorded: false,
  promised: false,
  callAt: null,
  ...more,
});
const held = fc.integer({ min: 0, max: 86_400 });

it('the first response to a call that was taken is the time on hold', () => {
  fc.assert(
    fc.property(held, (heldSeconds) => {
      const one = call({ heldSeconds });
      const at = takenAt(began, one);
      const time = Math.max(1, heldSeconds * 1_000);
      expect(firstResponse({ inbound: [began], house: at === null ? [] : [at] })).toBe(time);
      expect(responses(callEvents(began, one))).toEqual([
        { kind: 'first', from: began, to: new Date(began.getTime() + time), end: 'answered' },
      ]);
    }),
  );
});

it('who was not taken, or is to be called back, waits since the call began', () => {
  fc.assert(
    fc.property(
      held,
      fc.constantFrom({ abandoned: true }, { abandoned: null }, { promised: true }),
      (heldSeconds, why) => {
        const one = call({ heldSeconds, ...why });
        expect(takenAt(began, one)).toBeNull();
        expect(responses(callEvents(began, one))).toEqual([
          { kind: 'first', from: began, to: null, end: null },
        ]);
      },
    ),
  );
});

it('calling again and being taken ends the wait of the abandoned call before it', () => {
  const again = new Date(began.getTime() + 600_000);
  const events = [
    ...callEvents(began, call({ abandoned: true })),
    ...callEvents(again, call({ heldSeconds: 30 })),
  ];
  expect(responses(events)).toEqual([
    { kind: 'first', from: began, to: new Date(again.getTime() + 30_000), end: 'answered' },
  ]);
});

it('an abandoned call is due like a post of the same moment', () => {
  const promises = {
    firstResponseMinutes: 60,
    nextResponseMinutes: 60,
    resolutionMinutes: null,
    hours: null,
  };
  const facts = { severity: 0, vulnerable: false, threat: null } as const;
  const now = new Date(began.getTime() + 60_000);
  const [first] = clocksOf(facts, callEvents(began, call({ abandoned: true })), promises, now);
  const place = queuePlace({ ...facts, waitingSince: began, answeredBefore: false }, promises);
  expect(first).toMatchObject({
    name: 'first_response',
    state: 'running',
    passed: 60_000,
    dueAt: place?.dueAt,
  });
});
