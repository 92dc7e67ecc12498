/** What is refused before anything of it is read: too large by its own word, or from where a flood comes. */
import type { preParsingAsyncHookHandler } from 'fastify';
import type { Pages } from './deps.ts';
import { sendSentence } from './plainPages.ts';
import { mostBody } from './readBody.ts';

export function refusedUnread(pages: Pages): preParsingAsyncHookHandler {
  return async (request, reply, payload) => {
    const tooLarge = Number(request.headers['content-length'] ?? 0) > mostBody;
    const flooding = !tooLarge && pages.limits.isFlooding(request.ip, pages.now());
    if (!tooLarge && !flooding) return payload;
    reply.header('connection', 'close');
    if (flooding) reply.header('retry-after', '900');
    const sentence = tooLarge ? ('tooLarge' as const) : ('tooMuchUnread' as const);
    const status = tooLarge ? 413 : 429;
    await sendSentence(
      request,
      reply,
      (words) => ({ title: words.tooMuchTitle, sentence: words[sentence] }),
      status,
    );
    return payload;
  };
}
