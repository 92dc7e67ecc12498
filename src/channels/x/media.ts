/** Puts a picture on X before the post that shows it. */
import type { ReplyToSend } from '../channel.ts';
import { pause } from '../polling.ts';
import { type Dictionary, dictionary, text } from '../reading.ts';
import { unreachable } from './ask.ts';
import { prices } from './prices.ts';
import type { Session } from './session.ts';

export const attachments = {
  most: 4,
  types: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
  mostBytes: 5_000_000,
} as const;

const pieceBytes = 2_000_000;
const mostLooks = 10;
const never = new AbortController().signal;

/** The picture's id on the network. Throws what the session throws. */
export async function upload(session: Session, one: ReplyToSend['attachments'][number]): Promise<string> {
  const id = await begin(session, one);
  for (let at = 0, piece = 0; at < one.bytes.length; at += pieceBytes, piece += 1) {
    const media = Buffer.from(one.bytes.subarray(at, at + pieceBytes)).toString('base64');
    await session.read({
      group: 'media append',
      method: 'POST',
      path: `/2/media/upload/${id}/append`,
      json: { media, segment_index: piece },
    });
  }
  const path = `/2/media/upload/${id}/finalize`;
  const ended = await session.read({ group: 'media finalize', method: 'POST', path });
  await untilReady(session, id, dictionary(ended.data));
  if (one.alt.trim() !== '') await describe(session, id, one.alt);
  return id;
}

async function begin(session: Session, one: ReplyToSend['attachments'][number]): Promise<string> {
  const body = await session.read({
    group: 'media begin',
    method: 'POST',
    path: '/2/media/upload/initialize',
    json: {
      media_type: one.type,
      total_bytes: one.bytes.length,
      media_category: one.type === 'image/gif' ? 'tweet_gif' : 'tweet_image',
    },
  });
  const id = text(dictionary(body.data)?.id);
  if (id === null) throw unreachable(new Error('The upload was answered without an id.'));
  return id;
}

/** A moving picture is worked on for a while. */
async function untilReady(session: Session, id: string, first: Dictionary | null): Promise<void> {
  let state = dictionary(first?.processing_info);
  for (let look = 0; look < mostLooks && isWorking(state); look += 1) {
    await pause(1000 * Math.min(5, Math.max(0, Number(state?.check_after_secs ?? 1))), never);
    const query = { command: 'STATUS', media_id: id };
    const body = await session.read({ group: 'media status', method: 'GET', path: '/2/media/upload', query });
    state = dictionary(dictionary(body.data)?.processing_info);
  }
  if (state?.state === 'failed' || isWorking(state))
    throw unreachable(new Error(`The picture is ${String(state?.state)}.`));
}

const isWorking = (state: Dictionary | null): boolean =>
  state?.state === 'pending' || state?.state === 'in_progress';

/** The words that stand for the picture. */
async function describe(session: Session, id: string, words: string): Promise<void> {
  await session.read({
    group: 'media words',
    method: 'POST',
    path: '/2/media/metadata',
    json: { id, metadata: { alt_text: { text: [...words].slice(0, 1000).join('') } } },
    cost: { use: 'answering', most: prices.pictureWords, of: () => prices.pictureWords },
  });
}
