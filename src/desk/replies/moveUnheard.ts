/** A move to private whose direct message the network refused: what is said in public must not be the end of it. */
import { afterUnheard } from '../../domain/case.ts';
import type { CaseFacts } from '../../storage/cases.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { publicBesideRefused } from '../../storage/privateMoves.ts';
import { lockReply, moveReply } from '../../storage/replies.ts';
import type { Acting } from '../acting.ts';

/**
 * The case after one of the two replies of a move left or was refused. The public one that has not left stays here with the refused message; where it left, the case waits for us again, since
 * its author has nothing to answer. The same case for any other reply.
 */
export async function afterRefusal(
  tx: Tenant,
  { organisationId, replyId, now }: Pick<Acting, 'organisationId' | 'now'> & { replyId: string },
  facts: CaseFacts,
): Promise<CaseFacts> {
  const said = await publicBesideRefused(tx, organisationId, replyId);
  if (said === null) return facts;
  if (said.state === 'sent' || said.state === 'unknown') return { ...facts, ...afterUnheard(facts, now) };
  const reply = await lockReply(tx, organisationId, said.replyId);
  if (reply === null || (reply.state !== 'queued' && reply.state !== 'later')) return facts;
  await moveReply(tx, organisationId, reply.id, { state: 'withdrawn', at: now, sendAt: null });
  const fact = { actorId: null, action: 'reply_withdrawn', caseId: facts.id, subjectId: reply.id } as const;
  await recordFacts(tx, organisationId, [fact], now);
  return facts;
}
