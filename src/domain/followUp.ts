/**
 * A follow-up: something that a member asks of another, or of a team, who must report back. What stands of it is folded from acts of people, each with its time; the clock
 * alone makes it overdue and never closes it. Pure; screens, lists and reminders all take it from here.
 */

export type FollowUpAct =
  /** Until `dueAt` the report is to come. */
  | { kind: 'asked'; at: Date; dueAt: Date }
  /** Whoever is asked says: I am on it. */
  | { kind: 'accepted'; at: Date }
  | { kind: 'reported'; at: Date }
  /** Whoever asked is content: it is closed. */
  | { kind: 'report_accepted'; at: Date }
  /** Something is missing in the report, which is to come until `dueAt` now. */
  | { kind: 'sent_back'; at: Date; dueAt: Date }
  /** To another member or team. */
  | { kind: 'given'; at: Date }
  /** Whoever asked gives another date. */
  | { kind: 'moved'; at: Date; dueAt: Date }
  /** Whoever asked does not need it any more: it is closed. */
  | { kind: 'withdrawn'; at: Date };

export type FollowUpActKind = FollowUpAct['kind'];

/**
 * What a follow-up may be about: a case, an author whatever their cases, or nothing on the desk. Where another kind comes, the compiler and the table's own check name the places that
 * must know it.
 */
export const followUpSubjects = ['case', 'author', 'other'] as const;
export type FollowUpSubject = (typeof followUpSubjects)[number];

/** What is about a case is read by whoever reads the case; everything else by those alone between whom it stands, and who oversees all. */
export const isForAll = (about: FollowUpSubject): boolean => about === 'case';

export const followUpStates = ['asked', 'accepted', 'sent_back', 'reported', 'done', 'withdrawn'] as const;
export type FollowUpState = (typeof followUpStates)[number];

/** What its acts say of a follow-up, whatever the clock says. */
export interface FollowUp {
  state: FollowUpState;
  askedAt: Date;
  dueAt: Date;
  /** How often it changed hands: given to another, reported, sent back. Reminders of one turn are not those of another. */
  turn: number;
  /** When it came to where it is: to whoever is asked, or, reported, back to whoever asked. */
  turnAt: Date;
  endedAt: Date | null;
  /** The first date that passed without a report; null: none, as far as acts tell. */
  lateSince: Date | null;
}

/**
 * What stands, from the acts in the order in which they were written. The first is `asked`. Throws for acts that no rule allows: `mayFollowOn` says before
 * which do.
 */
export function followUpOf([first, ...acts]: readonly FollowUpAct[]): FollowUp {
  if (first?.kind !== 'asked') throw new Error('A follow-up begins by being asked.');
  const { at, dueAt } = first;
  let followUp: FollowUp = {
    state: 'asked',
    askedAt: at,
    dueAt,
    turn: 0,
    turnAt: at,
    endedAt: null,
    lateSince: null,
  };
  for (const act of acts) followUp = after(followUp, act);
  return followUp;
}

/** Who is to do something now; null once it is closed. */
export function waitsFor({ state }: Pick<FollowUp, 'state'>): 'asked' | 'asker' | null {
  if (state === 'done' || state === 'withdrawn') return null;
  return state === 'reported' ? 'asker' : 'asked';
}

/** Which acts may follow. */
export function mayFollowOn(followUp: Pick<FollowUp, 'state'>, kind: FollowUpActKind): boolean {
  const waits = waitsFor(followUp);
  switch (kind) {
    case 'asked':
      return false;
    case 'accepted':
      return waits === 'asked' && followUp.state !== 'accepted';
    case 'reported':
    case 'given':
    case 'moved':
      return waits === 'asked';
    case 'report_accepted':
    case 'sent_back':
      return waits === 'asker';
    case 'withdrawn':
      return waits !== null;
  }
}

function after(before: FollowUp, act: FollowUpAct): FollowUp {
  if (!mayFollowOn(before, act.kind))
    throw new Error(`"${act.kind}" cannot follow where a follow-up is ${before.state}.`);
  const { at } = act;
  const lateSince = before.lateSince ?? (isOverdue(before, at) ? before.dueAt : null);
  const same = { ...before, lateSince };
  const turned = { ...same, turn: before.turn + 1, turnAt: at };
  switch (act.kind) {
    case 'accepted':
      return { ...same, state: 'accepted' };
    case 'moved':
      return { ...same, dueAt: act.dueAt };
    case 'given':
      return { ...turned, state: 'asked' };
    case 'reported':
      return { ...turned, state: 'reported' };
    case 'sent_back':
      return { ...turned, state: 'sent_back', dueAt: act.dueAt };
    case 'report_accepted':
      return { ...same, state: 'done', endedAt: at };
    default:
      return { ...same, state: 'withdrawn', endedAt: at };
  }
}

/** The date has passed and no report has come. */
export const isOverdue = (followUp: Pick<FollowUp, 'state' | 'dueAt'>, now: Date): boolean =>
  waitsFor(followUp) === 'asked' && now > followUp.dueAt;

/** The report is due soon, and not overdue yet. */
export const isDueSoon = (followUp: FollowUp, now: Date): boolean =>
  waitsFor(followUp) === 'asked' && now <= followUp.dueAt && now >= soonFrom(followUp);

const hour = 3_600_000;
const day = 24 * hour;
const week = 7 * day;

/** Whoever is asked is reminded so long before the date: a quarter of the time there is, an hour at least and a day at most, but not before it came to them. */
export function soonFrom({ turnAt, dueAt }: Pick<FollowUp, 'turnAt' | 'dueAt'>): Date {
  const before = Math.min(day, Math.max(hour, (dueAt.getTime() - turnAt.getTime()) / 4));
  return new Date(Math.max(turnAt.getTime(), dueAt.getTime() - before));
}

/** Somebody is told of a follow-up that waits for them, or for somebody below them. */
export interface FollowUpReminder {
  /** Told apart by what it is about, the time it holds for and the turn: a moved date reminds anew, the same one once. */
  key: string;
  at: Date;
  /** Who is to do something. */
  waitsFor: 'asked' | 'asker';
  /** Whoever asked hears that no report has come, too. */
  asker: boolean;
  /** So many superiors of whom it waits for, from the nearest. */
  up: number;
}

type Rung = Omit<FollowUpReminder, 'key' | 'waitsFor'> & { what: string };

/** What is said while a report is to come: soon, on the date, and to one more superior after so many days. */
const daysLate = [1, 3, 7];
/** What is said while a report is not looked at: at once, and after so many days to so many superiors. */
const daysUnread = [
  [1, 0],
  [3, 1],
  [7, 2],
] as const;

/** The reminders of this turn in the order of their times; the last goes on every week. */
function rungsOf(followUp: FollowUp): Rung[] {
  const { dueAt, turnAt } = followUp;
  const later = (from: Date, days: number) => new Date(from.getTime() + days * day);
  if (waitsFor(followUp) === 'asker')
    return [
      { what: 'report', at: turnAt, asker: false, up: 0 },
      ...daysUnread.map(([days, up]) => ({
        what: `unread ${days}`,
        at: later(turnAt, days),
        asker: false,
        up,
      })),
    ];
  const soon = soonFrom(followUp);
  return [
    ...(soon < dueAt ? [{ what: 'soon', at: soon, asker: false, up: 0 }] : []),
    { what: 'due', at: dueAt, asker: true, up: 0 },
    ...daysLate.map((days, n) => ({ what: `late ${days}`, at: later(dueAt, days), asker: true, up: n + 1 })),
  ];
}

/**
 * The reminder that is due now: the latest whose time has come, null where that was sent. One is enough for whoever was away: those before it say less. It goes on until
 * a person closes the follow-up.
 */
export function followUpReminderDue(
  followUp: FollowUp,
  now: Date,
  sent: ReadonlySet<string>,
): FollowUpReminder | null {
  const waits = waitsFor(followUp);
  if (waits === null) return null;
  const rungs = rungsOf(followUp);
  const rung = rungs.findLast(({ at }) => at <= now);
  if (rung === undefined) return null;
  const weeks = rung === rungs.at(-1) ? Math.floor((now.getTime() - rung.at.getTime()) / week) : 0;
  const { what, at, asker, up } = rung;
  const holds = waits === 'asker' ? followUp.turnAt : followUp.dueAt;
  const key = `${what}${weeks > 0 ? `, week ${weeks}` : ''} of ${holds.toISOString()}, turn ${followUp.turn}`;
  return sent.has(key)
    ? null
    : { key, at: new Date(at.getTime() + weeks * week), waitsFor: waits, asker, up };
}

/** When the next reminder's time comes, strictly after now; null for what is closed. */
export function nextFollowUpReminderAt(followUp: FollowUp, now: Date): Date | null {
  if (waitsFor(followUp) === null) return null;
  const rungs = rungsOf(followUp);
  const next = rungs.find(({ at }) => at > now);
  if (next !== undefined) return next.at;
  const last = rungs.at(-1)?.at.getTime() ?? now.getTime();
  return new Date(last + (Math.floor((now.getTime() - last) / week) + 1) * week);
}
