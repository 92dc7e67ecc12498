/** Lists everything that the server has for an account since an instant, so that what is missing here can be taken in. */
import { pieces } from '../polling.ts';
import type { Session } from './session.ts';
import { unreachable } from './session.ts';
import { openThreads } from './threads.ts';
import { type Item, itemOf, mentionsSince, type Named, ownSince } from './told.ts';
import { writtenWith } from './watching.ts';

const perPiece = 100;

/** Mentions, our own posts, watched words. Throws Fault when one of them cannot be asked: a sweep is whole or it is none. */
export async function* reconcile(session: Session, since: Date, signal: AbortSignal): AsyncGenerator<Item[]> {
  const { account } = session;
  const isPrivate = account.hearsPublic === false ? true : account.hearsDirect === false ? false : null;
  const threads = openThreads(session);
  try {
    for (const list of lists(session, since, signal)) {
      const found = (await list()).filter(({ at }) => at >= since);
      for (const piece of pieces(found, perPiece)) {
        const items: Item[] = [];
        for (const one of piece) {
          const made = await itemOf(session, threads, one, { private: isPrivate }, signal);
          if (made !== null) items.push(made);
        }
        if (items.length > 0) yield items;
      }
      if (signal.aborted) return;
    }
  } catch (error) {
    throw unreachable(error);
  }
}

function lists(session: Session, since: Date, signal: AbortSignal): (() => Promise<readonly Named[]>)[] {
  const { account } = session;
  const words = account.hearsPublic === false ? [] : account.watched;
  return [
    async () => (await mentionsSince(session, since, signal)).found,
    async () => (await ownSince(session, since, signal)).found,
    ...words.map((word) => () => writtenWith(session, word, since, signal)),
  ];
}
