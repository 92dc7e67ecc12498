/** Hides an answer in a conversation that this account began, or shows it again. */
import { outcomeOfAct } from '../acting.ts';
import type { Outcome } from '../channel.ts';
import { outcomeOfError, outcomeOfRefusal, refused } from './outcome.ts';
import { prices } from './prices.ts';
import { type Cost, MoneyShort, type Session } from './session.ts';

const noMoney =
  'The month’s ceiling of X is reached, and hiding costs money there. Hide it on X itself, or ask an admin to raise the ceiling.';

/** Doing it twice changes nothing: X is told how it is to be. */
export async function hideReply(session: Session, networkId: string, hidden: boolean): Promise<Outcome> {
  if (!/^\d{1,19}$/.test(networkId))
    return refused('cannot_hide', 'X hides answers to posts only. Report it on X itself.');
  const { now } = session.tools;
  const cost: Cost = { use: 'answering', most: prices.hiding, of: () => prices.hiding };
  try {
    const path = `/2/tweets/${networkId}/hidden`;
    const answer = await session.ask({ group: 'hide', method: 'PUT', path, json: { hidden }, cost });
    if (answer.ok) return { kind: 'sent', networkId, at: now(), handle: {} };
    if (answer.status === 403)
      return refused(
        'cannot_hide',
        'X lets an account hide answers only in conversations that it began. Report the account on X, or answer in public.',
      );
    return outcomeOfAct(outcomeOfRefusal(answer, 'publishing', now()), 'X');
  } catch (error) {
    if (error instanceof MoneyShort) return refused('money_short', noMoney);
    return outcomeOfAct(outcomeOfError(error, 'publishing', now()), 'X');
  }
}
