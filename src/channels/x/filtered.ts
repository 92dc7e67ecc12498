/** Hears what holds a watched word, or names us, the moment it is written: the filtered stream. */
import type { Heading } from '../channel.ts';
import { pause } from '../polling.ts';
import { dictionaries, text } from '../reading.ts';
import { postFields } from './fields.ts';
import { itemsOf } from './payload.ts';
import { readMentions, readSearched } from './polling.ts';
import { prices } from './prices.ts';
import type { Read } from './reading.ts';
import { Reserve } from './reserve.ts';
import { keepRules, tagOf } from './rules.ts';
import type { Session } from './session.ts';
import { keepStreaming, type Stream } from './streaming.ts';

const path = '/2/tweets/search/stream';
/** Without a rule X opens no stream. */
const idle = 600_000;

/** Streams from the cursor on: what is missing since then is searched for first. */
export async function* listenFiltered(
  session: Session,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const { account, parts, tools } = session;
  // An app with enterprise access is given what it missed.
  const query = account.settings.reach === 'everybody' ? { ...postFields, backfill_minutes: 5 } : postFields;
  const tag = tagOf(account.accountId);
  const stream: Stream = {
    ask: { group: 'filtered stream', method: 'GET', path, query },
    reserve: new Reserve(session, 'watching', prices.postRead),
    async prepare() {
      while (!(await keepRules(session)) && !signal.aborted) await pause(idle, signal);
    },
    read(line) {
      const rules = dictionaries(line.matching_rules);
      const forUs = rules.length === 0 || rules.some((rule) => rule.tag === tag);
      const items = forUs ? itemsOf(line, 'watched') : [];
      const ids = dictionaries([line.data]).flatMap(({ id }) => text(id) ?? []);
      const micros = prices.postRead * parts.billed.fresh(account.accountId, 'post', ids, tools.now());
      return { items, micros };
    },
    repair: (after) => readMissed(session, after, signal),
  };
  yield* keepStreaming(session, stream, cursor, signal);
}

/** Whoever names us has a rule, too: our mentions are asked for beside the search. */
async function readMissed(session: Session, after: string, signal: AbortSignal): Promise<Read[]> {
  const mentions = await readMentions(session, after, 'repairing', signal);
  return [...mentions, ...(await readSearched(session, after, 'repairing', signal))];
}
