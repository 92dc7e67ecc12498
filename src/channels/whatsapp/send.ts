/** Sends a reply: one message to one person. Meta takes a string of ours with it and says it back with every status. */
import type { Budgets } from '../budget.ts';
import type { AccountAccess, ChannelTools, Found, Outcome, ReplyToSend } from '../channel.ts';
import { type Dictionary, dictionaries, text } from '../reading.ts';
import { type Answered, ask, type Refusal } from './graph.ts';
import { windowClosed } from './meanings.ts';
import { type Asking, learn, mustWait, outcomeOfError, outcomeOfRefusal } from './outcome.ts';
import { captionLength, textLength, windowEnd } from './permission.ts';
import {
  approvedTemplates,
  namedTemplates,
  templateIn,
  templateObject,
  whatIsWrongWith,
} from './templates.ts';

/** A message holds one picture. */
export const attachments = {
  most: 1,
  types: ['image/jpeg', 'image/png'],
  mostBytes: 5_000_000,
} as const;

const refused = (code: string, reason: string): Outcome => ({ kind: 'refused', code, reason });
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Sends it once. What was cut off is `unknown`: the status that Meta calls us with settles it. */
export async function sendMessage(
  tools: ChannelTools,
  budgets: Budgets,
  account: AccountAccess,
  reply: ReplyToSend,
): Promise<Outcome> {
  const to = reply.to?.handle.to;
  const against = refusalOf(reply);
  if (against !== null || to === undefined) return against ?? noNumber;
  const asking: Asking = { account, budgets, to, now: tools.now() };
  const wait = mustWait(asking);
  if (wait !== null) return wait;
  const content = await prepared(tools, asking, reply);
  return 'kind' in content ? content : hand(tools, asking, reply, content);
}

const noNumber = refused(
  'reply_not_permitted',
  'WhatsApp did not say the number of this author. Answer on the telephone itself.',
);

function refusalOf(reply: ReplyToSend): Outcome | null {
  if (reply.to === null)
    return refused('no_announcements', 'WhatsApp has no announcements. Answer who wrote.');
  if (reply.attachments.length > attachments.most)
    return refused('media_refused', 'A WhatsApp message holds one picture. Take the others away.');
  if (reply.text.trim() === '' && reply.attachments.length === 0)
    return refused('reply_empty', 'There is nothing to send. Write something or add a picture.');
  // Meta counts signs, a writer sees graphemes: neither may be passed.
  const signs = Math.max([...reply.text].length, [...segmenter.segment(reply.text)].length);
  const most = reply.attachments.length === 0 ? textLength.graphemes : captionLength;
  if (signs <= most) return null;
  const below = reply.attachments.length === 0 ? '' : ' below a picture';
  return refused('reply_too_long', `WhatsApp takes ${most} characters${below}. Shorten the reply.`);
}

/** What the message holds; an outcome where it cannot be made. */
async function prepared(
  tools: ChannelTools,
  asking: Asking,
  reply: ReplyToSend,
): Promise<{ type: string; content: Dictionary } | Outcome> {
  const closes = windowEnd(reply.to?.handle ?? {});
  if (closes === null || closes <= asking.now) return asTemplate(tools, asking, reply);
  const [picture] = reply.attachments;
  if (picture === undefined) return { type: 'text', content: { body: reply.text, preview_url: false } };
  const id = await upload(tools, asking, picture);
  if (typeof id !== 'string') return id;
  return { type: 'image', content: { id, ...(reply.text.trim() === '' ? {} : { caption: reply.text }) } };
}

async function asTemplate(
  tools: ChannelTools,
  asking: Asking,
  reply: ReplyToSend,
): Promise<{ type: string; content: Dictionary } | Outcome> {
  if (reply.attachments.length > 0)
    return refused(windowClosed.code, 'The 24 hours are over: a template goes without a picture of ours.');
  try {
    const templates = await approvedTemplates(tools, asking.account);
    if ('ok' in templates) return outcomeOfRefusal(templates, 'before', asking);
    const filled = templateIn(reply.text, templates, reply.language);
    if (filled === null)
      return refused(windowClosed.code, `${windowClosed.reason} ${namedTemplates(templates)}`);
    const wrong = whatIsWrongWith(filled);
    return wrong === null
      ? { type: 'template', content: templateObject(filled) }
      : refused('template_refused', wrong);
  } catch (error) {
    return outcomeOfError(error, 'before', asking.now);
  }
}

/** Meta's id of the picture. */
async function upload(
  tools: ChannelTools,
  asking: Asking,
  picture: ReplyToSend['attachments'][number],
): Promise<string | Outcome> {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', picture.type);
  const ending = picture.type === 'image/png' ? 'png' : 'jpg';
  form.set('file', new Blob([new Uint8Array(picture.bytes)], { type: picture.type }), `picture.${ending}`);
  try {
    const answer = await ask(tools.fetch, asking.account, {
      path: `${asking.account.networkId}/media`,
      form,
    });
    if (!answer.ok) return outcomeOfRefusal(answer, 'before', asking);
    const id = text(answer.body.id);
    return id ?? refused('media_refused', 'WhatsApp gave the picture no name. Attach it again.');
  } catch (error) {
    return outcomeOfError(error, 'before', asking.now);
  }
}

/** The message as the official description has it, with our key. */
export function messageOf(
  reply: Pick<ReplyToSend, 'to' | 'networkKey'>,
  { type, content }: { type: string; content: Dictionary },
): Dictionary {
  const answered = reply.to?.handle.id;
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: reply.to?.handle.to,
    type,
    [type]: content,
    ...(answered === undefined ? {} : { context: { message_id: answered } }),
    biz_opaque_callback_data: reply.networkKey,
  };
}

async function hand(
  tools: ChannelTools,
  asking: Asking,
  reply: ReplyToSend,
  content: { type: string; content: Dictionary },
): Promise<Outcome> {
  let answer: Answered | Refusal;
  try {
    const path = `${asking.account.networkId}/messages`;
    answer = await ask(tools.fetch, asking.account, { path, json: messageOf(reply, content) });
  } catch (error) {
    return outcomeOfError(error, 'sending', asking.now);
  }
  if (!answer.ok) return outcomeOfRefusal(answer, 'sending', asking);
  learn(answer.headers, asking);
  const id = text(dictionaries(answer.body.messages)[0]?.id);
  if (id === null || id === '')
    return { kind: 'unknown', reason: 'WhatsApp took it and did not say under which name.' };
  return { kind: 'sent', networkId: id, at: tools.now(), handle: {} };
}

/** WhatsApp cannot be asked for a message; what it told of it by itself, with our key, proves it. */
export function findMessage(reply: ReplyToSend): Found {
  if (reply.toldOf !== undefined) return { kind: 'there', ...reply.toldOf, handle: {} };
  return {
    kind: 'uncertain',
    reason:
      'WhatsApp has not told yet whether it has this message, and cannot be asked. Look on the author’s conversation in WhatsApp Manager, or wait: as soon as it tells, this is settled by itself.',
  };
}
