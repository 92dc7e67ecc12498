/** States of a case and the pure rules by which a post moves it. */
export const caseStates = ['new', 'open', 'waiting_author', 'waiting_us', 'resolved', 'reopened'] as const;
export type CaseState = (typeof caseStates)[number];

/** What a case remembers of its posts: enough to place it, little enough to be read with it. */
export interface CaseClock {
  state: CaseState;
  stateAt: Date;
  firstInboundAt: Date | null;
  lastInboundAt: Date | null;
  firstHouseAt: Date | null;
  lastHouseAt: Date | null;
  /** The first inbound post later than our last answer (than the resolution, once resolved). */
  waitingSince: Date | null;
}

const earlier = (a: Date | null, b: Date): Date => (a === null || b < a ? b : a);
const later = (a: Date | null, b: Date): Date => (a === null || b > a ? b : a);

/** A case before its first post. */
export function untouchedCase(at: Date): CaseClock {
  return {
    state: 'new',
    stateAt: at,
    firstInboundAt: null,
    lastInboundAt: null,
    firstHouseAt: null,
    lastHouseAt: null,
    waitingSince: null,
  };
}

/**
 * The case after one more inbound post. A late arrival that our last answer (or the resolution) already followed changes the
 * record but moves nothing.
 */
export function afterInbound(clock: CaseClock, at: Date): CaseClock {
  const record = {
    ...clock,
    firstInboundAt: earlier(clock.firstInboundAt, at),
    lastInboundAt: later(clock.lastInboundAt, at),
  };
  if (clock.lastHouseAt !== null && at <= clock.lastHouseAt) return record;
  if (clock.state === 'resolved') {
    return at <= clock.stateAt ? record : { ...record, state: 'reopened', stateAt: at, waitingSince: at };
  }
  const waitingSince = earlier(clock.waitingSince, at);
  if (clock.state === 'waiting_author') return { ...record, state: 'waiting_us', stateAt: at, waitingSince };
  return { ...record, waitingSince };
}

/**
 * The case after one more answer of ours. `stillUnanswered` is the first inbound post later than our latest answer, null when there is none:
 * an answer that arrives late does not hide a question that came after it.
 */
export function afterHouse(clock: CaseClock, at: Date, stillUnanswered: Date | null): CaseClock {
  const lastHouseAt = later(clock.lastHouseAt, at);
  const record = { ...clock, firstHouseAt: earlier(clock.firstHouseAt, at), lastHouseAt };
  if (clock.state === 'resolved') return record;
  if (stillUnanswered !== null) {
    const state = clock.state === 'waiting_author' || clock.state === 'new' ? 'waiting_us' : clock.state;
    return {
      ...record,
      state,
      stateAt: state === clock.state ? clock.stateAt : stillUnanswered,
      waitingSince: stillUnanswered,
    };
  }
  const stateAt = clock.state === 'waiting_author' ? clock.stateAt : lastHouseAt;
  return { ...record, state: 'waiting_author', stateAt, waitingSince: null };
}

/** A member says that the matter is settled. */
export function resolve(clock: CaseClock, at: Date): CaseClock {
  return { ...clock, state: 'resolved', stateAt: at, waitingSince: null };
}

/** A member takes the resolution back: the author waits again since now, unless nothing of theirs was ever unanswered. */
export function reopen(clock: CaseClock, at: Date): CaseClock {
  return { ...clock, state: 'reopened', stateAt: at, waitingSince: at };
}

/** Somebody took the case up: a new case is open from then on. */
export function takeUp(clock: CaseClock, at: Date): CaseClock {
  return clock.state === 'new' ? { ...clock, state: 'open', stateAt: at } : clock;
}

/**
 * The case after its author deleted something: `left` is what still stands. With nothing left of the author's there is nothing to answer.
 */
export function afterDeletion(
  clock: CaseClock,
  left: { inboundPosts: number; firstUnansweredAt: Date | null },
  at: Date,
): CaseClock {
  if (clock.state === 'resolved') return clock;
  if (left.inboundPosts === 0) return resolve(clock, at);
  if (left.firstUnansweredAt !== null) return { ...clock, waitingSince: left.firstUnansweredAt };
  if (clock.state === 'reopened') return resolve(clock, at);
  return {
    ...clock,
    state: 'waiting_author',
    stateAt: clock.state === 'waiting_author' ? clock.stateAt : at,
    waitingSince: null,
  };
}
