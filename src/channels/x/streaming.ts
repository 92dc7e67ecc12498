/** Keeps a stream of X open: opens it again as slowly as X wants, and fetches what came meanwhile. */
import { Fault } from '../../domain/fault.ts';
import type { Heading, RawItem } from '../channel.ts';
import { pause } from '../polling.ts';
import type { Dictionary } from '../reading.ts';
import { type Ask, Refused, unreachable } from './ask.ts';
import { backOff, type Loss } from './backOff.ts';
import { cursorOf, idOfCursor, idOfTime } from './ids.ts';
import { Disconnected, readLines } from './lines.ts';
import { newestOf } from './polling.ts';
import type { Read } from './reading.ts';
import type { Reserve } from './reserve.ts';
import { MoneyShort, type Session, Waits } from './session.ts';
import { waitOf } from './waiting.ts';

export interface Stream {
  ask: Ask;
  reserve: Reserve;
  /** What must stand at the network before it is opened (rules, subscriptions). */
  prepare(): Promise<void>;
  /** What a line brings, and what it costs. */
  read(line: Dictionary): { items: Read[]; micros: number };
  /** What came since this post while nobody listened; the network has no memory of its own for most. */
  repair(after: string): Promise<Read[]>;
}

/** Streams until the signal ends it; a loss is told, waited out and repaired. Throws Fault `account_refused`. */
export async function* keepStreaming(
  session: Session,
  stream: Stream,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const { account } = session;
  // Where nothing was heard yet, a gap begins now.
  let newest = idOfCursor(cursor) ?? idOfTime(session.tools.now());
  let state: { loss: Loss; wait: number } | null = null;
  let lost = false;
  let due = cursor !== null;
  while (!signal.aborted) {
    try {
      await stream.reserve.ready();
      await stream.prepare();
      let opened = false;
      for await (const lines of readLines(session, stream.ask, signal)) {
        if (!opened) {
          opened = true;
          const missed = due ? await repaired(stream, newest) : [];
          newest = newestOf(missed, newest) ?? newest;
          if (lost) tellOfReturn(session, missed.length);
          [lost, due] = [false, true];
          state = { loss: 'network', wait: 0 };
          yield { items: missed.map(({ item }) => item), cursor: cursorOf(newest) };
          continue;
        }
        const { items, reads, micros } = readAll(stream, lines);
        newest = newestOf(reads, newest) ?? newest;
        yield { items, cursor: cursorOf(newest) };
        await stream.reserve.spend(micros);
      }
    } catch (error) {
      const wait = waitOf(session, error);
      state = lossOf(error, state);
      if (!lost && !(error instanceof MoneyShort)) tellOfLoss(session);
      lost = true;
      session.tools.log('x_stream_lost', { account: account.accountId, reason: String(error) });
      await stream.reserve.close();
      await pause(wait ?? state.wait, signal);
    }
  }
  await stream.reserve.close();
}

/** Where money is left for it; the stream itself goes on without. */
async function repaired(stream: Stream, after: string): Promise<Read[]> {
  try {
    return await stream.repair(after);
  } catch (error) {
    if (error instanceof MoneyShort) return [];
    throw error;
  }
}

/** Throws what is no loss: an account that is refused, a fault of our own. */
function lossOf(error: unknown, before: { loss: Loss; wait: number } | null): { loss: Loss; wait: number } {
  if (error instanceof Fault && error.code !== 'network_unreachable') throw error;
  if (error instanceof Waits || error instanceof MoneyShort) return backOff('limited', before);
  if (error instanceof Refused || error instanceof Fault) return backOff('http', before);
  if (error instanceof Disconnected || error instanceof Error) return backOff('network', before);
  throw unreachable(error);
}

function readAll(stream: Stream, lines: readonly (Dictionary | null)[]) {
  const reads: Read[] = [];
  const items: RawItem[] = [];
  let micros = 0;
  for (const line of lines) {
    if (line === null) {
      items.push({ key: 'unreadable', payload: { form: 'unreadable', reason: 'The line is no JSON.' } });
      continue;
    }
    const read = stream.read(line);
    reads.push(...read.items);
    items.push(...read.items.map(({ item }) => item));
    micros += read.micros;
  }
  return { items, reads, micros };
}

function tellOfLoss({ account }: Session): void {
  const sentence =
    'The stream of X broke off. It is opened again by itself, and what came meanwhile is fetched.';
  account.tell?.({ code: 'cut_off', sentence });
}

function tellOfReturn({ account }: Session, missed: number): void {
  account.tell?.({ code: 'went_on', sentence: 'The stream of X is open again.' });
  if (missed === 0) return;
  const sentence = `${missed} posts that came while the stream of X was lost were fetched.`;
  account.tell?.({ code: 'gap_repaired', sentence });
}
