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
  /** Since when somebody waits for us: the first inbound post that neither an answer nor a resolution settled, or a member's reopening. */
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
 * The case after one more inbound post. A late arrival that our last answer already followed changes the record but moves nothing. What nobody answered
 * opens a resolved case again however late it arrives: whoever settled the matter cannot have read it.
 */
export function afterInbound(clock: CaseClock, at: Date): CaseClock {
  const record = {
    ...clock,
    firstInboundAt: earlier(clock.firstInboundAt, at),
    lastInboundAt: later(clock.lastInboundAt, at),
  };
  if (clock.lastHouseAt !== null && at <= clock.lastHouseAt) {
    // A resolution settled what stood before it: not what was written after it, and nothing where nothing of the author's was left.
    const settled = clock.firstInboundAt !== null && at <= clock.stateAt;
    return clock.state === 'resolved' && !settled ? waitingForAuthor(record, clock.lastHouseAt) : record;
  }
  if (clock.state === 'resolved') {
    return { ...record, state: 'reopened', stateAt: later(clock.stateAt, at), waitingSince: at };
  }
  const waitingSince = earlier(clock.waitingSince, at);
  const answeredOnce = clock.state === 'waiting_author' || clock.state === 'waiting_us';
  return answeredOnce ? waitingForUs(record, waitingSince) : { ...record, waitingSince };
}

const waitingForAuthor = (clock: CaseClock, since: Date): CaseClock => ({
  ...clock,
  state: 'waiting_author',
  stateAt: since,
  waitingSince: null,
});

const waitingForUs = (clock: CaseClock, since: Date): CaseClock => ({
  ...clock,
  state: 'waiting_us',
  stateAt: since,
  waitingSince: since,
});

/**
 * The case after one more answer of ours. `stillUnanswered` is the first inbound post later than our latest answer, null when there is none:
 * an answer that arrives late does not hide a question that came after it, nor end a reopening that came after it.
 */
export function afterHouse(clock: CaseClock, at: Date, stillUnanswered: Date | null): CaseClock {
  const lastHouseAt = later(clock.lastHouseAt, at);
  const record = { ...clock, firstHouseAt: earlier(clock.firstHouseAt, at), lastHouseAt };
  if (clock.state === 'resolved') return record;
  if (clock.waitingSince !== null && clock.waitingSince > lastHouseAt) {
    return clock.state === 'reopened' ? record : waitingForUs(record, clock.waitingSince);
  }
  return stillUnanswered === null
    ? waitingForAuthor(record, lastHouseAt)
    : waitingForUs(record, stillUnanswered);
}

/** A member says that the matter is settled. */
export function resolve(clock: CaseClock, at: Date): CaseClock {
  return { ...clock, state: 'resolved', stateAt: at, waitingSince: null };
}

/** A member takes the resolution back: the author waits again since now. */
export function reopen(clock: CaseClock, at: Date): CaseClock {
  return { ...clock, state: 'reopened', stateAt: at, waitingSince: at };
}

/** Somebody took the case up: a new case is open from then on. */
export function takeUp(clock: CaseClock, at: Date): CaseClock {
  return clock.state === 'new' ? { ...clock, state: 'open', stateAt: at } : clock;
}

/** What still stands of a case's posts. */
export interface StandingPosts {
  inboundPosts: number;
  /** The first that our last standing answer (and an earlier resolution) did not settle. */
  firstUnansweredAt: Date | null;
  firstInboundAt: Date | null;
  lastInboundAt: Date | null;
  firstHouseAt: Date | null;
  lastHouseAt: Date | null;
}

/**
 * The case after a post of it was deleted. With nothing left of the author's there is nothing to answer; with our answer gone the author waits
 * again. What a member reopened stays open.
 */
export function afterDeletion(clock: CaseClock, left: StandingPosts, at: Date): CaseClock {
  const { firstInboundAt, lastInboundAt, firstHouseAt, lastHouseAt } = left;
  const record = { ...clock, firstInboundAt, lastInboundAt, firstHouseAt, lastHouseAt };
  if (clock.state === 'resolved') return record;
  if (left.inboundPosts === 0) return clock.firstInboundAt === null ? record : resolve(record, at);
  if (left.firstUnansweredAt !== null) {
    const answeredOnce = clock.state === 'waiting_author' || clock.state === 'waiting_us';
    return answeredOnce
      ? waitingForUs(record, left.firstUnansweredAt)
      : { ...record, waitingSince: left.firstUnansweredAt };
  }
  if (clock.state === 'reopened') return reopenedByMember(clock) ? record : resolve(record, at);
  return waitingForAuthor(record, lastHouseAt ?? at);
}

/**
 * The case after one of our answers came back: its author never got it. `left` is what stands without that answer. What was resolved on the strength
 * of it is open again; where another answer of ours reached the author nothing moves.
 */
export function afterBounce(clock: CaseClock, left: StandingPosts, at: Date): CaseClock {
  if (clock.state !== 'resolved') return afterDeletion(clock, left, at);
  const { firstHouseAt, lastHouseAt } = left;
  const record = { ...clock, firstHouseAt, lastHouseAt };
  return left.firstUnansweredAt === null ? record : reopen(record, at);
}

/**
 * The case after it said in public that we wrote directly, and the direct message did not reach the author: only we can go on, so that somebody waits for us
 * since it was said, and what was resolved on the strength of it is open again.
 */
export function afterUnheard(clock: CaseClock, at: Date): CaseClock {
  if (clock.state === 'resolved') return reopen(clock, at);
  return clock.state === 'waiting_author' ? waitingForUs(clock, clock.lastHouseAt ?? at) : clock;
}

/** A post reopens at its own time; a member later than all posts. */
function reopenedByMember(clock: CaseClock): boolean {
  return (
    clock.waitingSince !== null && (clock.lastInboundAt === null || clock.waitingSince > clock.lastInboundAt)
  );
}
