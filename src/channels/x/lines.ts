/** Reads a stream of X: JSON, one object a line, and an empty line at least every 20 seconds. */
import { type Dictionary, dictionaries, dictionary, text } from '../reading.ts';
import {
  type Ask,
  addressOf,
  failureOf,
  NoAnswer,
  problemOf,
  Refused,
  readRefusal,
  requestOf,
} from './ask.ts';
import { comeBackAt } from './limits.ts';
import { refusedFault, type Session, Waits } from './session.ts';
import { serverOf } from './tokens.ts';

/** The network closed the stream and said why. */
export class Disconnected extends Error {
  readonly problem: string;

  constructor(problem: string, detail: string) {
    super(`${problem}: ${detail}`);
    this.name = 'Disconnected';
    this.problem = problem;
  }
}

/** Longer than the network is ever silent, in milliseconds. */
const silence = 21_000;
const longestLine = 1_000_000;

/** Each batch holds what came at once: objects, and null for a line that is none. Throws at any loss; ends with the signal. */
export async function* readLines(
  session: Session,
  what: Ask,
  signal: AbortSignal,
): AsyncGenerator<(Dictionary | null)[]> {
  const watch = new AbortController();
  const wait = 1000 * Number(session.account.settings.silenceSeconds ?? silence / 1000);
  let timer = setTimeout(() => watch.abort(), wait);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => watch.abort(), wait);
  };
  try {
    const reader = await opened(session, what, AbortSignal.any([signal, watch.signal]));
    heard();
    yield [];
    let rest = '';
    for await (const part of reader) {
      heard();
      const lines = (rest + part).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) throw new NoAnswer('a line of the stream has no end');
      yield lines.flatMap((line) => readLine(line));
    }
  } catch (error) {
    if (signal.aborted) return;
    if (watch.signal.aborted) throw new NoAnswer('the stream fell silent', { cause: error });
    throw error instanceof TypeError ? failureOf(error, what.path) : error;
  } finally {
    clearTimeout(timer);
    watch.abort();
  }
  if (!signal.aborted) throw new NoAnswer('the stream ended');
}

async function opened(session: Session, what: Ask, signal: AbortSignal): Promise<AsyncIterable<string>> {
  const { account, tools, parts } = session;
  const until = parts.budgets.take(account.accountId, what.group, tools.now());
  if (until !== null) throw new Waits(what.group, until);
  const bearer = `Bearer ${account.secret.bearer ?? ''}`;
  let answer: Response;
  try {
    const address = addressOf(serverOf(account), what);
    answer = await tools.fetch(address, { ...requestOf(what, bearer), redirect: 'error', signal });
  } catch (error) {
    throw failureOf(error, what.path);
  }
  if (answer.ok && answer.body !== null) return answer.body.pipeThrough(new TextDecoderStream());
  const refusal = readRefusal(answer, await answer.text());
  if (refusal.status === 429) throw new Waits(what.group, comeBackAt(refusal.headers, tools.now()));
  throw refusedFault(account, refusal) ?? new Refused(what.path, refusal);
}

/** Nothing for the empty line that only says that the stream lives. */
function readLine(line: string): (Dictionary | null)[] {
  if (line.trim() === '') return [];
  let read: Dictionary | null;
  try {
    read = dictionary(JSON.parse(line));
  } catch {
    return [null];
  }
  if (read !== null && dictionary(read.data) === null) {
    const problem = dictionaries(read.errors)[0] ?? read;
    const name = problemOf(text(problem.type)) ?? '';
    if (name !== '') throw new Disconnected(name, text(problem.detail) ?? text(problem.title) ?? '');
  }
  return [read];
}
