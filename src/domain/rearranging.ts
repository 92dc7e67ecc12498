/** What becomes of a case's record when conversations come to it or leave it. Pure. */
import {
  afterHouse,
  afterInbound,
  type CaseClock,
  type CaseState,
  reopen,
  resolve,
  untouchedCase,
} from './case.ts';
import { type ClockEvent, inOrder } from './clocks.ts';

const earlier = (a: Date | null, b: Date | null): Date | null =>
  a === null || b === null ? (a ?? b) : a < b ? a : b;
const later = (a: Date | null, b: Date | null): Date | null =>
  a === null || b === null ? (a ?? b) : a > b ? a : b;

/**
 * Two cases as one. Whoever waited in either waits on, from when they began to: an answer in one conversation was not an answer to the other. It is settled only if both
 * were.
 */
export function mergedClock(a: CaseClock, b: CaseClock, at: Date): CaseClock {
  const state = mergedState(a, b);
  const lastHouseAt = later(a.lastHouseAt, b.lastHouseAt);
  return {
    state,
    stateAt: state === a.state ? a.stateAt : at,
    firstInboundAt: earlier(a.firstInboundAt, b.firstInboundAt),
    lastInboundAt: later(a.lastInboundAt, b.lastInboundAt),
    firstHouseAt: earlier(a.firstHouseAt, b.firstHouseAt),
    lastHouseAt,
    waitingSince: earlier(a.waitingSince, b.waitingSince),
  };
}

function mergedState(a: CaseClock, b: CaseClock): CaseState {
  const waits = a.waitingSince !== null || b.waitingSince !== null;
  if (a.state === 'resolved' && b.state === 'resolved') return 'resolved';
  if (!waits) return a.state === 'resolved' ? b.state : a.state;
  if (a.state === 'reopened' || b.state === 'reopened') return 'reopened';
  if (a.firstHouseAt !== null || b.firstHouseAt !== null) return 'waiting_us';
  return a.state === 'open' || b.state === 'open' ? 'open' : 'new';
}

/** The record that these events leave behind, told from the beginning; `at` where there are none. */
export function clockFrom(events: readonly ClockEvent[], at: Date): CaseClock {
  const ordered = inOrder(events);
  let clock = untouchedCase(ordered[0]?.at ?? at);
  for (const { kind, at: then } of ordered) {
    if (kind === 'inbound') clock = afterInbound(clock, then);
    else if (kind === 'answer') clock = afterHouse(clock, then, null);
    else if (kind === 'resolved') clock = resolve(clock, then);
    else if (clock.state === 'resolved') clock = reopen(clock, then);
  }
  return clock;
}
