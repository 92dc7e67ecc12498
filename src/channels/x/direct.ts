/** Sends a direct message. */
import type { Outcome, ReplyToSend } from '../channel.ts';
import { dictionary, text } from '../reading.ts';
import { directLength } from './length.ts';
import { outcomeOfError, outcomeOfRefusal, refused, told } from './outcome.ts';
import { prices } from './prices.ts';
import type { Cost, Session } from './session.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Sends once; what may have gone out is `unknown`. */
export async function sendDirect(session: Session, reply: ReplyToSend): Promise<Outcome> {
  const refusal = refusalOf(reply);
  if (refusal !== null) return refusal;
  if (reply.to?.handle.encrypted !== undefined) return { kind: 'unknown', reason: byHand };
  const participant = participantOf(reply);
  const path = `/2/dm_conversations/with/${participant}/messages`;
  const cost: Cost = { use: 'answering', most: prices.message, of: () => prices.message };
  const { now } = session.tools;
  try {
    const answer = await session.ask({
      group: 'message',
      method: 'POST',
      path,
      json: { text: reply.text },
      cost,
    });
    if (!answer.ok) return told(session.account, outcomeOfRefusal(answer, 'publishing', now()));
    const id = text(dictionary(answer.body.data)?.dm_event_id);
    if (id === null)
      return { kind: 'unknown', reason: 'X gave an answer that cannot be read. It may have gone out.' };
    return { kind: 'sent', networkId: id, at: now(), handle: { participant } };
  } catch (error) {
    return outcomeOfError(error, 'publishing', now());
  }
}

const byHand =
  'It waits to be sent on X by hand: the conversation is encrypted. Open X, paste it there and send it, then say here that it went out.';

/** With whom: the other one of the conversation, or the author of the public post. */
export function participantOf({ to }: ReplyToSend): string {
  return to?.handle.participant ?? to?.by.networkId ?? '';
}

function refusalOf(reply: ReplyToSend): Outcome | null {
  if (reply.to === null || !/^\d{1,19}$/.test(participantOf(reply)))
    return refused('reply_not_permitted', 'A direct message needs somebody to go to.');
  if ([...segmenter.segment(reply.text)].length > directLength.graphemes)
    return refused('reply_too_long', 'X takes 10,000 characters in a direct message. Shorten it.');
  if (reply.text.trim() === '') return refused('reply_empty', 'There is nothing to send. Write something.');
  if (reply.attachments.length > 0)
    return refused('media_refused', 'Pictures are not sent in direct messages to X. Take them away.');
  return null;
}
