/** Tells how an import goes: one live line on a terminal, plain lines now and then elsewhere. */
import type { ImportProgress } from '../listening/importArchive.ts';
import type { Context } from './command.ts';

export interface ImportReporter {
  progress(progress: ImportProgress): void;
  unreadable(row: { line: number; reason: string }): void;
  /** Leaves the live line. */
  end(): void;
}

/** How many unreadable rows are told one by one. */
const toldRows = 100;
const liveMilliseconds = 200;
const plainMilliseconds = 5_000;
const clearLine = '\r\u001b[2K';

/** Writes to standard error only. */
export function importReporter(context: Pick<Context, 'err' | 'terminal' | 'now'>): ImportReporter {
  const pace = context.terminal ? liveMilliseconds : plainMilliseconds;
  let phase: ImportProgress['phase'] | null = null;
  let phaseBegan: { at: Date; bytes: number; waiting: number } = { at: context.now(), bytes: 0, waiting: 0 };
  let toldAt = Number.NEGATIVE_INFINITY;
  let unreadable = 0;
  const clear = context.terminal ? clearLine : '';
  return {
    progress(progress) {
      const now = context.now();
      if (progress.phase !== phase) {
        phase = progress.phase;
        phaseBegan = { at: now, bytes: progress.bytes, waiting: progress.waiting };
        toldAt = now.getTime() - pace + liveMilliseconds;
      }
      if (now.getTime() - toldAt < pace) return;
      toldAt = now.getTime();
      context.err(`${clear}${progressLine(progress, phaseBegan, now)}${context.terminal ? '' : '\n'}`);
    },
    unreadable({ line, reason }) {
      unreadable += 1;
      if (unreadable <= toldRows) context.err(`${clear}line ${line}: ${reason}\n`);
      if (unreadable === toldRows + 1)
        context.err(`${clear}More lines cannot be read; only their number is told.\n`);
    },
    end: () => context.err(clear),
  };
}

/** One line about a phase that began then; with its rate and the time left once both can be told. */
export function progressLine(
  progress: ImportProgress,
  began: { at: Date; bytes: number; waiting: number },
  now: Date,
): string {
  const seconds = (now.getTime() - began.at.getTime()) / 1000;
  if (progress.phase === 'taking') {
    const left = timeLeft(began.waiting - progress.waiting, progress.waiting, seconds);
    return `Taking posts to the desk: ${progress.waiting} wait${left}`;
  }
  const share = progress.totalBytes === 0 ? 100 : Math.floor((100 * progress.bytes) / progress.totalBytes);
  const left = timeLeft(progress.bytes - began.bytes, progress.totalBytes - progress.bytes, seconds);
  if (progress.phase === 'checking')
    return `Looking whether this file was imported before: ${share} %${left}`;
  const rate = seconds > 0 ? `, ${Math.round(progress.rows / seconds)} a second` : '';
  const unreadable = progress.unreadable === 0 ? '' : `, ${progress.unreadable} unreadable`;
  return `Reading: ${share} %, ${progress.rows} rows${unreadable}${rate}${left}`;
}

function timeLeft(done: number, left: number, seconds: number): string {
  if (done <= 0 || seconds < 1) return '';
  const wait = Math.ceil((left / done) * seconds);
  if (wait < 60) return `, ${wait} s left`;
  return wait < 3_600 ? `, ${Math.ceil(wait / 60)} min left` : `, ${(wait / 3_600).toFixed(1)} h left`;
}

/** Tells how far the past of a demonstration was told. */
export function pastReporter(context: Pick<Context, 'err' | 'terminal' | 'now'>): {
  progress(progress: { story: number; of: number; posts: number; answers: number }): void;
  end(): void;
} {
  const pace = context.terminal ? liveMilliseconds : plainMilliseconds;
  const clear = context.terminal ? clearLine : '';
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    progress({ story, of, posts, answers }) {
      const now = context.now().getTime();
      if (now - toldAt < pace) return;
      toldAt = now;
      const share = Math.floor((100 * story) / of);
      const line = `Two weeks pass: ${share} %, ${posts} posts, ${answers} answers`;
      context.err(`${clear}${line}${context.terminal ? '' : '\n'}`);
    },
    end: () => context.err(clear),
  };
}
