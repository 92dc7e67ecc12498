/**
 * The open event streams of this process. Now and then each is told that it lives, and whoever left or ended the session elsewhere hears no more: asked for
 * all streams together, since five hundred of them would otherwise ask thirty times a second.
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
/** Streams that are written to before whoever asked for a page meanwhile is served. */
const slice = 25;

/** Starts to look after streams. `log` hears of checks that failed: a database that is away for a moment ends nobody's stream. */
export function keepStreams(
  storage: Pick<Storage, 'system'>,
  now: () => Date,
  log: (reason: unknown) => void,
): OpenStreams {
  const open = new Set<OpenStream>();
  const timer = setInterval(() => {
    if (open.size > 0) visit(storage, [...open], now()).catch(log);
  }, aliveMilliseconds);
  return {
    add(stream) {
      open.add(stream);
      return () => open.delete(stream);
    },
    close: () => clearInterval(timer),
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
      else stream.write('event: alive\ndata: 1\n\n');
      if (n % slice === slice - 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
