/** Keeps what channels say of their accounts. A network that fails a thousand times a minute costs one row: what is said is gathered and written once a second. */
import type { AccountNotice } from '../channels/telling.ts';
import { countRefused, keepNotice } from '../storage/accountNotices.ts';
import type { Storage } from '../storage/database.ts';
import { failureOf } from '../storage/failures.ts';

/** What the console lists besides what channels say. */
type Code = AccountNotice['code'] | 'refused';

interface Place {
  organisationId: number;
  accountId: string;
}

interface Said extends Place {
  code: Code;
  sentence: string;
  times: number;
  at: Date;
}

export interface NoticeKeeper {
  /** For `AccountAccess.tell`. */
  of(place: Place): (notice: AccountNotice) => void;
  /** A request of somebody who did not prove to be the network. */
  refused(place: Place, reason: string): void;
  /** Writes what was gathered. */
  close(): Promise<void>;
}

interface Deps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const gatheredMilliseconds = 1_000;
/** Kinds of notice that wait at most; the database is away for long then, and what is newest counts. */
const mostWaiting = 2_000;

/** Starts; `close` ends it. */
export function keepNotices(deps: Deps): NoticeKeeper {
  let waiting = new Map<string, Said>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = (): Promise<void> => {
    timer = undefined;
    const said = [...waiting.values()];
    waiting = new Map();
    writing = writing.then(() => writeAll(deps, said)).then((left) => left.forEach(add));
    return writing;
  };
  function add(said: Said): void {
    const name = `${said.organisationId} ${said.accountId} ${said.code}`;
    const known = waiting.get(name);
    if (known === undefined && waiting.size >= mostWaiting) return;
    waiting.set(name, known === undefined ? said : { ...said, times: said.times + known.times });
    timer ??= setTimeout(() => void write(), gatheredMilliseconds);
  }
  const say = (place: Place, code: Code, sentence: string) => {
    const { organisationId, accountId } = place;
    add({ organisationId, accountId, code, sentence, times: 1, at: deps.now() });
  };
  return {
    of:
      (place) =>
      ({ code, sentence }) =>
        say(place, code, sentence),
    refused: (place, reason) => say(place, 'refused', reason),
    async close() {
      clearTimeout(timer);
      await write();
      clearTimeout(timer);
    },
  };
}

/** Answers what could not be written because the database is away. */
async function writeAll(deps: Deps, said: readonly Said[]): Promise<Said[]> {
  const left: Said[] = [];
  for (const one of said) {
    try {
      await deps.storage.inOrganisation(one.organisationId, async (tx) => {
        await keepNotice(tx, one);
        if (one.code === 'refused') await countRefused(tx, one);
      });
    } catch (error) {
      if (failureOf(error) === 'away') left.push(one);
      else deps.log('notice_not_kept', { reason: String(error) });
    }
  }
  return left;
}
