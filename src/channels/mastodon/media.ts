/** Uploads pictures before the post that shows them. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ReplyToSend } from '../channel.ts';
import { dictionary, text } from '../reading.ts';
import type { Answered, Ask, Refusal } from './api.ts';
import { Refused, type Session, unreachable } from './session.ts';

export const attachments = {
  most: 4,
  types: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
  // The least of what the servers that we know take.
  mostBytes: 5_000_000,
} as const;

/** A server works on a picture for a while; longer than that is a failure. */
const mostLooks = 20;
const between = 500;
/** Longer descriptions are refused by servers. */
const longestAlt = 1_500;

/** The server's id of an uploaded picture, ready to be shown. Throws what a question throws, and Refused. */
export async function upload(
  session: Session,
  one: ReplyToSend['attachments'][number],
  number: number,
): Promise<string> {
  const form = new FormData();
  const name = `picture-${number}.${one.type.split('/')[1] ?? 'bin'}`;
  form.append('file', new Blob([new Uint8Array(one.bytes)], { type: one.type }), name);
  if (one.alt !== '') form.append('description', [...one.alt].slice(0, longestAlt).join(''));
  const what: Ask = { method: 'POST', path: '/api/v2/media', form, group: 'media' };
  const answer = orThrow(what, await session.ask(what));
  const id = text(dictionary(answer.body)?.id);
  if (id === null) throw unreachable(new Error('The upload was answered without an id.'));
  // 200: it is ready. 202: it is being worked on, as 206 says while it is.
  if (answer.status === 202) await ready(session, id);
  return id;
}

async function ready(session: Session, id: string): Promise<void> {
  const what: Ask = { method: 'GET', path: `/api/v1/media/${encodeURIComponent(id)}` };
  for (let look = 0; look < mostLooks; look += 1) {
    const answer = orThrow(what, await session.ask(what));
    if (answer.status === 200) return;
    await wait(between);
  }
  throw unreachable(new Error(`The picture ${id} is not ready.`));
}

function orThrow(what: Ask, answer: Answered | Refusal): Answered {
  if (!answer.ok) throw new Refused(what, answer);
  return answer;
}
