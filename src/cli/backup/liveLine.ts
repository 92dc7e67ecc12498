/** One line that tells how far something is: rewritten on a terminal, a plain line now and then elsewhere. */
import type { Context } from '../command.ts';

const liveMilliseconds = 200;
const plainMilliseconds = 5_000;
const clearLine = '\r\u001b[2K';

export interface LiveLine {
  /** Tells it when the last one is old enough. */
  tell(line: () => string): void;
  /** Leaves the line, for whatever is told next. */
  end(): void;
}

/** Writes to standard error only. */
export function liveLine(context: Pick<Context, 'err' | 'terminal' | 'now'>): LiveLine {
  const pace = context.terminal ? liveMilliseconds : plainMilliseconds;
  let told = context.now().getTime() - pace + liveMilliseconds;
  let open = false;
  return {
    tell(line) {
      const now = context.now().getTime();
      if (now - told < pace) return;
      told = now;
      context.err(`${context.terminal ? clearLine : ''}${line()}${context.terminal ? '' : '\n'}`);
      open = context.terminal;
    },
    end() {
      if (open) context.err(clearLine);
      open = false;
    },
  };
}

/** Bytes as people read them: 12 MB, 3.4 GB. */
export function sizeOf(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1_000)} kB`;
  return bytes < 1_000_000_000
    ? `${Math.round(bytes / 1_000_000)} MB`
    : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}
