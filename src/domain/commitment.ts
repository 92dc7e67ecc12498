/**
 * A promise made to an author: what, by when, by whom. What stands of it is folded from acts of people, each with its time; the clock alone makes it late and never
 * kept, broken or renewed. Pure; the screen of a member, the reminders and the public page all take it from here.
 */

export type CommitmentAct =
  | { kind: 'made'; at: Date; dueAt: Date }
  /** The author was told a new date: the moment at which that left. */
  | { kind: 'renewed'; at: Date; dueAt: Date }
  /** By the author's yes (read: as a member read it in a post of theirs), or by a member with something to show for it. */
  | { kind: 'kept'; at: Date; by: 'author' | 'member'; read?: boolean }
  /** A member says that it will not be kept. */
  | { kind: 'broken'; at: Date }
  /** The author says that it did not happen. */
  | { kind: 'disputed'; at: Date };

export type CommitmentActKind = CommitmentAct['kind'];

/** What its acts say of a commitment, whatever the clock says. */
export interface Commitment {
  madeAt: Date;
  /** When it must be kept, as the author was told last. */
  dueAt: Date;
  state: 'open' | 'kept' | 'broken';
  /** When it was kept or broken; null while it is open. */
  endedAt: Date | null;
  /** The author said so. */
  confirmed: boolean;
  /** They did as a member read it, and may still say otherwise. */
  confirmedByReading: boolean;
  /** Times that the author was told a new date before the old one had passed. */
  renewals: number;
  /** The first date that passed without the author having been told another or the promise having been kept; null: none, as far as acts tell. */
  lateSince: Date | null;
}

/**
 * What stands, from the acts in the order in which they were written. The first is `made`. Throws for acts that no rule allows: `mayFollow` says before
 * which do.
 */
export function commitmentOf([first, ...acts]: readonly CommitmentAct[]): Commitment {
  if (first?.kind !== 'made') throw new Error('A commitment begins by being made.');
  let commitment: Commitment = {
    madeAt: first.at,
    dueAt: first.dueAt,
    state: 'open',
    endedAt: null,
    confirmed: false,
    confirmedByReading: false,
    renewals: 0,
    lateSince: null,
  };
  for (const act of acts) commitment = after(commitment, act);
  return commitment;
}

/** Which acts may follow: what was kept can only be disputed or confirmed (and where a member read the confirmation, by the author's own word still), what is broken can still be kept, late. */
export function mayFollow({ state, confirmed, confirmedByReading }: Commitment, act: CommitmentAct): boolean {
  if (act.kind === 'made') return false;
  if (act.kind === 'disputed') return state === 'kept' && (!confirmed || confirmedByReading);
  // What a member said is worth more once the author says it too.
  if (act.kind === 'kept')
    return (
      state !== 'kept' || (act.by === 'author' && (!confirmed || (confirmedByReading && act.read !== true)))
    );
  return state === 'open';
}

function after(before: Commitment, act: CommitmentAct): Commitment {
  if (act.kind === 'made' || !mayFollow(before, act))
    throw new Error(`"${act.kind}" cannot follow where a commitment is ${before.state}.`);
  const lateSince = before.lateSince ?? (act.at > before.dueAt ? before.dueAt : null);
  if (act.kind === 'renewed') {
    const renewals = before.renewals + (act.at > before.dueAt ? 0 : 1);
    return { ...before, dueAt: act.dueAt, renewals, lateSince };
  }
  if (act.kind === 'disputed')
    return { ...before, state: 'open', endedAt: null, confirmed: false, confirmedByReading: false };
  if (act.kind === 'broken') return { ...before, state: 'broken', endedAt: act.at, lateSince };
  // The author's yes to what was kept before changes when it was kept as little as whether that was in time.
  const says = { confirmed: act.by === 'author', confirmedByReading: act.read === true };
  if (before.state === 'kept') return { ...before, ...says };
  return { ...before, ...says, state: 'kept', endedAt: act.at, lateSince };
}

/** How a commitment stands by the clock. */
export const standings = ['made', 'due_soon', 'late', 'kept', 'kept_late', 'broken'] as const;
export type Standing = (typeof standings)[number];

export function standingOf(commitment: Commitment, now: Date): Standing {
  if (commitment.state === 'broken') return 'broken';
  if (commitment.state === 'kept') return commitment.lateSince === null ? 'kept' : 'kept_late';
  if (now > commitment.dueAt) return 'late';
  return now >= soonFrom(commitment) ? 'due_soon' : 'made';
}

/** How commitments are listed: open and not due yet, late, kept, broken. */
export const commitmentListings = ['open', 'late', 'kept', 'broken'] as const;
export type CommitmentListing = (typeof commitmentListings)[number];

const hour = 3_600_000;
const day = 24 * hour;

/** Its owner is reminded so long before it is due: a quarter of the time there is, an hour at least and a day at most, but not before it was made. */
export function soonFrom({ madeAt, dueAt }: Pick<Commitment, 'madeAt' | 'dueAt'>): Date {
  const left = dueAt.getTime() - madeAt.getTime();
  const before = Math.min(day, Math.max(hour, left / 4));
  return new Date(Math.max(madeAt.getTime(), dueAt.getTime() - before));
}

/** Someone is told of a commitment that nobody has kept yet. */
export interface Reminder {
  /** Told apart by what it is about and the date it holds for: a moved date reminds anew, the same one once. */
  key: string;
  at: Date;
  /** 0: its owner; 1: and their superior; 2: and theirs; and so on. */
  up: number;
}

/** Days after the date at which one more superior is told; after the last of them every week goes on as far. */
const daysUp = [1, 3, 7];
const week = 7 * day;

/**
 * The reminder that is due now: the latest whose time has come, null where that was sent. One is enough for whoever was away: those before it say less. It goes on until
 * a person says what became of the promise.
 */
export function reminderDue(commitment: Commitment, now: Date, sent: ReadonlySet<string>): Reminder | null {
  if (commitment.state !== 'open') return null;
  const latest = latestReminder(commitment, now);
  return latest === null || sent.has(latest.key) ? null : latest;
}

/** When the next reminder's time comes, strictly after now; null for what has ended. */
export function nextReminderAt(commitment: Commitment, now: Date): Date | null {
  if (commitment.state !== 'open') return null;
  const due = commitment.dueAt.getTime();
  const times = [soonFrom(commitment).getTime(), due, ...daysUp.map((days) => due + days * day)];
  const next = times.find((time) => time > now.getTime());
  if (next !== undefined) return new Date(next);
  const last = times.at(-1)!;
  return new Date(last + (Math.floor((now.getTime() - last) / week) + 1) * week);
}

function latestReminder(commitment: Commitment, now: Date): Reminder | null {
  const { dueAt } = commitment;
  const past = now.getTime() - dueAt.getTime();
  if (past < 0) {
    const at = soonFrom(commitment);
    return now < at ? null : reminder(dueAt, 'soon', at, 0);
  }
  const up = daysUp.filter((days) => past >= days * day).length;
  if (up === 0) return reminder(dueAt, 'due', dueAt, 0);
  const since = dueAt.getTime() + daysUp[up - 1]! * day;
  if (up < daysUp.length) return reminder(dueAt, `late ${up}`, new Date(since), up);
  const weeks = Math.floor((now.getTime() - since) / week);
  return reminder(dueAt, `late ${up}, week ${weeks}`, new Date(since + weeks * week), up);
}

const reminder = (dueAt: Date, what: string, at: Date, up: number): Reminder => ({
  key: `${what} of ${dueAt.toISOString()}`,
  at,
  up,
});

/** How an institution keeps its word: each commitment stands in one of the first five; those that were renewed in time are counted once more. */
export interface Ledger {
  made: number;
  keptOnTime: number;
  keptLate: number;
  broken: number;
  /** Open, and its date has not passed. */
  open: number;
  /** Open, and its date has passed. */
  late: number;
  renewed: number;
}

export function ledgerOf(commitments: Iterable<Commitment>, now: Date): Ledger {
  const ledger: Ledger = { made: 0, keptOnTime: 0, keptLate: 0, broken: 0, open: 0, late: 0, renewed: 0 };
  for (const commitment of commitments) {
    ledger.made++;
    ledger[columnOf[standingOf(commitment, now)]]++;
    if (commitment.renewals > 0) ledger.renewed++;
  }
  return ledger;
}

/** Of the promises that were due or have ended, the share that was kept in time, in per cent; null where none was. */
export function keptInTime({
  keptOnTime,
  keptLate,
  broken,
  late,
}: Ledger): { percent: number; of: number } | null {
  const of = keptOnTime + keptLate + broken + late;
  // A single one that was not kept is not rounded away.
  return of === 0 ? null : { percent: Math.floor((100 * keptOnTime) / of), of };
}

const columnOf: Record<Standing, Exclude<keyof Ledger, 'made' | 'renewed'>> = {
  made: 'open',
  due_soon: 'open',
  late: 'late',
  kept: 'keptOnTime',
  kept_late: 'keptLate',
  broken: 'broken',
};
