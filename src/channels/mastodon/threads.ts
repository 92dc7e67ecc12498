/** Under which root a status stands: the network names only what a status answers, so that the server is asked once for each branch. */
import { type Dictionary, dictionaries, dictionary } from '../reading.ts';
import { idOf, wholeName } from './payload.ts';
import type { Session } from './session.ts';

export interface Place {
  root: string;
  rootBy: string | null;
  parentBy: string | null;
}

export interface Threads {
  placeOf(status: Dictionary, signal: AbortSignal): Promise<Place>;
}

const mostRemembered = 2_000;

/** Remembers roots for as long as the source lives. */
export function openThreads(session: Session): Threads {
  /** By the id of a status: where it stands, and who wrote it. */
  const known = new Map<string, { by: string | null; root: string; rootBy: string | null }>();
  const remember = (id: string, place: { by: string | null; root: string; rootBy: string | null }): void => {
    known.set(id, place);
    if (known.size > mostRemembered) known.delete(known.keys().next().value ?? '');
  };
  const byOf = (status: Dictionary) => wholeName(dictionary(status.account)?.acct, session.domain);
  return {
    async placeOf(status, signal) {
      const [id, parent] = [idOf(status.id) ?? '', idOf(status.in_reply_to_id)];
      const by = byOf(status);
      if (parent === null) {
        remember(id, { by, root: id, rootBy: by });
        return { root: id, rootBy: by, parentBy: null };
      }
      if (!known.has(parent)) {
        for (const one of await ancestorsOf(session, id, signal)) {
          const above = known.get(idOf(one.in_reply_to_id) ?? '');
          const own = { by: byOf(one), root: idOf(one.id) ?? '', rootBy: byOf(one) };
          remember(own.root, above === undefined ? own : { ...above, by: own.by });
        }
      }
      const above = known.get(parent) ?? { by: null, root: parent, rootBy: null };
      remember(id, { ...above, by });
      return { root: above.root, rootBy: above.rootBy, parentBy: above.by };
    },
  };
}

/** What stands above a status, the root first; empty where the server does not show it. */
async function ancestorsOf(
  session: Session,
  id: string,
  signal: AbortSignal,
): Promise<readonly Dictionary[]> {
  const path = `/api/v1/statuses/${encodeURIComponent(id)}/context`;
  const answer = await session.read({ method: 'GET', path }, signal);
  return dictionaries(dictionary(answer?.body)?.ancestors);
}
