/** How much abuse a member has read in the running shift. Pure; it is told, and decides nothing about who may read what. */
import { type OnRota, shiftStart } from './rota.ts';

export interface AbuseReading {
  /** Folded posts opened in this shift. */
  read: number;
  /** So many are asked of a member in a shift; null: no limit. */
  limit: number | null;
  /** No more are asked of this member now. */
  reached: boolean;
}

/** Counts what was opened since the shift began; what a clock ahead of ours wrote counts, too. */
export function readInShift(
  member: OnRota,
  times: readonly Date[],
  limit: number | null,
  now: Date,
): AbuseReading {
  const since = shiftStart(member, now);
  const read = times.filter((at) => at >= since).length;
  return { read, limit, reached: limit !== null && read >= limit };
}
