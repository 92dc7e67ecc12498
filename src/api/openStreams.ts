/**
 * The open event streams of this process. Now and then each is told that it lives, and whoever left or ended the session elsewhere hears no more: asked for
 * all streams together, since five hundred of them would otherwise ask thirty times a second. A database that is away ends nobody's stream, and everybody is told: what
 * a screen shows may be old then, though its stream is open.
 */
import type { Storage } from '../storage/database.ts';
import { type Membership, membershipsThatHold } from '../storage/members.ts';

export interface OpenStream {
  member: Membership;
  write(text: string): void;
  end(): void;
}

export interface OpenStreams {
  /** Answers how to leave. */
  add(stream: OpenStream): () => void;
  close(): void;
}

const aliveMilliseconds = 15_000;
const alive = 'event: alive\ndata: 1\n\n';
const goneAway = 'event: away\ndata: 1\n\n';
/** Streams that are written to before whoever asked for a page meanwhile is served. */
const slice = 25;

/** Starts to look after streams. `log` hears of checks that failed. */
export function keepStreams(
  storage: Pick<Storage, 'system' | 'notifications'>,
  now: () => Date,
  log: (reason: unknown) => void,
): OpenStreams {
  const open = new Set<OpenStream>();
  const timer = setInterval(() => {
    if (open.size > 0) visit(storage, [...open], now()).catch(log);
  }, aliveMilliseconds);
  const unwatch = storage.notifications.onAway((away) => {
    for (const stream of open) stream.write(away ? goneAway : alive);
  });
  return {
    add(stream) {
      open.add(stream);
      return () => open.delete(stream);
    },
    close() {
      unwatch();
      clearInterval(timer);
    },
  };
}

async function visit(
  storage: Pick<Storage, 'system'>,
  streams: readonly OpenStream[],
  now: Date,
): Promise<void> {
  let hold: boolean[] | null = null;
  try {
    hold = await membershipsThatHold(
      storage.system,
      streams.map((stream) => stream.member),
      now,
    );
  } finally {
    for (const [n, stream] of streams.entries()) {
      if (hold !== null && hold[n] !== true) stream.end();
      else stream.write(hold === null ? goneAway : alive);
      if (n % slice === slice - 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
