/** Pages that say one thing. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { html } from './html.ts';
import { languageOf } from './language.ts';
import { sendPage } from './layout.ts';
import { type Words, wordsIn } from './words/words.ts';

/** Sends a heading and a sentence. */
export function sendSentence(
  request: FastifyRequest,
  reply: FastifyReply,
  say: (words: Words) => { title: string; sentence: string },
  status: number,
): Promise<FastifyReply> {
  const language = languageOf(request, 'en');
  const words = wordsIn(language);
  const { title, sentence } = say(words);
  const body = html`<h1>${title}</h1><p>${sentence}</p>`;
  return sendPage(request, reply, { language, words, title, body, here: '' }, { status, secret: true });
}

/** One page for whatever is wrong, revoked or was never there: nobody can tell them apart. */
export const sendLost = (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
  sendSentence(request, reply, (words) => ({ title: words.lostTitle, sentence: words.lost }), 404);
