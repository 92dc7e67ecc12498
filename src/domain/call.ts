/** A telephone call: what is known of it beside its words, and what it does to the clocks of its case. Pure. */
import type { ClockEvent } from './clocks.ts';
import type { Media } from './media.ts';

export interface Call {
  /** Seconds in which it was spoken with somebody of the house; null while that is not known: it goes on, or nobody ever told of its end. */
  seconds: number | null;
  /** Seconds from its beginning until somebody took it, or until the caller hung up. */
  heldSeconds: number | null;
  /** Nobody took it; null while that is not known. */
  abandoned: boolean | null;
  /** There is a recording, or a message that the caller left. */
  recorded: boolean;
  /** It was taken, and calling back was promised: the author waits on. */
  promised: boolean;
  /** When the author is best called, as an instant; null where nothing was said. */
  callAt: string | null;
}

/**
 * When the author's wait ended: the moment at which somebody took the call. Null while they wait: it was abandoned, its end is not known, or they are to be called back. A call that is
 * taken at once is taken a thousandth of a second after it began, since an answer is always later than what it answers.
 */
export function takenAt(began: Date, { abandoned, promised, heldSeconds }: Call): Date | null {
  if (abandoned !== false || promised) return null;
  return new Date(began.getTime() + Math.max(1, Math.round((heldSeconds ?? 0) * 1_000)));
}

/** What a call does to the clocks: the author waits from the moment it began until somebody took it. */
export function callEvents(began: Date, call: Call): ClockEvent[] {
  const taken = takenAt(began, call);
  return [
    { kind: 'inbound', at: began },
    ...(taken === null ? [] : [{ kind: 'answer' as const, at: taken }]),
  ];
}

/** So many vain attempts to call somebody back, and a member decides what else can be done; nothing is dropped by itself. */
export const mostTries = 3;

/** True for a recording that the network keeps: it is fetched when somebody first plays it. */
export const isRecording = ({ kind, type, file }: Media): boolean =>
  kind === 'other' && file === undefined && type?.startsWith('audio/') === true;
