/** Asks the server how often posts were passed on: boosts and quotes. */
import type { SharesCounted } from '../channel.ts';
import { type Dictionary, dictionaries, dictionary } from '../reading.ts';
import type { Answered, Ask, Refusal } from './api.ts';
import { idOf, localId, statusId } from './payload.ts';
import { Refused, type Session, unreachable } from './session.ts';

/** Most servers are asked one post at a time: no more than this is asked in one go. */
export const postsAtOnce = 20;

/** Asks once where the server takes a list, else post by post. Throws Fault `account_refused` or `network_unreachable`. */
export async function countShares(session: Session, networkIds: readonly string[]): Promise<SharesCounted> {
  const ids = networkIds.slice(0, postsAtOnce).flatMap((one) => localId(session.domain, one) ?? []);
  const asks: Ask[] =
    session.account.settings.batches === 'yes'
      ? [{ method: 'GET', path: '/api/v1/statuses', query: { 'id[]': ids } }]
      : ids.map((id) => ({ method: 'GET', path: `/api/v1/statuses/${encodeURIComponent(id)}` }));
  const shares = new Map<string, number>();
  try {
    for (const what of ids.length === 0 ? [] : asks) {
      const answer = await session.ask(what);
      if (!answer.ok && answer.until !== null) return { kind: 'later', at: answer.until };
      for (const status of statusesOf(what, answer)) {
        const id = idOf(status.id);
        if (id !== null)
          shares.set(statusId(session.domain, id), count(status.reblogs_count) + count(status.quotes_count));
      }
    }
  } catch (error) {
    throw unreachable(error);
  }
  return { kind: 'counted', shares };
}

function statusesOf(what: Ask, answer: Answered | Refusal): readonly Dictionary[] {
  if (answer.ok)
    return Array.isArray(answer.body) ? dictionaries(answer.body) : [dictionary(answer.body) ?? {}];
  if (answer.status === 404 || answer.status === 410) return [];
  throw new Refused(what, answer);
}

/** Nobody's post was shared more often than an integer of the database holds. */
function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(1_000_000_000, Math.max(0, Math.trunc(value)))
    : 0;
}
