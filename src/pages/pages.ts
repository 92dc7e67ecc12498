/** The public pages: HTML without sign-in and without JavaScript, served beside the API. */
import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cleanImage } from '../outside/image.ts';
import { turns } from '../outside/turns.ts';
import { failureOf } from '../storage/failures.ts';
import { callRoutes } from './calls/routes.ts';
import { caseRoutes } from './case/routes.ts';
import type { PagesApp, PagesDeps } from './deps.ts';
import { formRoutes } from './form/routes.ts';
import { PageLimits } from './limits.ts';
import { moveRoutes } from './move/routes.ts';
import { oneTime } from './oneTime.ts';
import { sendSentence } from './plainPages.ts';
import { promisesRoutes } from './promises/routes.ts';
import { mostPhotoBytes } from './readBody.ts';

/** Most bytes of a form without files. */
const mostPlain = 200_000;

/** Adds them to an app, in a scope of its own: what they parse and how they fail is theirs alone. */
export function pageRoutes(app: PagesApp, deps: PagesDeps): void {
  // Drawing a photo takes half a second of a core: two at a time, and a short line.
  const turn = turns(2, 60);
  const pages = {
    ...deps,
    oneTime: oneTime(deps.key.derive('public pages')),
    limits: new PageLimits(),
    clean: (bytes: Uint8Array) => turn(() => cleanImage(bytes)),
  };
  app.register(multipart, { limits: { fileSize: mostPhotoBytes + 1 }, throwFileSizeLimit: false });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: mostPlain },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  app.setErrorHandler(sendTrouble);
  app.register(async (scope) => {
    formRoutes(scope, pages);
    caseRoutes(scope, pages);
    moveRoutes(scope, pages);
    promisesRoutes(scope, pages);
    callRoutes(scope, pages);
  });
}

/** Whatever fails is a page with a plain sentence; the cause stays in the log, without the address. */
function sendTrouble(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    const sentence = statusCode === 413 ? ('tooLarge' as const) : ('unreadable' as const);
    return sendSentence(
      request,
      reply,
      (words) => ({ title: words.wrongTitle, sentence: words[sentence] }),
      statusCode,
    );
  }
  const away = failureOf(error) === 'away';
  request.log.error({ err: error, route: request.routeOptions.url, away }, 'a page failed');
  const status = away ? 503 : 500;
  return sendSentence(
    request,
    reply,
    (words) => ({ title: words.awayTitle, sentence: words.awayRead }),
    status,
  );
}
