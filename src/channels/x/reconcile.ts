/** Lists everything that X has for an account since an instant, so that what is missing here can be taken in. */
import { pieces } from '../polling.ts';
import { unreachable } from './ask.ts';
import { normalise } from './normalise.ts';
import { questionsFor } from './polling.ts';
import { type Read, readMessages, readPosts } from './reading.ts';
import type { Session } from './session.ts';

const perPiece = 200;
const week = 7 * 86_400_000 - 3_600_000;

/** Mentions, our own posts, watched words, direct messages. Throws Fault when one of them cannot be asked: a sweep is whole or it is none. */
export async function* reconcile(
  session: Session,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<{ networkId: string; item: Read['item'] }[]> {
  const { account } = session;
  const concerns = ({ item }: Read): boolean => normalise(item.payload, account).kind !== 'ignored';
  try {
    for await (const found of everything(session, since, signal))
      for (const piece of pieces(found.filter(concerns), perPiece))
        yield piece.map(({ id, item }) => ({ networkId: id, item }));
  } catch (error) {
    throw unreachable(error);
  }
}

async function* everything(session: Session, since: Date, signal: AbortSignal): AsyncGenerator<Read[]> {
  const { account, tools } = session;
  const use = 'repairing';
  if (account.hearsPublic !== false) {
    yield await readPosts(session, { list: 'own', use, since, signal });
    yield await readPosts(session, { list: 'mentions', use, since, signal });
    const searched = new Date(Math.max(since.getTime(), tools.now().getTime() - week));
    const questions =
      account.settings.watching === 'none' ? [] : questionsFor(account.watched, account.handle);
    for (const query of questions)
      yield await readPosts(session, { list: 'search', use, query, since: searched, signal });
  }
  const mayRead = account.hearsDirect !== false && account.settings.messages !== 'none';
  if (mayRead) yield await readMessages(session, { since, use, signal });
}
