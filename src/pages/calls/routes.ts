/** The public pages of calls for complaints: for people, for programs, for readers of feeds. Nobody signs in; what they show is counted anew at most once a minute. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ComplaintCall, findCallByPage, listCalls } from '../../storage/complaintCalls.ts';
import { findInstitutionByPage } from '../../storage/publicPromises.ts';
import type { Pages, PagesApp } from '../deps.ts';
import { forAll, keptForAMinute, ownAddress } from '../forEverybody.ts';
import { askedLanguage, languageOf } from '../language.ts';
import { sendPage } from '../layout.ts';
import { sendLost } from '../plainPages.ts';
import { wordsIn } from '../words/words.ts';
import { callBody, callsBody } from './callPage.ts';
import { callData, callFeed } from './feeds.ts';
import { type PublicCall, readPublicCall } from './publicCall.ts';

const isPart = /^[a-z0-9][a-z0-9-]{1,59}$/;
const options = { config: { right: 'public' }, schema: { hide: true } } as const;

export function callRoutes(app: PagesApp, pages: Pages): void {
  const read = keptForAMinute<PublicCall>();
  const answer =
    (send: (request: FastifyRequest, reply: FastifyReply, shown: PublicCall) => Promise<FastifyReply>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const call = await find(pages, request);
      if (call === null) return sendLost(request, reply);
      // How it stands is no count: whoever ends it or publishes its report sees that at once.
      const key = `${call.organisationId} ${call.id} ${call.endedAt?.getTime()} ${call.version}`;
      return send(request, reply, await read(key, pages.now(), () => readPublicCall(pages, call)));
    };
  app.get('/calls/:page', options, (request, reply) => sendCalls(pages, request, reply));
  app.get('/calls/:page/:slug', options, answer(sendCall));
  app.get(
    '/calls/:page/:slug/data.json',
    options,
    answer(async (request, reply, shown) =>
      forAll(reply)
        .header('access-control-allow-origin', '*')
        .send(callData(shown, ownAddress(pages, request))),
    ),
  );
  app.get(
    '/calls/:page/:slug/feed.rss',
    options,
    answer(async (request, reply, shown) => {
      const language = languageOf(request, 'en');
      const feed = callFeed(shown, wordsIn(language), { base: ownAddress(pages, request), language });
      return forAll(reply).type('application/rss+xml; charset=utf-8').send(feed);
    }),
  );
}

function find({ storage }: Pages, request: FastifyRequest): Promise<ComplaintCall | null> {
  const { page, slug } = request.params as { page: string; slug: string };
  return isPart.test(page) && isPart.test(slug)
    ? findCallByPage(storage.system, page, slug)
    : Promise.resolve(null);
}

function sendCall(request: FastifyRequest, reply: FastifyReply, shown: PublicCall): Promise<FastifyReply> {
  const language = languageOf(request, 'en');
  const words = wordsIn(language);
  const { page, slug, institution } = shown.call;
  const body = callBody({ shown, language, chosen: askedLanguage(request) }, words);
  const here = `/calls/${page}/${slug}`;
  const whole = {
    language,
    words,
    title: titleOf(words.calls.title, shown.call.question),
    institution,
    body,
    here,
  };
  return sendPage(request, reply, whole, { forAll: true });
}

/** Of many open pages each says what it asks. */
const titleOf = (title: string, question: string): string => {
  const letters = [...question];
  return `${title}: ${letters.length > 80 ? `${letters.slice(0, 79).join('').trimEnd()}…` : question}`;
};

async function sendCalls(pages: Pages, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { page } = request.params as { page: string };
  const found = isPart.test(page) ? await findInstitutionByPage(pages.storage.system, page) : null;
  if (found === null) return sendLost(request, reply);
  const { organisationId, id, name } = found;
  const all = await pages.storage.reading(organisationId, (tx) => listCalls(tx, organisationId));
  const calls = all.filter(({ institutionId }) => institutionId === id);
  const language = languageOf(request, 'en');
  const words = wordsIn(language);
  const chosen = askedLanguage(request);
  const body = callsBody({ institution: name, calls, language, chosen, now: pages.now() }, words);
  const whole = {
    language,
    words,
    title: words.calls.title,
    institution: name,
    body,
    here: `/calls/${page}`,
  };
  return sendPage(request, reply, whole, { forAll: true });
}
