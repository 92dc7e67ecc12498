/** Publishes a reply or an announcement, once: the server is asked first wherever it may have it already. */
import type { ChannelTools, Outcome, ReplyToSend } from '../channel.ts';
import { type Dictionary, dictionary, instant, text } from '../reading.ts';
import type { Answered, Ask } from './api.ts';
import { findSent, wordsFor } from './find.ts';
import { counted, usualMost, usualPerAddress } from './length.ts';
import { attachments, upload } from './media.ts';
import { outcomeOfError, outcomeOfRefusal } from './outcome.ts';
import { idOf, isPrivate, localId, statusId } from './payload.ts';
import { Refused, type Session } from './session.ts';

/** Servers that keep keys forget them after an hour: before that a second request under one key publishes nothing. */
const keyKept = 3_000_000;

/** What is answered, as the server shows it now. */
interface Answering {
  id: string;
  visibility: 'public' | 'unlisted' | 'direct';
  warning: string;
}

/** Sends once. The same reply again is found, not published. */
export async function publish(tools: ChannelTools, session: Session, reply: ReplyToSend): Promise<Outcome> {
  const refusal = refusalOf(session, reply);
  if (refusal !== null) return refusal;
  let body: Record<string, unknown>;
  try {
    if (!isSafeByKey(tools, session, reply)) {
      const found = await findSent(tools, session, reply);
      if (found !== null) return { kind: 'sent', ...found };
    }
    const answering = await answeringOf(session, reply);
    if (answering === 'gone') return goneAway;
    const room = tooLong(session, reply, answering?.warning ?? '');
    if (room !== null) return room;
    body = await bodyOf(session, reply, answering);
  } catch (error) {
    return outcomeOfError(error, 'before', tools.now());
  }
  try {
    const answer = await session.ask({
      method: 'POST',
      path: '/api/v1/statuses',
      json: body,
      idempotencyKey: reply.networkKey,
    });
    return answer.ok ? sentAs(session, reply, answer) : outcomeOfRefusal(answer, 'publishing', tools.now());
  } catch (error) {
    return outcomeOfError(error, 'publishing', tools.now());
  }
}

function isSafeByKey(tools: ChannelTools, { account }: Session, reply: ReplyToSend): boolean {
  const age = tools.now().getTime() - reply.firstAttemptAt.getTime();
  return account.settings.idempotency === 'yes' && age < keyKept;
}

const refused = (code: string, reason: string): Outcome => ({ kind: 'refused', code, reason });

const goneAway = refused(
  'post_gone',
  'The post that is answered is not there any more. Answer another post of the author.',
);

function refusalOf({ account }: Session, reply: ReplyToSend): Outcome | null {
  const { attachments: pictures } = reply;
  if (reply.text.trim() === '' && pictures.length === 0)
    return refused('reply_empty', 'There is nothing to send. Write something or add a picture.');
  if (reply.mode === 'direct' && reply.to === null)
    return refused('reply_not_permitted', 'A private message needs somebody to whom it goes. Choose a post.');
  if (reply.mode === 'public' && reply.to?.visibility === 'direct')
    return refused('reply_not_permitted', 'This post was not written to everybody. Answer it in private.');
  const most = Math.min(attachments.most, Number(account.settings.pictures ?? attachments.most));
  if (pictures.length > most)
    return refused('media_refused', `The account's server takes ${most} pictures at most. Take some away.`);
  if (pictures.some(({ type }) => !(attachments.types as readonly string[]).includes(type)))
    return refused('media_refused', 'Only JPEG, PNG, WebP and GIF pictures can be sent. Use another one.');
  const bytes = Math.min(attachments.mostBytes, Number(account.settings.imageBytes ?? attachments.mostBytes));
  if (pictures.some((one) => one.bytes.length > bytes))
    return refused(
      'media_too_large',
      `The account's server takes pictures of ${bytes} bytes at most. Use a smaller one.`,
    );
  // The warning counts too, and is known once the post has been looked at.
  return tooLong({ account }, reply, '');
}

function tooLong({ account }: Pick<Session, 'account'>, reply: ReplyToSend, warning: string): Outcome | null {
  const most = Number(account.settings.most ?? usualMost);
  const perAddress = Number(account.settings.perAddress ?? usualPerAddress);
  const over = counted(wordsFor(reply), perAddress) + counted(warning, perAddress) - most;
  if (over <= 0) return null;
  return refused(
    'reply_too_long',
    `The account's server takes ${most} characters, names and warning included. Shorten the reply by ${over}.`,
  );
}

/** Looks at the post that is answered: who may read it decides who may read the answer. */
async function answeringOf(session: Session, reply: ReplyToSend): Promise<Answering | 'gone' | null> {
  const id = reply.to === null ? null : localId(session.domain, reply.to.networkId);
  if (reply.to === null) return null;
  if (id === null) return 'gone';
  const what: Ask = { method: 'GET', path: `/api/v1/statuses/${encodeURIComponent(id)}` };
  const answer = await session.ask(what);
  if (!answer.ok && (answer.status === 404 || answer.status === 410)) return 'gone';
  if (!answer.ok) throw new Refused(what, answer);
  const status = dictionary(answer.body) ?? {};
  return { id, visibility: visibilityOf(reply, status), warning: text(status.spoiler_text) ?? '' };
}

/** As public as the post, or private; never more than either. */
function visibilityOf(reply: ReplyToSend, status: Dictionary): Answering['visibility'] {
  if (reply.mode === 'direct' || isPrivate(status)) return 'direct';
  return status.visibility === 'unlisted' ? 'unlisted' : 'public';
}

async function bodyOf(
  session: Session,
  reply: ReplyToSend,
  answering: Answering | null,
): Promise<Record<string, unknown>> {
  const pictures: string[] = [];
  for (const [at, one] of reply.attachments.entries()) pictures.push(await upload(session, one, at + 1));
  const warning = answering?.warning ?? '';
  return {
    status: wordsFor(reply),
    visibility: answering?.visibility ?? 'public',
    ...(answering === null ? {} : { in_reply_to_id: answering.id }),
    ...(warning === '' ? {} : { spoiler_text: warning }),
    ...(reply.language === null ? {} : { language: reply.language }),
    ...(pictures.length === 0 ? {} : { media_ids: pictures }),
  };
}

function sentAs({ domain }: Session, reply: ReplyToSend, answer: Answered): Outcome {
  const status = dictionary(answer.body);
  const id = idOf(status?.id);
  if (id === null)
    return {
      kind: 'unknown',
      reason: "The account's server gave an answer that cannot be read. It may have gone out.",
    };
  const at = instant(status?.created_at) ?? reply.firstAttemptAt;
  return { kind: 'sent', networkId: statusId(domain, id), at, handle: {} };
}

/** Deletes one of our own posts; deleting it twice is no fault. */
export async function removePost(tools: ChannelTools, session: Session, networkId: string): Promise<Outcome> {
  const id = localId(session.domain, networkId);
  if (id === null) return refused('not_ours', 'Only a post of this very account can be deleted with it.');
  const path = `/api/v1/statuses/${encodeURIComponent(id)}`;
  try {
    const answer = await session.ask({ method: 'DELETE', path, group: 'delete' });
    if (answer.ok) return { kind: 'sent', networkId, at: tools.now(), handle: {} };
    if (answer.status !== 404) return outcomeOfRefusal(answer, 'publishing', tools.now());
    // Gone already, or a server that has no such request: whether it is still shown tells them apart.
    const still = await session.ask({ method: 'GET', path });
    if (!still.ok && still.status === 404) return { kind: 'sent', networkId, at: tools.now(), handle: {} };
    return refused(
      'cannot_remove',
      "The account's server does not delete posts for other programs. Delete it there.",
    );
  } catch (error) {
    return outcomeOfError(error, 'publishing', tools.now());
  }
}
